import type { Bytes } from '@sealkit/core/bytes';
import { type IdentityOutcome, type IdentityProvider, PortError } from '@sealkit/core/ports';
import type {
  IdentityDecisionRequest,
  IdentityProviderList,
  IdentityStepRequest,
  IdentityVerificationList,
  IdentityVerificationRequest,
  IdentityVerificationView,
} from '@sealkit/core/protocol';
import type { Principal, Resource } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import { keepPersonalValue } from '../../audit/personal-values/personal-value.ts';
import { assertAuthorized, isAuthorized } from '../../authorization.ts';
import { newId } from '../../new-id.ts';
import { assertMayAct } from '../../register/acting-person.ts';
import type { IdentityConfig } from '../identity-config.ts';
import { lookFirst } from '../../storage/look-first.ts';
import type { IdentityVerificationRecord } from '../../storage/records.ts';
import type { IdentityListQuery, StoreTransaction } from '../../storage/store.ts';
import { assertNumbers, keepClaims } from './kept-claims.ts';
import { isRegisteredName } from './registered-name.ts';
import { factsOf, settleVerification } from './settle-verification.ts';
import { presentVerification } from './verification-view.ts';

type Finish<T> = (tx: StoreTransaction, view: T) => Promise<void>;

/** Who can verify, and how. */
export async function listIdentityProviders(context: AdapterContext, principal: Principal): Promise<IdentityProviderList> {
  await assertAuthorized(context, principal, 'identity.read', { type: 'tenant' });
  const providers = context.identity?.providers ?? [];
  return {
    providers: providers.map(({ name, subjects, methods, decidedByPeople }) => ({
      name,
      subjects,
      methods,
      decidedByPeople: decidedByPeople === true,
    })),
  };
}

/**
 * Has somebody verified. The provider gets what was claimed; the server keeps names beside the log, of numbers masks and keyed digests,
 * and makes an event of the beginning and of the end.
 */
export async function startVerification(
  context: AdapterContext,
  principal: Principal,
  request: IdentityVerificationRequest,
  finish: Finish<IdentityVerificationView>,
): Promise<IdentityVerificationView> {
  const { subject, method, claims, documents } = request;
  await assertAuthorized(context, principal, 'identity.verify', resourceOf(subject));
  const { provider, numberKey, config } = providerNamed(context, request.provider);
  if (claims.kind !== subject.kind || !provider.subjects.includes(subject.kind) || !provider.methods.includes(method))
    throw new AdapterError('IDENTITY_NOT_OFFERED');
  // Nobody can decide over nothing.
  if (provider.decidedByPeople === true && documents.length === 0) throw new AdapterError('IDENTITY_DOCUMENTS_MISSING');
  const now = context.clock.now();
  assertNumbers(claims, now);
  await lookFirst(context.store, async (tx) => {
    await assertMayAct(tx, principal);
    if (!(await isRegisteredName(tx, config, { tenant: principal.tenant, subject }, claims.name)))
      throw new AdapterError('IDENTITY_NAME_DIFFERS');
  });
  const id = newId();
  const { returnUrl } = request;
  const check = { verificationId: id, method, claims, documents, ...(returnUrl === undefined ? {} : { returnUrl }) };
  const outcome = await asked(provider.start(check));
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const owner = { tenant: principal.tenant, personId: subject.kind === 'person' ? subject.id : principal.personId };
    const begun: IdentityVerificationRecord = {
      tenant: principal.tenant,
      id,
      subject,
      provider: provider.name,
      method,
      state: 'pending',
      startedAt: now.toISOString(),
      startedBy: principal.personId,
      finishedAt: null,
      claims: await keepClaims(tx, owner, claims, numberKey, now),
      documents,
      resume: null,
      actionUrl: null,
      reason: null,
      decidedBy: null,
      providerReference: null,
      event: null,
    };
    const { tenant } = principal;
    const event = { tenant, envelopeId: null, sealNumber: null, type: 'identity-started', time: now } as const;
    await appendEvent(tx, { ...event, actor: principal.personId, body: factsOf(begun) });
    const settled = await settleVerification(tx, begun, outcome, { now, numberKey, actor: principal.personId });
    const view = presentVerification(settled);
    await finish(tx, view);
    return view;
  });
}

/** Asks the provider whether a pending verification has ended; one that has ended is answered as it is. */
export async function continueVerification(
  context: AdapterContext,
  principal: Principal,
  id: string,
  { answer }: IdentityStepRequest,
  finish: Finish<IdentityVerificationView>,
): Promise<IdentityVerificationView> {
  const { tenant, personId } = principal;
  const found = await readForAction(context, principal, 'identity.verify', id);
  const { provider, numberKey } = providerNamed(context, found.provider);
  const { resume } = found;
  await lookFirst(context.store, (tx) => assertMayAct(tx, principal));
  const outcome =
    found.state === 'pending' && resume !== null
      ? await asked(provider.proceed({ verificationId: id, resume, ...(answer === undefined ? {} : { answer }) }))
      : null;
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const current = await findVerification(tx, tenant, id);
    const goesOn = outcome !== null && current.state === 'pending';
    const settled = goesOn ? await settleVerification(tx, current, outcome, { now, numberKey, actor: personId }) : current;
    const view = presentVerification(settled);
    await finish(tx, view);
    return view;
  });
}

