import { randomBytes } from 'node:crypto';
import { decodeHex, encodeHex } from '@sealkit/core/bytes';
import type { OneTimeKey, OneTimeKeys } from '../../identity/event/one-time-key.ts';
import { signatureAlgorithmOfKey } from '../software-signer.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import { destroyTokenKey, generateTokenKey } from './token-keys.ts';
import { signatureWith } from './token-signature.ts';

/** A P-256 key on a token or HSM for one signature: it never leaves the token, and `destroy` removes it there. */
export async function tokenOneTimeKey(token: Pkcs11Token): Promise<OneTimeKey> {
  const { id, spki: publicKey } = await generateTokenKey(token, { kind: 'P-256', label: `one-time-${encodeHex(randomBytes(8))}` });
  const algorithm = signatureAlgorithmOfKey(publicKey);
  return {
    algorithm,
    publicKey,
    reference: encodeHex(id),
    sign: signatureWith(token, { key: { id }, algorithm, publicKey }),
    destroy: (call) => destroyTokenKey(token, { id }, call),
  };
}

/** Keys on a token or HSM for one signature each; one that a process left there is found by its id and removed. */
export function tokenOneTimeKeys(token: Pkcs11Token): OneTimeKeys {
  return {
    make: () => tokenOneTimeKey(token),
    async destroyLeft(reference) {
      try {
        await destroyTokenKey(token, { id: decodeHex(reference) });
      } catch (error) {
        if (!(error instanceof Pkcs11Error && error.code === 'PKCS11_KEY_NOT_FOUND')) throw error;
      }
    },
  };
}
