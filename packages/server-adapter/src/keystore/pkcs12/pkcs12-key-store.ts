import type { CallOptions } from '@sealkit/core/bytes';
import type { KeyStore } from '@sealkit/core/ports';
import { loadEntry } from '../load-entry.ts';
import { createSignerKeyStore, type HostedKeyOptions } from '../signer-key-store.ts';
import { softwareSigner, type SoftwareSignerOptions } from '../software-signer.ts';
import { openPkcs12 } from './open-pkcs12.ts';

/** A key at rest: PKCS #12 octets and the password that opens them, from wherever the host keeps secrets. */
export interface Pkcs12Entry extends SoftwareSignerOptions {
  readonly file: Uint8Array;
  readonly password: string;
}

export interface Pkcs12KeyStoreOptions extends HostedKeyOptions {
  /** The key of a credential; undefined when there is none by this id. Asked each time: no key stays in memory. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<Pkcs12Entry | undefined>;
}

/**
 * A key store over PKCS #12. Keys are encrypted at rest, opened for one signature, and dropped. Consent binds to exactly the
 * digests, the credential and the context, and serves once; a repeat under the same idempotency key gets the same values.
 */
export function createPkcs12KeyStore({ load, ...options }: Pkcs12KeyStoreOptions): KeyStore {
  return createSignerKeyStore({
    ...options,
    name: 'pkcs12',
    openSigner: async (credentialId, call) => {
      const entry = await loadEntry(load, credentialId, call);
      return softwareSigner(await openPkcs12(entry.file, entry.password), entry);
    },
  });
}
