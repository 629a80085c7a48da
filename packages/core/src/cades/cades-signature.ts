import type { Bytes } from '../bytes/index.ts';
import { parsePublicKey, signatureAlgorithmToDer } from '../crypto/index.ts';
import { encodeSignedData } from '../cms/index.ts';
import type { SignatureAlgorithm, SignatureCurve, SigningDigest } from '../ports/index.ts';
import { readCertificateParts } from '../x509/index.ts';
import { CadesError } from './cades-error.ts';

export interface CadesSignatureParts {
  /** DER SET OF, exactly as signed. */
  readonly signedAttributes: Uint8Array;
  readonly digestAlgorithm: SigningDigest;
  readonly signatureAlgorithm: SignatureAlgorithm<SigningDigest>;
  /** In CMS form. */
  readonly signature: Uint8Array;
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  /** Given for an encapsulated signature. */
  readonly content?: Uint8Array;
  readonly contentType?: string;
}

/**
 * A ContentInfo with a CAdES B-B signature, detached unless content is given.
 *
 * @throws {@link CadesError} `CADES_CERTIFICATE_MISSING`
 * @see EN 319 122-1 §6
 */
export function encodeCadesSignature(parts: CadesSignatureParts): Bytes {
  return encodeSignedData({
    ...(parts.contentType === undefined ? {} : { contentType: parts.contentType }),
    ...(parts.content === undefined ? {} : { content: parts.content }),
    certificates: parts.certificates,
    signerInfos: [
      {
        certificate: leafOf(parts.certificates),
        digestAlgorithm: parts.digestAlgorithm,
        signedAttributes: parts.signedAttributes,
        signatureAlgorithm: signatureAlgorithmToDer(parts.signatureAlgorithm),
        signature: parts.signature,
      },
    ],
  });
}

export interface CadesSizeQuery {
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  /** Octets of the DER SET OF. */
  readonly signedAttributesLength: number;
  readonly signatureAlgorithm: SignatureAlgorithm<SigningDigest>;
  readonly contentType?: string;
}

/** Octets that the detached signature can have at most: exact for RSA and EdDSA, a few above for ECDSA, whose values vary. */
export function estimateCadesSize(query: CadesSizeQuery): number {
  return encodeCadesSignature({
    signedAttributes: setOfLength(query.signedAttributesLength),
    digestAlgorithm: query.signatureAlgorithm.digest,
    signatureAlgorithm: query.signatureAlgorithm,
    signature: new Uint8Array(longestSignature(query.signatureAlgorithm, leafOf(query.certificates))),
    certificates: query.certificates,
    ...(query.contentType === undefined ? {} : { contentType: query.contentType }),
  }).length;
}

/** Longest DER of r and s: each integer may need a sign octet where the order fills its octets. */
const LONGEST_ECDSA = {
  'P-256': 72,
  'P-384': 104,
  'P-521': 139,
  brainpoolP256r1: 72,
  brainpoolP384r1: 104,
  // As all octets of the order are filled: 3 octets before the sequence, 2 and a sign octet before each integer.
  brainpoolP512r1: 137,
} as const satisfies { readonly [curve in SignatureCurve]: number };

function longestSignature(algorithm: SignatureAlgorithm<SigningDigest>, leaf: Uint8Array): number {
  if (algorithm.name === 'ECDSA') return LONGEST_ECDSA[algorithm.curve];
  if (algorithm.name === 'Ed25519') return 64;
  if (algorithm.name === 'Ed448') return 114;
  const key = parsePublicKey(readCertificateParts(leaf).spki);
  if (key.kind !== 'RSA') throw new CadesError('CADES_CERTIFICATE_MISSING', `expected an RSA certificate for ${algorithm.name}`);
  return Math.ceil(key.bits / 8);
}

/** Only the length of the attributes counts: the tag is replaced, the rest copied. */
function setOfLength(length: number): Uint8Array {
  const placeholder = new Uint8Array(length);
  placeholder[0] = 0x31;
  return placeholder;
}

function leafOf(certificates: readonly Uint8Array[]): Uint8Array {
  const [leaf] = certificates;
  if (leaf === undefined) throw new CadesError('CADES_CERTIFICATE_MISSING', 'expected the signing certificate first');
  return leaf;
}
