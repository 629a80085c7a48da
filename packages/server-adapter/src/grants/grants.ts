import type { GrantChange, GrantList, GrantRequest, GrantResult, GrantView } from '@sealkit/core/protocol';
import { findWiderTerm } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { type AuditEventType, appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import { newId } from '../new-id.ts';
import { assertMayAct } from '../register/acting-person.ts';
import { assertMayChoose } from '../register/people.ts';
import { findSeal, sealResource } from '../register/seals.ts';
import type { GrantRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isHolder } from './find-grant.ts';
import { termsFacts } from './grant-facts.ts';
import { findTermsFault } from './grant-terms-fault.ts';
import { presentGrant, readGrantRights } from './grant-view.ts';

type Finish = (tx: StoreTransaction, result: GrantResult) => Promise<void>;

/** All grants of a seal, also those that have ended. */
export async function listGrants(context: AdapterContext, principal: Principal, number: string): Promise<GrantList> {
  const seal = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'grant.read', sealResource(seal));
  const mayChange = await readGrantRights(context, principal, seal);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    const grants: GrantView[] = [];
    for (const grant of await tx.register.listGrants(principal.tenant, number)) {
      grants.push(await presentGrant(tx, principal, seal, grant, mayChange, now));
    }
    return { grants };
  });
}

/** Gives a grant on a seal that is not abolished. */
export async function giveGrant(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: GrantRequest,
  finish: Finish,
): Promise<GrantResult> {
  const seal = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'grant.give', sealResource(seal));
  const { holder } = request;
  const terms = normalTerms(request.terms);
  if (holder.type === 'person') await assertMayChoose(context, principal, holder.id);
  const mayChange = await readGrantRights(context, principal, seal);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    await assertOpen(tx, principal, number);
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const grant: GrantRecord = {
      tenant: principal.tenant,
      id: newId(),
      sealNumber: number,
      holder,
      terms,
      given: { by: principal.personId, at: now.toISOString(), reason },
      delegatedFrom: null,
      withdrawn: null,
    };
    return store(context, tx, principal, { seal, grant, type: 'grant-given', reason, mayChange, now }, finish);
  });
}

/** Extends, withdraws or passes on a grant. */
export async function changeGrant(
  context: AdapterContext,
  principal: Principal,
  id: string,
  request: GrantChange,
  finish: Finish,
): Promise<GrantResult> {
  const { grant: found, seal } = await context.store.transaction((tx) => findGrantAndSeal(tx, principal, id), { readOnly: true });
  const mayChange = await readGrantRights(context, principal, seal);
  // Whoever passed a grant on may take it back; everything else on grants is the administrator's, passing on the holder's.
  const own = request.change === 'delegate' || (request.change === 'withdraw' && found.given.by === principal.personId);
  if (!own && !mayChange) throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'grant.change' } });
  if (request.change === 'delegate') await assertMayChoose(context, principal, request.personId);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const { grant } = await findGrantAndSeal(tx, principal, id);
    if (grant.withdrawn !== null) throw new AdapterError('GRANT_CLOSED');
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    switch (request.change) {
      case 'extend': {
        const extended: GrantRecord = { ...grant, terms: normalTerms({ ...grant.terms, validTo: request.validTo }) };
        await assertWithinParent(tx, extended);
        return store(context, tx, principal, { seal, grant: extended, type: 'grant-extended', reason, mayChange, now }, finish);
      }
      case 'withdraw': {
        const withdrawn: GrantRecord = { ...grant, withdrawn: { by: principal.personId, at: now.toISOString(), reason } };
        await withdrawDelegated(tx, principal, grant, reason, now);
        return store(context, tx, principal, { seal, grant: withdrawn, type: 'grant-revoked', reason, mayChange, now }, finish);
      }
      case 'delegate': {
        await assertOpen(tx, principal, grant.sealNumber);
        const delegated = await delegate(tx, principal, seal, grant, { ...request, reason, terms: normalTerms(request.terms) }, now);
        return store(context, tx, principal, { seal, grant: delegated, type: 'grant-given', reason, mayChange, now }, finish);
      }
    }
  });
}

