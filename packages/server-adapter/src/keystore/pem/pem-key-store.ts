import type { CallOptions } from '@sealkit/core/bytes';
import type { KeyStore } from '@sealkit/core/ports';
import { loadEntry } from '../load-entry.ts';
import { createSignerKeyStore, type HostedKeyOptions } from '../signer-key-store.ts';
import { softwareSigner, type SoftwareSignerOptions } from '../software-signer.ts';
import { openPemKey, type PemKeyFiles } from './pem-key.ts';

/** A key at rest, with its certificates and the password that opens it, from wherever the host keeps secrets. */
export interface PemEntry extends PemKeyFiles, SoftwareSignerOptions {}

export interface PemKeyStoreOptions extends HostedKeyOptions {
  /** The key of a credential; undefined when there is none by this id. Asked each time: no key stays in memory. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<PemEntry | undefined>;
}

/** A key store over PEM or DER files, with the consent of `createSignerKeyStore`. Keys are opened for one step, and dropped. */
export function createPemKeyStore({ load, ...options }: PemKeyStoreOptions): KeyStore {
  return createSignerKeyStore({
    ...options,
    name: 'pem',
    openSigner: async (credentialId, call) => {
      const entry = await loadEntry(load, credentialId, call);
      return softwareSigner(openPemKey(entry), entry);
    },
  });
}
