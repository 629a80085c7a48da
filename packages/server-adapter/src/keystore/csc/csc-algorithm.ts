import { DerFields, OIDS, parseDer, readOid, TAGS } from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import { encodePssParameters, parsePublicKey, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import type { DigestAlgorithm, SignatureAlgorithm } from '@sealkit/core/ports';
import { KeyStoreError } from '../key-store-error.ts';
import { signatureAlgorithmOfKey, type SoftwareSignerOptions } from '../software-signer.ts';

/** An algorithm in the words of the interface. */
export interface CscSignatureAlgorithm {
  /** Object identifier of the signature algorithm; of the key alone where the service lists that. */
  readonly signAlgo: string;
  /** DER of RSASSA-PSS-params; no other algorithm has any. */
  readonly signAlgoParams?: Bytes;
  readonly digest: DigestAlgorithm;
}

export interface AgreedAlgorithm {
  readonly algorithm: SignatureAlgorithm;
  readonly words: CscSignatureAlgorithm;
}

const DIGESTS = ['SHA-256', 'SHA-384', 'SHA-512'] as const satisfies readonly DigestAlgorithm[];

/**
 * The algorithm that fits the key, the host's choices, and what the service lists for the key.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`
 * @see CSC API credentials/info key.algo, signatures/signHash signAlgo and signAlgoParams
 */
export function agreeOnAlgorithm(spki: Uint8Array, listed: readonly string[], options: SoftwareSignerOptions): AgreedAlgorithm {
  const usual = signatureAlgorithmOfKey(spki, options).digest;
  for (const digest of options.digest === undefined ? new Set([usual, ...DIGESTS]) : [options.digest]) {
    for (const pss of pssChoices(spki, options)) {
      const algorithm = signatureAlgorithmOfKey(spki, { digest, pss });
      const signAlgo = listedOid(algorithm, listed);
      if (signAlgo !== undefined) return { algorithm, words: { signAlgo, digest, ...parametersOf(algorithm) } };
    }
  }
  throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', 'csc: the service lists no algorithm of this key that Sealkit makes by a digest');
}

/** PKCS #1 v1.5 first, unless the host or the key says otherwise. */
function pssChoices(spki: Uint8Array, { pss }: SoftwareSignerOptions): readonly boolean[] {
  if (pss !== undefined) return [pss];
  const key = parsePublicKey(spki);
  return key.kind === 'RSA' && key.pss === undefined ? [false, true] : [false];
}

/** Ed25519 signs the message, which this interface does not carry. */
function listedOid(algorithm: SignatureAlgorithm, listed: readonly string[]): string | undefined {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return [oidOf(algorithm), OIDS.rsaEncryption].find((oid) => listed.includes(oid));
    case 'RSASSA-PSS':
      return [OIDS.rsassaPss].find((oid) => listed.includes(oid));
    case 'ECDSA':
      return [oidOf(algorithm), OIDS.ecPublicKey].find((oid) => listed.includes(oid));
    case 'Ed25519':
      return undefined;
  }
}

function oidOf(algorithm: SignatureAlgorithm): string {
  return readOid(new DerFields(parseDer(signatureAlgorithmToDer(algorithm))).take(TAGS.OID));
}

function parametersOf(algorithm: SignatureAlgorithm): { readonly signAlgoParams?: Bytes } {
  if (algorithm.name !== 'RSASSA-PSS') return {};
  return { signAlgoParams: encodePssParameters({ ...algorithm, mgfDigest: algorithm.digest }) };
}
