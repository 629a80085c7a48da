/** Keys in memory, made at start and gone at the end. */
import { generateKeyPairSync } from 'node:crypto';
import { signDigest } from './digest-signature.mjs';

/** `kind`: RSA, P-256 or P-384. `sign(digest, { hash, saltLength })` answers RSA values raw and ECDSA as DER. */
export async function createSoftwareKey(kind) {
  const { privateKey, publicKey } =
    kind === 'RSA' ? generateKeyPairSync('rsa', { modulusLength: 3072 }) : generateKeyPairSync('ec', { namedCurve: kind });
  return {
    spki: publicKey.export({ format: 'der', type: 'spki' }),
    sign: async (digest, how) => signDigest(privateKey, digest, how),
  };
}
