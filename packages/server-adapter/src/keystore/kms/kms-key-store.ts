import type { CallOptions } from '@sealkit/core/bytes';
import type { KeyStore, Signer } from '@sealkit/core/ports';
import { loadEntry } from '../load-entry.ts';
import { createSignerKeyStore, type HostedKeyOptions } from '../signer-key-store.ts';

export interface KmsKeyStoreOptions extends HostedKeyOptions {
  /** The signer of a credential, of whichever service; undefined when there is none by this id. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<Signer | undefined>;
}

/**
 * A key store over keys in key management services, which ask nobody: consent is kept here, as `createSignerKeyStore` has it.
 * A service only sees digests and does not know who consented to what.
 */
export function createKmsKeyStore({ load, ...options }: KmsKeyStoreOptions): KeyStore {
  return createSignerKeyStore({ ...options, name: 'kms', openSigner: (credentialId, call) => loadEntry(load, credentialId, call) });
}
