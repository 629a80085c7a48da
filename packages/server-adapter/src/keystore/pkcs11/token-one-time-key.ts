import { randomBytes } from 'node:crypto';
import { encodeHex } from '@sealkit/core/bytes';
import type { OneTimeKey } from '../../identity/event/one-time-key.ts';
import { signatureAlgorithmOfKey } from '../software-signer.ts';
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
    sign: signatureWith(token, { key: { id }, algorithm, publicKey }),
    destroy: (call) => destroyTokenKey(token, { id }, call),
  };
}