/** Terms with their times in one spelling, as they are compared. @throws {@link AdapterError} `GRANT_TERMS_MALFORMED` */
function normalTerms(terms: GrantRecord['terms']): GrantRecord['terms'] {
  const normal = { ...terms, validFrom: normalTime(terms.validFrom), validTo: terms.validTo === null ? null : normalTime(terms.validTo) };
  const fault = findTermsFault(normal);
  if (fault !== null) throw new AdapterError('GRANT_TERMS_MALFORMED', { values: { member: fault } });
  return normal;
}

function normalTime(time: string): string {
  return new Date(time).toISOString();
}

async function assertOpen(tx: StoreTransaction, { tenant }: Principal, number: string): Promise<void> {
  const seal = await findSeal(tx, tenant, number);
  if (seal.state === 'abolished') throw new AdapterError('SEAL_ABOLISHED');
}

/** A grant that was passed on ends with the one it comes from. */
async function assertWithinParent(tx: StoreTransaction, grant: GrantRecord): Promise<void> {
  const parent = grant.delegatedFrom === null ? undefined : await tx.register.findGrant(grant.tenant, grant.delegatedFrom);
  if (parent === undefined) return;
  const wider = findWiderTerm(grant.terms, parent.terms);
  if (wider !== null) throw new AdapterError('GRANT_TERMS_WIDER', { values: { member: wider } });
}

async function withdrawDelegated(
  tx: StoreTransaction,
  principal: Principal,
  parent: GrantRecord,
  reason: string,
  now: Date,
): Promise<void> {
  for (const grant of await tx.register.listGrants(parent.tenant, parent.sealNumber)) {
    if (grant.delegatedFrom !== parent.id || grant.withdrawn !== null) continue;
    await withdrawDelegated(tx, principal, grant, reason, now);
    await tx.register.putGrant({ ...grant, withdrawn: { by: principal.personId, at: now.toISOString(), reason } });
    await note(tx, principal, grant, 'grant-revoked', reason, now);
  }
}

async function delegate(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  grant: GrantRecord,
  request: GrantChange & { readonly change: 'delegate' },
  now: Date,
): Promise<GrantRecord> {
  const person = await tx.register.findPerson(principal.tenant, principal.personId);
  if (person === undefined || !isHolder(grant, { principal, person }, seal) || !grant.terms.mayDelegate) {
    throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'grant.delegate' } });
  }
  const wider = findWiderTerm(request.terms, grant.terms);
  if (wider !== null) throw new AdapterError('GRANT_TERMS_WIDER', { values: { member: wider } });
  return {
    tenant: grant.tenant,
    id: newId(),
    sealNumber: grant.sealNumber,
    holder: { type: 'person', id: request.personId },
    terms: request.terms,
    given: { by: principal.personId, at: now.toISOString(), reason: request.reason },
    delegatedFrom: grant.id,
    withdrawn: null,
  };
}

async function store(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  change: {
    readonly seal: SealRecord;
    readonly grant: GrantRecord;
    readonly type: AuditEventType;
    readonly reason: string;
    readonly mayChange: boolean;
    readonly now: Date;
  },
  finish: Finish,
): Promise<GrantResult> {
  const { seal, grant, type, reason, mayChange, now } = change;
  await tx.register.putGrant(grant);
  const event = await note(tx, principal, grant, type, reason, now);
  const receipt = await composeActReceipt(context, type, event);
  const result = { grant: await presentGrant(tx, principal, seal, grant, mayChange, now), receipt };
  await finish(tx, result);
  return result;
}

function note(tx: StoreTransaction, principal: Principal, grant: GrantRecord, type: AuditEventType, reason: string, time: Date) {
  return appendEvent(tx, {
    tenant: grant.tenant,
    envelopeId: null,
    sealNumber: grant.sealNumber,
    type,
    time,
    actor: principal.personId,
    body: {
      grantId: grant.id,
      holder: { ...grant.holder },
      delegatedFrom: grant.delegatedFrom,
      reason,
      ...termsFacts(grant.terms),
    },
  });
}

async function findGrantAndSeal(
  tx: StoreTransaction,
  { tenant }: Principal,
  id: string,
): Promise<{ readonly grant: GrantRecord; readonly seal: SealRecord }> {
  const grant = await tx.register.findGrant(tenant, id);
  if (grant === undefined) throw new AdapterError('GRANT_NOT_FOUND');
  return { grant, seal: await findSeal(tx, tenant, grant.sealNumber) };
}
