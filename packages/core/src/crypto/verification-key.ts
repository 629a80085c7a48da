import { decodeLatin1 } from '../bytes/index.ts';
import type { NativeAlgorithm } from '../ports/index.ts';
import { unshared } from './digest.ts';
import { importParameters } from './web-crypto-parameters.ts';

/** Keys of a batch come again, and reading one takes longer than verifying with it. */
const MOST_KEYS = 32;
const keys = new Map<string, Promise<CryptoKey>>();

/**
 * WebCrypto's key of a DER SubjectPublicKeyInfo, for verification under one algorithm: the latest ones are kept by what they say.
 *
 * @throws whatever the runtime chose for a key or an algorithm that it does not take.
 */
export function importVerificationKey(algorithm: NativeAlgorithm, spki: Uint8Array): Promise<CryptoKey> {
  const parameters = importParameters(algorithm);
  const name = `${JSON.stringify(parameters)} ${decodeLatin1(spki)}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('spki', unshared(spki), parameters, false, ['verify']);
  const [oldest] = keys.keys();
  if (keys.size >= MOST_KEYS && oldest !== undefined) keys.delete(oldest);
  keys.set(name, key);
  return key;
}
