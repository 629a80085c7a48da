import type { CallOptions } from '@sealkit/core/bytes';
import type { KeyStore } from '@sealkit/core/ports';
import { loadEntry } from '../load-entry.ts';
import { createSignerKeyStore, type HostedKeyOptions } from '../signer-key-store.ts';
import { openPkcs11Signer, type Pkcs11SignerOptions } from './pkcs11-signer.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';

export interface Pkcs11KeyStoreOptions extends HostedKeyOptions {
  /** Open as long as the store is used; whoever opened it closes it. */
  readonly token: Pkcs11Token;
  /** Which key on the token belongs to a credential; undefined when there is none by this id. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<Pkcs11SignerOptions | undefined>;
}

/**
 * A key store over a token or HSM: keys never leave it. Consent binds to exactly the digests, the credential and the context, and
 * serves once; a repeat under the same idempotency key gets the same values. The key and its certificate are looked up anew for
 * each step, so that a destroyed key is gone at once.
 */
export function createPkcs11KeyStore({ token, load, ...options }: Pkcs11KeyStoreOptions): KeyStore {
  return createSignerKeyStore({
    ...options,
    name: 'pkcs11',
    openSigner: async (credentialId, call) => openPkcs11Signer(token, await loadEntry(load, credentialId, call), call),
  });
}
