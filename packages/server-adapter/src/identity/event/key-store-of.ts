import type { KeyStore } from '@sealkit/core/ports';
import type { AdapterContext } from '../../adapter-context.ts';
import type { CredentialRecord } from '../../storage/records.ts';

/** Where the key of a credential is; null for one that signs once and is not, or not any more, in this process. */
export function keyStoreOf(
  { keyStore, eventKeys }: Pick<AdapterContext, 'keyStore' | 'eventKeys'>,
  { credentialId, isOneTime }: CredentialRecord,
): KeyStore | null {
  if (isOneTime !== true) return keyStore;
  return eventKeys?.holds(credentialId) === true ? eventKeys.keyStore : null;
}
