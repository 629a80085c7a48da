import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import { verifySignatureValue } from '@sealkit/core/crypto';
import type { Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { KeyStoreError } from '../key-store-error.ts';
import { signatureAlgorithmOf, type SoftwareSignerOptions } from '../software-signer.ts';
import { CKA, type Handle } from './cryptoki.ts';
import { cmsForm, mechanismOf, tokenInput } from './mechanism.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import type { TokenSession } from './session-pool.ts';
import { findCertificates, type HandedOverCertificates } from './token-certificates.ts';
import { findPrivateKey, readAttribute, type TokenKeyName } from './token-objects.ts';

export interface Pkcs11SignerOptions extends SoftwareSignerOptions, HandedOverCertificates {
  readonly key: TokenKeyName;
}

/** Longest value that a token answers: RSA of 16384 bits. */
const MAX_VALUE = 2048;

/**
 * A signer over a key on a token. Every value is verified with the certificate before it is handed out: one of another key, of
 * other data or with other padding is `PKCS11_VALUE_INVALID`. The signer takes many calls at a time, each with a session of its
 * own; close the token when all is signed.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_KEY_AMBIGUOUS`, `PKCS11_PIN_…` and what else the token answers
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`, `KEY_ALGORITHM_UNSUPPORTED`
 */
export async function openPkcs11Signer(token: Pkcs11Token, options: Pkcs11SignerOptions, call?: CallOptions): Promise<Signer> {
  const certificates = await token.sessions.use(
    async (session) => findCertificates(session, findPrivateKey(session, options.key), options),
    call,
  );
  const [leaf] = certificates;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  const algorithm = signatureAlgorithmOf({ certificates }, options);
  const publicKey = parseCertificate(leaf).spki;
  const keys = new WeakMap<TokenSession, TokenKey>();
  return {
    algorithm,
    certificates,
    async sign(input, callOptions): Promise<Bytes> {
      const data = Buffer.from(tokenInput(algorithm, input));
      const raw = await token.sessions.use(async (session) => {
        const key = keys.get(session) ?? readKey(session, options.key);
        keys.set(session, key);
        const { cryptoki, handle } = session;
        cryptoki.C_SignInit(handle, mechanismOf(algorithm), key.handle);
        if (key.confirmsEach) await token.confirm(handle);
        return cryptoki.C_SignAsync(handle, data, Buffer.alloc(MAX_VALUE));
      }, callOptions);
      const signature = cmsForm(algorithm, raw);
      if ((await verifySignatureValue({ algorithm, publicKey, signature, message: input.dtbs })) !== 'valid')
        throw new Pkcs11Error('PKCS11_VALUE_INVALID', 'the value that the token made does not verify with the certificate of the key');
      return signature;
    },
  };
}

interface TokenKey {
  readonly handle: Handle;
  /** The PIN is wanted for each signature (CKA_ALWAYS_AUTHENTICATE). */
  readonly confirmsEach: boolean;
}

/** A handle holds within its session; another session, perhaps after the token was pulled and put back, looks again. */
function readKey(session: TokenSession, name: TokenKeyName): TokenKey {
  const handle = findPrivateKey(session, name);
  return { handle, confirmsEach: readAttribute(session, handle, CKA.ALWAYS_AUTHENTICATE)?.[0] === 1 };
}