/** A person decides over the documents that were handed in: neither who asked nor who is verified. */
export async function decideVerification(
  context: AdapterContext,
  principal: Principal,
  id: string,
  request: IdentityDecisionRequest,
  finish: Finish<IdentityVerificationView>,
): Promise<IdentityVerificationView> {
  const { tenant, personId } = principal;
  const found = await readForAction(context, principal, 'identity.decide', id);
  const { provider, numberKey } = providerNamed(context, found.provider);
  if (provider.decidedByPeople !== true) throw new AdapterError('IDENTITY_NOT_OFFERED');
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const current = await findVerification(tx, tenant, id);
    if (current.state !== 'pending') throw new AdapterError('IDENTITY_VERIFICATION_ENDED');
    const isOwn = current.subject.kind === 'person' && current.subject.id === personId;
    if (current.startedBy === personId || isOwn) throw new AdapterError('SECOND_PERSON_REQUIRED');
    const handedIn = current.documents.map(({ digest }) => digest).toSorted();
    if (JSON.stringify(request.documents.toSorted()) !== JSON.stringify(handedIn)) throw new AdapterError('IDENTITY_DOCUMENTS_DIFFER');
    const outcome: IdentityOutcome =
      request.decision === 'accept' ? { status: 'passed', confirmed: 'as-claimed' } : { status: 'failed', reason: 'REJECTED' };
    const decision = { by: personId, reason: await keepPersonalValue(tx, principal, request.reason, now) };
    const view = presentVerification(await settleVerification(tx, current, outcome, { now, numberKey, actor: personId, decision }));
    await finish(tx, view);
    return view;
  });
}

export async function readVerification(context: AdapterContext, principal: Principal, id: string): Promise<IdentityVerificationView> {
  return presentVerification(await readForAction(context, principal, 'identity.read', id));
}

/** Of the hundred newest those that the host lets this person see, each asked about by its subject. */
export async function listVerifications(
  context: AdapterContext,
  principal: Principal,
  query: Omit<IdentityListQuery, 'tenant' | 'limit'>,
): Promise<IdentityVerificationList> {
  await assertAuthorized(context, principal, 'identity.read', query.subject === undefined ? { type: 'tenant' } : resourceOf(query.subject));
  const found = await lookFirst(context.store, (tx) => tx.identities.list({ ...query, tenant: principal.tenant, limit: 100 }));
  const shown: IdentityVerificationView[] = [];
  for (const each of found)
    if (await isAuthorized(context, principal, 'identity.read', resourceOf(each.subject))) shown.push(presentVerification(each));
  return { verifications: shown };
}

/** @throws {@link AdapterError} `IDENTITY_VERIFICATION_NOT_FOUND`, `NOT_AUTHORIZED` */
export async function readForAction(
  context: AdapterContext,
  principal: Principal,
  action: 'identity.verify' | 'identity.read' | 'identity.decide' | 'identity.certify',
  id: string,
): Promise<IdentityVerificationRecord> {
  const found = await lookFirst(context.store, (tx) => findVerification(tx, principal.tenant, id));
  await assertAuthorized(context, principal, action, resourceOf(found.subject));
  return found;
}

async function findVerification(tx: StoreTransaction, tenant: string, id: string): Promise<IdentityVerificationRecord> {
  const found = await tx.identities.find(tenant, id);
  if (found === undefined) throw new AdapterError('IDENTITY_VERIFICATION_NOT_FOUND');
  return found;
}

interface Verifying {
  readonly provider: IdentityProvider;
  readonly numberKey: Bytes;
  readonly config: IdentityConfig;
}

function providerNamed({ identity }: AdapterContext, name: string): Verifying {
  const provider = identity?.providers?.find((each) => each.name === name);
  const numberKey = identity?.numberKey;
  if (identity === null || provider === undefined || numberKey === undefined) throw new AdapterError('IDENTITY_NOT_OFFERED');
  return { provider, numberKey, config: identity };
}

function resourceOf({ kind, id }: IdentityVerificationRecord['subject']): Resource {
  return { type: kind, id };
}

/** The provider's error may carry what it was given: it does not travel. */
async function asked(work: Promise<IdentityOutcome>): Promise<IdentityOutcome> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PortError) throw new AdapterError('IDENTITY_PROVIDER_FAILED', { values: { reason: error.code } });
    throw error;
  }
}
