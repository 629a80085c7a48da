import type { JsonValue } from '@sealkit/core/bytes';
import type { UseChallenge, UseRequest } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import { assertAuthorized } from '../authorization.ts';
import { confirmCertificate } from '../identity/confirm/confirm-certificate.ts';
import { findKeyObstacle } from '../identity/confirm/confirm-key.ts';
import { composeChallenge } from '../intent/challenge.ts';
import { newId } from '../new-id.ts';
import { type PermitGrounds, readPermitGrounds } from '../permits/permit-grounds.ts';
import { pagesOf } from '../permits/permit-pages.ts';
import { type Refused, refuse, unwrapRefusal } from '../refusal.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { IdentityVerificationRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { documentOfUse } from './document-of-use.ts';
import { expireOverdueUses } from './expire-uses.ts';
import { prepareRevision, toRefusal } from './prepare-revision.ts';
import { digestOfPrepared } from './use-alteration.ts';
import { attemptOn } from './use-attempt.ts';
import { presentChallenge } from './use-state.ts';
import { lookFirst } from '../storage/look-first.ts';

/**
 * Steps 3 to 6 of explained signing: judges permit, frame and hash state, writes the revision, and asks for the person's
 * intent. Nothing is consumed yet; the original's state and tail are gone when this returns.
 */
export async function startUse(
  context: AdapterContext,
  principal: Principal,
  request: UseRequest,
  finish: (tx: StoreTransaction, challenge: UseChallenge) => Promise<void>,
): Promise<UseChallenge> {
  await assertAuthorized(context, principal, 'use.start', { type: 'permit', id: request.permitId });
  const now = context.clock.now();
  const { grounds, organisation } = unwrapRefusal(
    await lookFirst(context.store, (tx) => judgePermit(tx, principal, request.permitId, now)),
  );
  const confirmed = await confirmOrRefuse(context, principal, grounds, now);
  const prepared = await prepareOrRefuse(context, principal, grounds, request, now);
  const expires = new Date(Math.min(now.getTime() + context.policy.intentLifetimeMs, Date.parse(grounds.permit.expiresAt)));
  const { act, challenge } = await composeChallenge(grounds, organisation, prepared.messageDigest, { issued: now, expires });
  const use: UseRecord = {
    tenant: principal.tenant,
    id: newId(),
    permitId: grounds.permit.id,
    envelopeId: grounds.envelope.id,
    sealNumber: grounds.sealed?.seal.number ?? null,
    sealVersion: grounds.sealed?.version.version ?? null,
    sealEpoch: grounds.sealed?.seal.epoch ?? null,
    personId: principal.personId,
    status: 'awaiting-intent',
    refusal: null,
    createdAt: now.toISOString(),
    expiresAt: expires.toISOString(),
    signingTime: now.toISOString(),
    act,
    challenge,
    prepared,
    intent: null,
    useEvent: null,
    signedAttributes: null,
    pending: null,
    completed: null,
  };
  const view = presentChallenge(use, grounds.permit, grounds.credential);
  unwrapRefusal(
    await context.store.transaction(async (tx) => {
      await expireOverdueUses(tx, principal.tenant, now);
      const again = await judgePermit(tx, principal, request.permitId, now);
      if (!('grounds' in again)) return again;
      await tx.uses.put(use);
      await recordUseEvent(
        tx,
        use,
        {
          type: 'use-prepared',
          time: now,
          actor: principal.personId,
          body: { ...(await useFacts(principal, use, grounds)), ...confirmed },
        },
        'awaiting-intent',
      );
      await finish(tx, view);
      return null;
    }),
  );
  return view;
}

/** What every event about the substance of a use says. */
export async function useFacts(principal: Principal, use: UseRecord, { permit, envelope }: Pick<PermitGrounds, 'permit' | 'envelope'>) {
  return {
    permitId: permit.id,
    permit: permit.digest,
    sealVersion: use.sealVersion,
    statement: permit.payload.seal?.statement ?? null,
    certificate: permit.payload.certificate,
    pages: pagesOf(permit.payload.placements),
    originalDigest: permit.payload.document.digest,
    documentClass: envelope.documentClass,
    grantId: permit.grantId,
    approvers: permit.payload.approvals.map(({ person }) => person),
    attestedBy: permit.payload.attestedBy.map(({ person, role }) => ({ person, role })),
    client: principal.application ?? null,
    frame: permit.payload.frame,
    byteRangeDigest: use.prepared.messageDigest,
    signingTime: use.signingTime,
    challenge: use.challenge,
    prepared: await digestOfPrepared(use.prepared),
  };
}

async function judgePermit(
  tx: StoreTransaction,
  principal: Principal,
  permitId: string,
  now: Date,
): Promise<{ readonly grounds: PermitGrounds; readonly organisation: string } | Refused> {
  const grounds = await readPermitGrounds(tx, principal, permitId, now);
  if ('code' in grounds) return refuse(tx, attemptOn(principal, 'use', permitId, grounds, now), grounds.code);
  const organisationId = grounds.sealed?.seal.organisationId ?? grounds.person.organisationId;
  const organisation = await tx.register.findOrganisation(principal.tenant, organisationId);
  return { grounds, organisation: organisation?.name ?? organisationId };
}

/** What was found of certificate and key, for the event; or the refusal, which is in the log before the caller hears of it. */
async function confirmOrRefuse(
  context: AdapterContext,
  principal: Principal,
  grounds: PermitGrounds,
  now: Date,
): Promise<{ readonly confirmed?: JsonValue }> {
  const { credential, envelope, permit } = grounds;
  const confirmation = await confirmCertificate(context, { tenant: principal.tenant, credential, holder: holderOf(grounds) });
  const attempt = attemptOn(principal, 'use', permit.id, grounds, now);
  const no = async (code: ProblemCode, values: Readonly<Record<string, string>> = {}): Promise<AdapterError> =>
    unwrapError(await context.store.transaction((tx) => refuse(tx, attempt, code, values)));
  if (confirmation.result === 'refused') throw await no(confirmation.code, confirmation.values);
  const by = { tenant: principal.tenant, actor: principal.personId, envelopeId: envelope.id, idempotencyKey: newId() };
  const obstacle = await findKeyObstacle(context, credential, by);
  if (obstacle !== null) throw await no(obstacle);
  return confirmation.facts === null ? {} : { confirmed: confirmation.facts };
}

/** Whose certificate signs: the organisation's where a seal is used, the person's own otherwise. */
function holderOf({ sealed, person }: PermitGrounds): IdentityVerificationRecord['subject'] {
  return sealed === null ? { kind: 'person', id: person.id } : { kind: 'organisation', id: sealed.seal.organisationId };
}

/** The revision; or the refusal, which is in the log before the caller hears of it. */
async function prepareOrRefuse(
  context: AdapterContext,
  principal: Principal,
  grounds: PermitGrounds,
  request: UseRequest,
  now: Date,
): Promise<UseRecord['prepared']> {
  try {
    const document = await documentOfUse(context, grounds, request).catch((cause: unknown) => {
      throw toRefusal(cause);
    });
    return await prepareRevision(context, grounds, document, now);
  } catch (cause) {
    if (!(cause instanceof AdapterError)) throw cause;
    const attempt = attemptOn(principal, 'use', grounds.permit.id, grounds, now);
    throw unwrapError(await context.store.transaction((tx) => refuse(tx, attempt, cause.code, cause.values)));
  }
}

function unwrapError(refused: Refused): AdapterError {
  return refused.error;
}
