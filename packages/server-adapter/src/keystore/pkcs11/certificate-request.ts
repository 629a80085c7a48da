import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { RequestedSubject } from '@sealkit/core/ports';
import { createCertificationRequest } from '../../identity/request/certification-request.ts';
import { signatureAlgorithmOfKey, type SoftwareSignerOptions } from '../software-signer.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import { findPrivateKey, type TokenKeyName } from './token-objects.ts';
import { publicKeyOf } from './token-public-key.ts';
import { signatureWith } from './token-signature.ts';

export interface CertificateRequestOptions extends SoftwareSignerOptions {
  readonly key: TokenKeyName;
  readonly subject: RequestedSubject;
}

/**
 * A certification request, DER, for a key on a token, signed by that key: what a certificate authority wants to see.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_PUBLIC_KEY_HIDDEN` where the token does not show the public half, and
 * what else the token answers
 * @see RFC 2986 §4
 */
export async function createTokenCertificateRequest(
  token: Pkcs11Token,
  { key, subject, ...choices }: CertificateRequestOptions,
  call?: CallOptions,
): Promise<Bytes> {
  const publicKey = await token.sessions.use(async (session) => publicKeyOf(session, findPrivateKey(session, key)), call);
  if (publicKey === undefined) throw new Pkcs11Error('PKCS11_PUBLIC_KEY_HIDDEN', 'expected the public half of the key on the token');
  const algorithm = signatureAlgorithmOfKey(publicKey, choices);
  const sign = signatureWith(token, { key, algorithm, publicKey });
  return createCertificationRequest({ subject, publicKey, signer: { algorithm, sign } }, call);
}
