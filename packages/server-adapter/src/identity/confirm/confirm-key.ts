import { equalBytes } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';
import type { AdapterContext } from '../../adapter-context.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import { keyStoreOf } from '../event/key-store-of.ts';
import type { CredentialRecord } from '../../storage/records.ts';

/**
 * Whether the key store still has the certificate of a credential, before anybody is asked for their intent; the code of the refusal, or
 * null. A key store that wants to pause is asked again when it signs: nobody is sent away twice. That the key is the one of the
 * certificate is verified on every value that leaves (`uses/sign-with-key-store`).
 */
export async function findKeyObstacle(
  context: AdapterContext,
  credential: CredentialRecord,
  by: { readonly tenant: string; readonly actor: string; readonly envelopeId: string; readonly idempotencyKey: string },
): Promise<ProblemCode | null> {
  if (context.identity === null) return null;
  const { credentialId, certificates } = credential;
  const keyStore = keyStoreOf(context, credential);
  if (keyStore === null) return 'EVENT_KEY_GONE';
  try {
    const opened = await keyStore.open({ context: by, credentialId });
    if (opened.status === 'pending') return null;
    const [registered, held] = [certificates[0], opened.value.certificates[0]];
    return registered !== undefined && held !== undefined && equalBytes(registered, held) ? null : 'CERTIFICATE_MISMATCH';
  } catch (error) {
    if (error instanceof PortError) return 'KEY_STORE_FAILED';
    throw error;
  }
}
