import { digestOfJson } from '@sealkit/core/crypto';
import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { findRegisteredName } from '../../identity/verification/registered-name.ts';
import type { AuthenticatorActRecord, AuthenticatorRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import type { IntentSettings } from '../intent-config.ts';
import { changePolicy } from './enrolment-policy.ts';

/** What a change of authenticators rests on, as the log has it. */
export type ChangeGrounds =
  | { readonly by: 'proof'; readonly actId: string; readonly method: string; readonly assurance: number; readonly proof: string }
  | { readonly by: 'identity'; readonly verificationId: string; readonly verification: string | null }
  | { readonly by: 'authorize' }
  /** The host took everything away from a person who lost it. */
  | { readonly by: 'host' };

/** The grounds of a confirmed act; undefined where it is none. */
export async function groundsOfAct({ id, confirmedAt, intent }: AuthenticatorActRecord): Promise<ChangeGrounds | undefined> {
  if (confirmedAt === null || typeof intent !== 'object' || intent === null || Array.isArray(intent)) return undefined;
  const { method, assurance } = intent as { readonly method: string; readonly assurance: number };
  return { by: 'proof', actId: id, method, assurance, proof: await digestOfJson(intent) };
}

/**
 * Upon what a person gets a first authenticator.
 *
 * @throws {@link AdapterError} `ENROLMENT_PROOF_REQUIRED` where they have one, `ENROLMENT_IDENTITY_REQUIRED`
 */
export async function findFirstGrounds(
  { intent: { enrolment }, identity }: AdapterContext,
  tx: StoreTransaction,
  { tenant, personId }: Principal,
  now: Date,
): Promise<ChangeGrounds> {
  const all = await tx.intents.listAuthenticators(tenant, personId);
  if (all.some(({ confirmedAt }) => confirmedAt !== null)) throw new AdapterError('ENROLMENT_PROOF_REQUIRED');
  if (enrolment.first === 'authorize') return { by: 'authorize' };
  const verification = await tx.identities.findLatestPassed(tenant, { kind: 'person', id: personId });
  const { verificationAge } = enrolment;
  const finishedAt = verification?.finishedAt ?? null;
  if (verification === undefined || finishedAt === null) throw new AdapterError('ENROLMENT_IDENTITY_REQUIRED');
  if (verificationAge !== null && now.getTime() - Date.parse(finishedAt) > verificationAge * 1000)
    throw new AdapterError('ENROLMENT_IDENTITY_REQUIRED');
  // Of whom it was is what counts: a person who was verified under another name is another one.
  if ((await findRegisteredName(tx, identity ?? {}, verification)) === null) throw new AdapterError('ENROLMENT_IDENTITY_REQUIRED');
  return { by: 'identity', verificationId: verification.id, verification: verification.event?.digest ?? null };
}

/** By what a person with these authenticators confirms a change of them. */
export function changePolicyOf({ enrolment, providers }: IntentSettings, held: readonly AuthenticatorRecord[]): PermitIntentPolicy {
  const methods = held.filter(({ confirmedAt }) => confirmedAt !== null).map(({ method }) => method);
  return changePolicy(enrolment, new Set(methods), providers.values());
}
