import type { ClientReport, ConfirmUseRequest, UsePending, UseResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import { assertAuthorized } from '../authorization.ts';
import { claimVersion } from '../envelopes/sign-version.ts';
import { type BatchProof, consumeLeaf } from '../intent/batch/consume-leaf.ts';
import { consumeIntent, type FoundIntent, findIntent } from '../intent/finish-intent.ts';
import { useSubject } from '../intent/intent-subject.ts';
import { readPermitGrounds } from '../permits/permit-grounds.ts';
import { type CertificateConfirmation, confirmCertificate } from '../identity/confirm/confirm-certificate.ts';
import { keyStoreOf } from '../identity/event/key-store-of.ts';
import { PROBLEMS, type ProblemCode } from '../problem-codes.ts';
import { lookFirst } from '../storage/look-first.ts';
import { findCredential } from './discard-use.ts';
import { type Refused, refuse, unwrapRefusal } from '../refusal.ts';
import type { UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { readConfirmAttempt } from './confirm-attempt.ts';
import { endOf, endRefusedUse } from './end-use.ts';
import { expireUse } from './expire-uses.ts';
import { finishUse } from './finish-use.ts';
import { useFacts } from './start-use.ts';
import { isAlteredUse } from './use-alteration.ts';

/**
 * Step 7 of explained signing, and then the rest: everything is judged again and permit and intent are consumed in one
 * transaction with the use event; only after that is durable does a key come into play.
 */
export async function confirmUse(
  context: AdapterContext,
  principal: Principal,
  useId: string,
  request: ConfirmUseRequest,
): Promise<UseResult | UsePending> {
  await assertAuthorized(context, principal, 'use.confirm', { type: 'use', id: useId });
  const confirmation = await confirmPrepared(context, principal, useId);
  const { proof } = request;
  const found: Confirming['found'] =
    'batchId' in proof ? { kind: 'batch', proof } : await findIntent(context, principal, useSubject(useId), proof);
  const now = context.clock.now();
  const use = unwrapRefusal(
    await context.store.transaction((tx) =>
      consumePermit(context, tx, { principal, useId, found, confirmation, report: request.clientReport }, now),
    ),
  );
  return finishUse(context, use);
}

interface Confirming {
  readonly principal: Principal;
  readonly useId: string;
  readonly found: FoundIntent | { readonly kind: 'batch'; readonly proof: BatchProof };
  readonly confirmation: CertificateConfirmation | null;
  readonly report: ClientReport | undefined;
}

/** The certificate of a use that waits for this person's intent, looked at outside of a transaction; null where there is none such. */
async function confirmPrepared(
  context: AdapterContext,
  { tenant, personId }: Principal,
  useId: string,
): Promise<CertificateConfirmation | null> {
  if (context.identity === null) return null;
  const found = await lookFirst(context.store, async (tx) => {
    const use = await tx.uses.find(tenant, useId);
    if (use?.status !== 'awaiting-intent' || use.personId !== personId) return null;
    const credential = await findCredential(tx, use);
    const seal = use.sealNumber === null ? undefined : await tx.register.findSeal(tenant, use.sealNumber);
    return credential && { credential, organisationId: seal?.organisationId ?? null };
  });
  if (found === null) return null;
  const { credential, organisationId } = found;
  if (keyStoreOf(context, credential) === null) return { result: 'refused', code: 'EVENT_KEY_GONE', values: {} };
  const holder =
    organisationId === null ? ({ kind: 'person', id: personId } as const) : ({ kind: 'organisation', id: organisationId } as const);
  return confirmCertificate(context, { tenant, credential, holder });
}

async function consumePermit(
  { policy }: AdapterContext,
  tx: StoreTransaction,
  { principal, useId, found, confirmation, report }: Confirming,
  now: Date,
): Promise<UseRecord | Refused> {
  const { use, permit, attempt } = await readConfirmAttempt(tx, principal, useId, now);
  const no = (code: ProblemCode, values = {}): Promise<Refused> => refuse(tx, attempt, code, values);

  if (use.personId !== principal.personId) return no('PERMIT_FOREIGN');
  if (await isAlteredUse(tx, use)) return no('USE_ALTERED');
  // Where nobody could be asked, the same proof may come again: it is not consumed.
  if (confirmation?.result === 'refused' && PROBLEMS[confirmation.code][2]) return no(confirmation.code, confirmation.values);
  const proven =
    found.kind === 'batch'
      ? await consumeLeaf(tx, principal, { use, permit }, found.proof, now)
      : await consumeIntent(tx, principal, { use, permit }, found, now);
  if (typeof proven === 'string' && proven !== 'repeat') return no(proven);
  if (use.status === 'expired') return no(...(await whyEnded(tx, principal, use, now)));
  if (use.status === 'discarded') return no('USE_DISCARDED', { reason: use.refusal });
  // A repeat: what was confirmed goes on where it stopped, or is answered again.
  if (proven === 'repeat') return use;
  if (use.expiresAt <= now.toISOString()) {
    await expireUse(tx, use, now);
    return no('INTENT_EXPIRED');
  }
  const grounds = await readPermitGrounds(tx, principal, use.permitId, now);
  if ('code' in grounds) return endRefusedUse(tx, use, grounds.code, now);
  if (grounds.permit.digest !== use.act.permit || grounds.permit.payload.certificate !== use.act.certificate) {
    return endRefusedUse(tx, use, 'CERTIFICATE_MISMATCH', now);
  }

  if (confirmation?.result === 'refused') return endRefusedUse(tx, use, confirmation.code, now);
  const confirmed = confirmation === null || confirmation.facts === null ? {} : { confirmed: confirmation.facts };

  if (!(await claimVersion(tx, grounds.envelope, use.id, now, policy.claimLifetimeMs))) {
    return endRefusedUse(tx, use, 'DOCUMENT_CLAIMED', now);
  }

  await tx.permits.consume(use.tenant, use.permitId, use.id, now.toISOString());
  const eventKey = await tx.eventKeys.findByPermit(use.tenant, use.permitId);
  // From now on it waits for the signature, not for the person.
  if (eventKey !== undefined)
    await tx.eventKeys.update({ ...eventKey, until: new Date(now.getTime() + policy.claimLifetimeMs).toISOString() });
  const body = {
    ...(await useFacts(principal, use, grounds)),
    intent: proven.digest,
    intentMethod: proven.method,
    intentAssurance: proven.assurance,
    ...confirmed,
    ...(report === undefined ? {} : { clientReported: reportedByClient(report) }),
  };
  const event = await recordUseEvent(tx, use, { type: 'use', time: now, actor: principal.personId, body }, 'interrupted');
  const signing: UseRecord = { ...use, status: 'signing', intent: proven.record, useEvent: { id: event.id, digest: event.digest } };
  await tx.uses.put(signing);
  return signing;
}

/** The page's own word, named so: nothing was judged by it. */
function reportedByClient({ reading, consent }: ClientReport) {
  return {
    ...(reading === undefined ? {} : { reading: { ...reading, pages: reading.pages.map((each) => ({ ...each })) } }),
    ...(consent === undefined ? {} : { consent: { ...consent } }),
  };
}

/** What a confirmation is told of a use that has ended: what stands against it now, or else why it ended. */
async function whyEnded(
  tx: StoreTransaction,
  principal: Principal,
  use: UseRecord,
  now: Date,
): Promise<readonly [code: ProblemCode, values?: { readonly reason: string }]> {
  const reason = endOf(use);
  if (reason === 'INTENT_NOT_GIVEN') return ['INTENT_EXPIRED'];
  const grounds = await readPermitGrounds(tx, principal, use.permitId, now);
  return 'code' in grounds ? [grounds.code] : ['USE_DISCARDED', { reason }];
}
