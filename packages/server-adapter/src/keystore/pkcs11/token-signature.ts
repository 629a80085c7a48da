import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import { verifySignatureValue } from '@sealkit/core/crypto';
import type { SignatureAlgorithm, SigningInput } from '@sealkit/core/ports';
import { CKA, type Handle } from './cryptoki.ts';
import { cmsForm, mechanismOf, tokenInput } from './mechanism.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import type { TokenSession } from './session-pool.ts';
import { findPrivateKey, readAttribute, type TokenKeyName } from './token-objects.ts';

export interface TokenSignature {
  readonly key: TokenKeyName;
  readonly algorithm: SignatureAlgorithm;
  /** DER SubjectPublicKeyInfo that every value has to fit. */
  readonly publicKey: Uint8Array;
}

/** Longest value that a token answers: RSA of 16384 bits. */
const MAX_VALUE = 2048;

/**
 * A function that has a key sign: one value in the form of CMS, verified before it is handed out.
 *
 * @throws {@link Pkcs11Error} (the function) `PKCS11_VALUE_INVALID` and what else the token answers
 */
export function signatureWith(
  token: Pkcs11Token,
  { key: name, algorithm, publicKey }: TokenSignature,
): (input: SigningInput, call?: CallOptions) => Promise<Bytes> {
  const keys = new WeakMap<TokenSession, TokenKey>();
  return async (input, call) => {
    const octets = Buffer.from(tokenInput(algorithm, input));
    const raw = await token.sessions.use(async (session) => {
      const key = keys.get(session) ?? readKey(session, name);
      keys.set(session, key);
      const { cryptoki, handle } = session;
      cryptoki.C_SignInit(handle, mechanismOf(algorithm), key.handle);
      if (key.confirmsEach) await token.confirm(handle);
      return cryptoki.C_SignAsync(handle, octets, Buffer.alloc(MAX_VALUE));
    }, call);
    const signature = cmsForm(algorithm, raw);
    if ((await verifySignatureValue({ algorithm, publicKey, signature, message: input.dtbs })) !== 'valid')
      throw new Pkcs11Error('PKCS11_VALUE_INVALID', 'the value that the token made does not verify with the public key that it should');
    return signature;
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
