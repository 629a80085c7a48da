import type { SealRevisionRequest, SealTransitionResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { assertMayChoose } from './people.ts';
import { assertMakeable, designFacts, findDesignFault } from './request-seal.ts';
import { draftDigest } from './seal-draft.ts';
import { answerAct, findSeal, putSeal, sealResource } from './seals.ts';
import { readSealRights } from './seal-view.ts';

/**
 * Changes what a draft asks for: one that was not submitted yet, or was sent back. Its number, organisation, kind and ordinal stay,
 * and whoever revised it does not approve it. Old and new digest stand in the event.
 */
export async function reviseDraft(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: SealRevisionRequest,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.revise', sealResource(found));
  if (typeof request.keeperId === 'string') await assertMayChoose(context, principal, request.keeperId);
  const rights = await readSealRights(context, principal, found, 'draft');
  await assertMakeable(context, revised(found, request, principal.personId, context.clock.now()));
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const seal = await findSeal(tx, principal.tenant, number);
    if (seal.state !== 'draft') throw new AdapterError('SEAL_NOT_A_DRAFT', { values: { state: seal.state } });
    await assertDesignFits(tx, seal, request);
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const changed = revised(seal, { ...request, reason }, principal.personId, now);
    await putSeal(tx, changed);
    const event = await appendEvent(tx, {
      tenant: seal.tenant,
      envelopeId: null,
      sealNumber: number,
      type: 'seal-revised',
      time: now,
      actor: principal.personId,
      body: {
        before: await draftDigest(seal),
        draft: await draftDigest(changed),
        keeperId: changed.keeperId,
        reason,
        ...(changed.design === null ? { design: null } : await designFacts(changed.design)),
      },
    });
    const result = await answerAct(context, tx, principal, { seal: changed, act: 'seal-revised', event, rights, now });
    await finish(tx, result);
    return result;
  });
}

/** @throws {@link AdapterError} `ORGANISATION_NOT_FOUND`, `RING_TEXT_REASON_REQUIRED` */
async function assertDesignFits(tx: StoreTransaction, seal: SealRecord, { design }: SealRevisionRequest): Promise<void> {
  if (design === undefined) return;
  const organisation = await tx.register.findOrganisation(seal.tenant, seal.organisationId);
  if (organisation === undefined) throw new AdapterError('ORGANISATION_NOT_FOUND');
  const fault = findDesignFault(design, organisation);
  if (fault !== null) throw new AdapterError(fault);
}

function revised(seal: SealRecord, { name, keeperId, design, reason }: SealRevisionRequest, by: string, now: Date): SealRecord {
  return {
    ...seal,
    name: name ?? seal.name,
    keeperId: keeperId === undefined ? seal.keeperId : keeperId,
    design: design ?? seal.design,
    revisions: [...seal.revisions, { by, at: now.toISOString(), reason }],
  };
}
