import type { CallOptions } from '@sealkit/core/bytes';
import type { Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { KeyStoreError } from '../key-store-error.ts';
import { signatureAlgorithmOfKey, type SoftwareSignerOptions } from '../software-signer.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import { findCertificates, type HandedOverCertificates } from './token-certificates.ts';
import { findPrivateKey, type TokenKeyName } from './token-objects.ts';
import { signatureWith } from './token-signature.ts';

export interface Pkcs11SignerOptions extends SoftwareSignerOptions, HandedOverCertificates {
  readonly key: TokenKeyName;
}

/**
 * A signer over a key on a token. Every value is verified with the certificate before it is handed out: one of another key, of
 * other data or with other padding is `PKCS11_VALUE_INVALID`. The signer takes many calls at a time, each with a session of its
 * own; close the token when all is signed.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_KEY_AMBIGUOUS`, `PKCS11_PIN_…` and what else the token answers
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`, `KEY_ALGORITHM_UNSUPPORTED`
 */
export async function openPkcs11Signer(token: Pkcs11Token, options: Pkcs11SignerOptions, call?: CallOptions): Promise<Signer> {
  const { key } = options;
  const certificates = await token.sessions.use(async (session) => findCertificates(session, findPrivateKey(session, key), options), call);
  const [leaf] = certificates;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  const publicKey = parseCertificate(leaf).spki;
  const algorithm = signatureAlgorithmOfKey(publicKey, options);
  return { algorithm, certificates, sign: signatureWith(token, { key, algorithm, publicKey }) };
}
