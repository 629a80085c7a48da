import { randomBytes } from '../../crypto/index.ts';
import { type CryptParameters, encryptOctets, streamMethod } from './crypt-filter.ts';
import type { Encryptor } from './encryptor.ts';

/** An initialization vector; of the platform's generator unless a test gives another. */
export type VectorSource = (length: number) => Uint8Array;

/** @see ISO 32000-2 §7.6.3, §7.6.6 */
export function standardEncryptor(parameters: CryptParameters, vectors: VectorSource = randomBytes): Encryptor {
  return {
    encryptString: (bytes, owner) => encryptOctets(parameters.strings, parameters.key, owner, bytes, vectors),
    encryptStream: (dict, bytes, owner) => encryptOctets(streamMethod(dict, parameters), parameters.key, owner, bytes, vectors),
  };
}
