import { digestOfJson } from '@sealkit/core/crypto';
import type { JsonValue } from '@sealkit/core/bytes';
import type { SealDesign, SealDraftRequest, SealTransitionResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { OrganisationRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { findDesignRefusal, orderOfDraft } from './design-check.ts';
import { assertMayChoose } from './people.ts';
import { noteSealAct } from './record-act.ts';
import { answerAct } from './seals.ts';
import { readSealRights } from './seal-view.ts';

/**
 * Drafts a seal: a new one, or one that exists on paper and is taken into the register with its picture and the number of its
 * filing. From here it goes the way of every seal; nothing is in use before it was approved, made and activated.
 */
export async function requestSeal(
  context: AdapterContext,
  principal: Principal,
  request: SealDraftRequest,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  await assertAuthorized(context, principal, 'seal.request', { type: 'organisation', id: request.organisationId });
  if (request.keeperId !== undefined) await assertMayChoose(context, principal, request.keeperId);
  const now = context.clock.now();
  const number = request.number ?? context.newSealNumber();
  const asked = draftOf(context, principal, request, number, now);
  const rights = await readSealRights(context, principal, asked, 'draft');
  await assertMakeable(context, asked);
  return context.store.transaction(async (tx) => {
    const organisation = await tx.register.findOrganisation(principal.tenant, request.organisationId);
    if (organisation === undefined) throw new AdapterError('ORGANISATION_NOT_FOUND');
    const fault = await findFault(tx, principal, request, organisation);
    if (fault !== null) throw new AdapterError(fault);
    if ((await tx.register.findSeal(principal.tenant, number)) !== undefined) {
      throw new AdapterError('SEAL_NUMBER_TAKEN', { values: { sealNumber: number } });
    }
    const draft = draftOf(context, principal, await inKeptWords(tx, principal, request, now), number, now);
    await tx.register.putSeal(draft);
    const event = await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: number,
      type: 'seal-requested',
      time: now,
      actor: principal.personId,
      body: {
        organisationId: draft.organisationId,
        kind: draft.kind,
        ordinal: draft.ordinal,
        ordinalReason: draft.ordinalReason,
        keeperId: draft.keeperId,
        reason: draft.stateReason,
        ...(await designFacts(request.design)),
      },
    });
    if (request.filing !== undefined) await noteSealAct(tx, principal, draft, { act: 'filing', note: '', ...request.filing }, now);
    const result = await answerAct(context, tx, principal, { seal: draft, act: 'seal-draft', event, rights, now });
    await finish(tx, result);
    return result;
  });
}

/**
 * Finds out before anybody approves it that a face cannot be made.
 *
 * @throws {@link AdapterError} `SEAL_DESIGN_REFUSED`; `SEAL_MAKER_FAILED` where the seal maker could not say.
 */
export async function assertMakeable(context: AdapterContext, seal: SealRecord): Promise<void> {
  const organisation = await context.store.transaction((tx) => tx.register.findOrganisation(seal.tenant, seal.organisationId), {
    readOnly: true,
  });
  if (organisation === undefined) throw new AdapterError('ORGANISATION_NOT_FOUND');
  const refusal = await findDesignRefusal(context, orderOfDraft(seal, organisation));
  if (refusal !== null) throw refusal;
}

/** What the log says of a design: its digest, and the words around it with the reason for other ones. */
export async function designFacts(design: SealDesign): Promise<{ readonly [name: string]: JsonValue }> {
  return {
    design: await digestOfJson(JSON.parse(JSON.stringify(design)) as JsonValue),
    ringText: design.type === 'drawn' ? design.ringText : null,
    ringTextReason: design.type === 'drawn' ? (design.ringTextReason ?? null) : null,
  };
}

/** The ring says whose seal it is: another text than the registered name stands only with a reason. Pure. */
export function findDesignFault(design: SealDesign, organisation: OrganisationRecord): ProblemCode | null {
  if (design.type !== 'drawn' || design.ringText === organisation.verifiedName) return null;
  return design.ringTextReason === undefined ? 'RING_TEXT_REASON_REQUIRED' : null;
}

/** A request in which marks stand for the requester's own words. */
async function inKeptWords(tx: StoreTransaction, principal: Principal, request: SealDraftRequest, now: Date): Promise<SealDraftRequest> {
  const { reason, ordinalReason, ordinal = 0 } = request;
  return {
    ...request,
    reason: await keepPersonalValue(tx, principal, reason, now),
    ...(ordinal === 0 || ordinalReason === undefined ? {} : { ordinalReason: await keepPersonalValue(tx, principal, ordinalReason, now) }),
  };
}

async function findFault(
  tx: StoreTransaction,
  principal: Principal,
  request: SealDraftRequest,
  organisation: OrganisationRecord,
): Promise<ProblemCode | null> {
  await assertMayAct(tx, principal);
  if ((request.ordinal ?? 0) !== 0 && request.ordinalReason === undefined) return 'SEAL_ORDINAL_REASON_REQUIRED';
  return findDesignFault(request.design, organisation);
}

function draftOf(context: AdapterContext, principal: Principal, request: SealDraftRequest, number: string, now: Date): SealRecord {
  const ordinal = request.ordinal ?? 0;
  return {
    tenant: principal.tenant,
    number,
    organisationId: request.organisationId,
    kind: request.kind,
    ordinal,
    ordinalReason: ordinal === 0 ? null : (request.ordinalReason ?? null),
    name: request.name,
    state: 'draft',
    stateSince: now.toISOString(),
    stateReason: request.reason,
    epoch: 1,
    testMaterial: context.mode === 'sandbox',
    keeperId: request.keeperId ?? null,
    design: request.design,
    requested: { by: principal.personId, at: now.toISOString(), reason: request.reason },
    revisions: [],
    pendingTransition: null,
  };
}
