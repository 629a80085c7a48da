import type { StopList, StopRequest, StopResult } from '@sealkit/core/protocol';
import type { Principal, Resource } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { expireApprovalsOf } from '../approvals/expire-approvals.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { PersonRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct, isStopped } from './acting-person.ts';
import { findSeal, sealResource } from './seals.ts';
import { namePerson } from './seal-view.ts';

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Emergency stop: suspends a seal, all seals of an organisation, or a person with all seals that the person keeps. It needs
 * nobody else's consent. Permits issued before are void with it, and a signature on its way is discarded.
 */
export async function orderStop(
  context: AdapterContext,
  principal: Principal,
  asked: StopRequest,
  finish: (tx: StoreTransaction, result: StopResult) => Promise<void>,
): Promise<StopResult> {
  await assertAuthorized(context, principal, 'seal.stop', await resourceOf(context, principal, asked));
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const request = { ...asked, reason: await keepPersonalValue(tx, principal, asked.reason, now) };
    const seals = (await sealsOf(tx, principal.tenant, request)).filter(({ state }) => state === 'active');
    if (request.scope === 'person') await stopPerson(tx, principal, request, now);
    for (const seal of seals) await suspend(tx, principal, seal, request, now);
    const suspended = seals.map(({ number }) => number);
    const event = await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: null,
      type: 'stop-ordered',
      time: now,
      actor: principal.personId,
      body: { scope: request.scope, id: request.id, reason: request.reason, suspended },
    });
    const result = { suspended, receipt: await composeActReceipt(context, 'stop', event) };
    await finish(tx, result);
    return result;
  });
}

/** Lets a stopped person act again. Suspended seals are resumed one by one, each with its reason. */
export async function liftStop(
  context: AdapterContext,
  principal: Principal,
  personId: string,
  { reason }: { readonly reason: string },
  finish: (tx: StoreTransaction, result: StopResult) => Promise<void>,
): Promise<StopResult> {
  await assertAuthorized(context, principal, 'seal.stop', { type: 'person', id: personId });
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const person = await tx.register.findPerson(principal.tenant, personId);
    if (person === undefined) throw new AdapterError('PERSON_NOT_FOUND');
    if (person.stopped === null || !isStopped(person)) throw new AdapterError('PERSON_NOT_STOPPED');
    await tx.register.putPerson({ ...person, stopped: { ...person.stopped, liftedAt: now.toISOString() } });
    const event = await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: null,
      type: 'stop-lifted',
      time: now,
      actor: principal.personId,
      body: { scope: 'person', id: personId, reason: await keepPersonalValue(tx, principal, reason, now) },
    });
    const result = { suspended: [], receipt: await composeActReceipt(context, 'stop-lifted', event) };
    await finish(tx, result);
    return result;
  });
}

/** Whom a stop stands against now. Whoever may not stop a person is not told that somebody did, nor why. */
export async function listStops(context: AdapterContext, principal: Principal): Promise<StopList> {
  await assertAuthorized(context, principal, 'register.list', { type: 'tenant' });
  const { tenant } = principal;
  const stopped = (await context.store.transaction((tx) => tx.register.listPersons(tenant), { readOnly: true })).filter(isStopped);
  const visible: PersonRecord[] = [];
  for (const person of stopped) {
    if (await isAuthorized(context, principal, 'seal.stop', { type: 'person', id: person.id })) visible.push(person);
  }
  return context.store.transaction(async (tx) => {
    const persons: StopList['persons'][number][] = [];
    for (const { id, name, stopped: stop } of visible) {
      if (stop !== null)
        persons.push({ person: { id, name }, by: await namePerson(tx, tenant, stop.by), at: stop.at, reason: stop.reason });
    }
    return { persons };
  });
}

async function resourceOf(context: AdapterContext, { tenant }: Principal, { scope, id }: StopRequest): Promise<Resource> {
  if (scope === 'organisation') return { type: 'organisation', id };
  if (scope === 'person') return { type: 'person', id };
  return sealResource(await context.store.transaction((tx) => findSeal(tx, tenant, id), { readOnly: true }));
}

async function sealsOf(tx: StoreTransaction, tenant: string, { scope, id }: StopRequest): Promise<readonly SealRecord[]> {
  switch (scope) {
    case 'seal':
      return [await findSeal(tx, tenant, id)];
    case 'organisation':
      if ((await tx.register.findOrganisation(tenant, id)) === undefined) throw new AdapterError('ORGANISATION_NOT_FOUND');
      return tx.register.listSeals({ tenant, organisationIds: [id], state: 'active', limit: ALL });
    case 'person':
      if ((await tx.register.findPerson(tenant, id)) === undefined) throw new AdapterError('PERSON_NOT_FOUND');
      return tx.register.listSeals({ tenant, keeperId: id, state: 'active', limit: ALL });
  }
}

async function stopPerson(tx: StoreTransaction, principal: Principal, { id, reason }: StopRequest, now: Date): Promise<void> {
  const person = await tx.register.findPerson(principal.tenant, id);
  if (person === undefined) throw new AdapterError('PERSON_NOT_FOUND');
  await tx.register.putPerson({ ...person, stopped: { by: principal.personId, at: now.toISOString(), reason, liftedAt: null } });
  await expireApprovalsOf(tx, { tenant: principal.tenant, requestedBy: id }, now, 'PERSON_STOPPED');
}

async function suspend(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  { scope, reason }: StopRequest,
  now: Date,
): Promise<void> {
  const epoch = seal.epoch + 1;
  await expireApprovalsOf(tx, { tenant: seal.tenant, sealNumber: seal.number }, now, 'SEAL_CHANGED');
  await tx.register.putSeal({
    ...seal,
    state: 'suspended',
    stateSince: now.toISOString(),
    stateReason: reason,
    epoch,
    pendingTransition: null,
  });
  await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-state-changed',
    time: now,
    actor: principal.personId,
    body: { from: 'active', to: 'suspended', role: 'administrator', reason, stop: scope, epoch },
  });
}
