import {
  Asn1Error,
  assertUniversal,
  DerFields,
  type DerNode,
  derContent,
  derRaw,
  parseDer,
  readBitString,
  readExplicit,
  readSmallInteger,
  readTime,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, encodeHex } from '../bytes/index.ts';
import { CryptoError, digestText, parsePublicKey } from '../crypto/index.ts';
import { type Extension, type ExtensionView, readExtensions, serialText, viewExtensions } from './extensions.ts';
import { type Name, readName } from './name.ts';
import { X509Error } from './x509-error.ts';

/** The kind of a subject's key, as far as a report needs it. */
export interface CertificateKey {
  readonly kind: 'RSA' | 'EC' | 'DSA' | 'Ed25519' | 'Ed448' | 'other';
  readonly bits?: number;
  readonly curve?: string;
  /** Of a key of kind `other`. */
  readonly oid?: string;
}

/** A certificate as received. Parsing it says nothing about whether it holds. */
export interface Certificate extends ExtensionView {
  readonly raw: Bytes;
  /** The octets that the issuer signed. */
  readonly tbs: Bytes;
  readonly version: 1 | 2 | 3;
  /** Lower-case hexadecimal of the magnitude. */
  readonly serialNumber: string;
  /** DER of the INTEGER, as it must match in references. */
  readonly serialNumberDer: Bytes;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  readonly publicKey: CertificateKey;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Bytes;
  readonly signature: Bytes;
  readonly extensions: readonly Extension[];
}

/** Longest certificate read. */
const MAX_CERTIFICATE_LENGTH = 256 * 1024;

/**
 * Reads one certificate in strict DER that fills the octets exactly.
 *
 * @throws {@link X509Error} `X509_CERTIFICATE_MALFORMED`
 * @see RFC 5280 §4.1
 */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return readCertificate(parseDer(der, { maxLength: MAX_CERTIFICATE_LENGTH }));
  } catch (cause) {
    if (cause instanceof Asn1Error || cause instanceof CryptoError)
      throw new X509Error('X509_CERTIFICATE_MALFORMED', 'expected a DER certificate', { cause });
    throw cause;
  }
}

/** SHA-256 over the certificate's DER, `sha256:<hex>`. */
export async function certificateFingerprint(der: Uint8Array): Promise<string> {
  return digestText('SHA-256', der);
}

function readCertificate(node: DerNode): Certificate {
  const outer = new DerFields(node);
  const tbsNode = outer.take(TAGS.SEQUENCE);
  const signatureAlgorithm = derRaw(outer.take(TAGS.SEQUENCE));
  const signature = readBitString(outer.take(TAGS.BIT_STRING));
  outer.end();
  const tbs = new DerFields(tbsNode);
  const version = readVersion(tbs.takeContext(0));
  const serial = tbs.take(TAGS.INTEGER);
  const innerAlgorithm = derRaw(tbs.take(TAGS.SEQUENCE));
  const issuer = readName(tbs.take(TAGS.SEQUENCE));
  const validity = new DerFields(tbs.take(TAGS.SEQUENCE));
  const notBefore = readTime(validity.any());
  const notAfter = readTime(validity.any());
  validity.end();
  const subject = readName(tbs.take(TAGS.SEQUENCE));
  const spki = derRaw(tbs.take(TAGS.SEQUENCE));
  tbs.takeContext(1);
  tbs.takeContext(2);
  const extensionsField = tbs.takeContext(3);
  tbs.end();
  if (extensionsField !== undefined && version !== 3) throw malformed('version 3 where extensions are');
  // RFC 5280 §4.1.1.2: the identifier outside must be the signed one.
  if (encodeHex(innerAlgorithm) !== encodeHex(signatureAlgorithm)) throw malformed('the same signature algorithm inside and outside');
  if (signature.unusedBits !== 0) throw malformed('a signature of whole octets');
  const extensions = extensionsField === undefined ? [] : readExtensions(readExplicit(extensionsField));
  return {
    raw: derRaw(node),
    tbs: derRaw(tbsNode),
    version,
    serialNumber: serialText(derContent(serial)),
    serialNumberDer: derRaw(serial),
    issuer,
    subject,
    notBefore,
    notAfter,
    spki,
    publicKey: keyOf(spki),
    signatureAlgorithm,
    signature: signature.bytes,
    extensions,
    ...viewExtensions(extensions),
  };
}

function readVersion(field: DerNode | undefined): 1 | 2 | 3 {
  if (field === undefined) return 1;
  const node = readExplicit(field);
  assertUniversal(node, TAGS.INTEGER, false);
  const version = readSmallInteger(node) + 1;
  if (version !== 1 && version !== 2 && version !== 3) throw malformed('version 1, 2 or 3');
  return version;
}

function keyOf(spki: Bytes): CertificateKey {
  const key = parsePublicKey(spki);
  switch (key.kind) {
    case 'RSA':
      return { kind: 'RSA', bits: key.bits };
    case 'EC':
      return { kind: 'EC', curve: key.curve, ...(key.bits === 0 ? {} : { bits: key.bits }) };
    case 'Ed25519':
      return { kind: 'Ed25519', bits: 256 };
    case 'Ed448':
      return { kind: 'Ed448', bits: 448 };
    case 'DSA':
      return { kind: 'DSA', bits: key.bits };
    case 'other':
      return { kind: 'other', oid: key.oid };
  }
}

function malformed(expected: string): X509Error {
  return new X509Error('X509_CERTIFICATE_MALFORMED', `certificate: expected ${expected}`);
}
