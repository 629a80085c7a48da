import type { Bytes } from '@sealkit/core/bytes';
import { DIGEST_ALGORITHMS } from '@sealkit/core/crypto';
import type { HttpClient, SignatureAlgorithm, SignatureCurve } from '@sealkit/core/ports';
import { chainOfFirst } from '../certificates-of-key.ts';
import { KeyStoreError } from '../key-store-error.ts';
import { signatureAlgorithmOf, type SoftwareSignerOptions } from '../software-signer.ts';

/** What the host says of a key in any of the services. */
export interface KmsKeyOptions extends SoftwareSignerOptions {
  readonly http: HttpClient;
  /** DER, the certificate of this key first: the services keep keys and no certificates. */
  readonly certificates: readonly Uint8Array[];
  /** Milliseconds before a request is sent again after a failure that may pass; 250 by default. */
  readonly retryDelayMs?: number;
}

export interface KmsKey {
  readonly algorithm: SignatureAlgorithm;
  readonly certificates: readonly Bytes[];
}

/** The digest that a key on a curve signs in these services, which have no other. */
const CURVE_DIGEST: { readonly [curve in SignatureCurve]?: string } = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' };

/**
 * The algorithm of a key by its certificate and the host's choices, as far as the services have it: salts as long as the digest,
 * NIST curves with the digest of their size.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`, `KEY_CERTIFICATE_MISSING`
 */
export function readKmsKey(service: string, options: KmsKeyOptions): KmsKey {
  const certificates = chainOfFirst(options.certificates);
  const algorithm = signatureAlgorithmOf({ certificates }, options);
  if (algorithm.name === 'RSASSA-PSS' && algorithm.saltLength !== DIGEST_ALGORITHMS[algorithm.digest].length)
    throw unsupported(service, 'a salt as long as the digest');
  if (algorithm.name === 'ECDSA' && CURVE_DIGEST[algorithm.curve] !== algorithm.digest)
    throw unsupported(service, 'P-256, P-384 or P-521 with the digest of its size');
  return { algorithm, certificates };
}

export function unsupported(service: string, expected: string): KeyStoreError {
  return new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `${service}: expected ${expected}`);
}

/** The word at a place in an error answer. */
export function wordAt(answer: unknown, ...path: readonly string[]): unknown {
  let value = answer;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
