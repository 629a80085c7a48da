import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { NativeAlgorithm, NativeVerification } from '@sealkit/core/ports';

const DIGEST_NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;
/** Keys of a batch come again: reading one takes longer than verifying with it. */
const MOST_KEYS = 32;
const keys = new Map<string, KeyObject>();

/** `DigestEngine.verify` in this thread: the way to WebCrypto's and back takes longer than the work. */
export function verifyInThread({ algorithm, publicKey, signature, message }: NativeVerification): boolean | undefined {
  try {
    return verify(digestOf(algorithm), message, { key: publicKeyObject(publicKey), ...parametersOf(algorithm) }, signature);
  } catch {
    // OpenSSL takes key or algorithm not, whatever error it chose; WebCrypto says the same in its own way.
    return undefined;
  }
}

function publicKeyObject(spki: Uint8Array): KeyObject {
  const name = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength).toString('latin1');
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const [oldest] = keys.keys();
  if (keys.size >= MOST_KEYS && oldest !== undefined) keys.delete(oldest);
  keys.set(name, key);
  return key;
}

function digestOf(algorithm: NativeAlgorithm): string | null {
  if (algorithm.name === 'Ed25519') return null;
  return DIGEST_NAMES[algorithm.digest];
}

function parametersOf(algorithm: NativeAlgorithm): object {
  if (algorithm.name === 'RSASSA-PSS') return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
  return algorithm.name === 'ECDSA' ? { dsaEncoding: 'ieee-p1363' } : {};
}
