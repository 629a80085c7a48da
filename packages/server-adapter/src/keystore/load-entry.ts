import type { CallOptions } from '@sealkit/core/bytes';
import { KeyStoreError } from './key-store-error.ts';

/**
 * What the host has for a credential.
 *
 * @throws {@link KeyStoreError} `KEY_STORE_SECRET_UNAVAILABLE` when the host could not say, `KEY_STORE_CREDENTIAL_UNKNOWN`, and those
 * that the host's own function throws
 */
export async function loadEntry<Entry>(
  load: (credentialId: string, options?: CallOptions) => Promise<Entry | undefined>,
  credentialId: string,
  call?: CallOptions,
): Promise<Entry> {
  let entry: Entry | undefined;
  try {
    entry = await load(credentialId, call);
  } catch (error) {
    if (error instanceof KeyStoreError) throw error;
    call?.signal?.throwIfAborted();
    // The host's error may name paths or secrets: it does not travel.
    throw new KeyStoreError('KEY_STORE_SECRET_UNAVAILABLE', 'the key of the credential could not be loaded', { retryable: true });
  }
  if (entry === undefined)
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', `expected a credential of this key store, got ${credentialId}`);
  return entry;
}
