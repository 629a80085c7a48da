import type { EnrolmentRequest, EnrolmentView, IntentAnswer, IntentMethod, IntentMethodList } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import { assertAuthorized } from '../../authorization.ts';
import { newId } from '../../new-id.ts';
import type { AuthenticatorRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { ACT_LIFETIME_MS } from './authenticator-act.ts';
import { type ChangeGrounds, changePolicyOf, findFirstGrounds, groundsOfAct } from './change-grounds.ts';
import type { IntentEnrolment } from '../intent-provider.ts';
import { askProvider, readEnrolled, readIntentContext } from '../person-context.ts';

const MOST_AUTHENTICATORS = 20;

/** The ways of confirming that are offered here, and what the caller has enrolled. */
export async function listIntentMethods(context: AdapterContext, principal: Principal): Promise<IntentMethodList> {
  await assertAuthorized(context, principal, 'intent.read', { type: 'person', id: principal.personId });
  return context.store.transaction((tx) => presentMethods(context, tx, principal), { readOnly: true });
}

async function presentMethods(
  { intent }: AdapterContext,
  tx: StoreTransaction,
  { tenant, personId }: Principal,
): Promise<IntentMethodList> {
  const all = await tx.intents.listAuthenticators(tenant, personId);
  const confirmed = all.filter(({ confirmedAt }) => confirmedAt !== null);
  return {
    methods: [...intent.providers.values()].map(({ method, assurance, form, enrolment }) => ({
      method,
      assurance,
      form,
      enrols: enrolment !== undefined,
      ready: enrolment === undefined || confirmed.some((authenticator) => authenticator.method === method),
    })),
    authenticators: confirmed.map(({ id, method, name, createdAt, lastUsedAt }) => ({ id, method, name, createdAt, lastUsedAt })),
    changesBy: confirmed.length === 0 ? null : changePolicyOf(intent, confirmed).methods,
  };
}

/**
 * Begins to enrol the first authenticator of the caller's, where the policy lets them. What is answered may hold a secret and is kept
 * nowhere.
 *
 * @throws {@link AdapterError} `INTENT_METHOD_UNKNOWN`, `AUTHENTICATORS_TOO_MANY`, `ENROLMENT_PROOF_REQUIRED` where they have one
 * already, `ENROLMENT_IDENTITY_REQUIRED` where nobody verified who they are
 */
export async function beginEnrolment(
  context: AdapterContext,
  principal: Principal,
  method: IntentMethod,
  { name }: EnrolmentRequest,
): Promise<EnrolmentView> {
  await assertAuthorized(context, principal, 'intent.enrol', { type: 'person', id: principal.personId });
  const now = context.clock.now();
  await context.store.transaction(
    async (tx) => {
      await readIntentContext(tx, principal, now);
      await findFirstGrounds(context, tx, principal, now);
    },
    { readOnly: true },
  );
  const { authenticator, view } = await openEnrolment(context, principal, { id: newId(), method, name }, now);
  await context.store.transaction((tx) => tx.intents.putAuthenticator(authenticator));
  return view;
}

/** Has the provider begin, and what the server keeps of it. @throws {@link AdapterError} `INTENT_METHOD_UNKNOWN`, `AUTHENTICATORS_TOO_MANY` */
export async function openEnrolment(
  context: AdapterContext,
  principal: Principal,
  { id, method, name }: { readonly id: string; readonly method: IntentMethod; readonly name: string },
  now: Date,
): Promise<{ readonly authenticator: AuthenticatorRecord; readonly view: EnrolmentView }> {
  const enrolment = enrolmentOf(context, method);
  const { tenant, personId } = principal;
  const { person, enrolled, count } = await context.store.transaction(
    async (tx) => ({
      person: await readIntentContext(tx, principal, now),
      enrolled: await readEnrolled(tx, principal, { method }),
      count: (await tx.intents.listAuthenticators(tenant, personId)).filter((row) => isOfUse(row, now)).length,
    }),
    { readOnly: true },
  );
  if (count >= MOST_AUTHENTICATORS || enrolled.length >= mostOf(enrolment)) throw new AdapterError('AUTHENTICATORS_TOO_MANY');
  const { state, show } = await askProvider(() => enrolment.begin({ context: person, id, enrolled }));
  const createdAt = now.toISOString();
  const ends = { confirmedAt: null, lastUsedAt: null, removedAt: null };
  return {
    authenticator: { tenant, id, personId, method, name, state, revision: 1, createdAt, ...ends },
    view: { id, method, expiresAt: new Date(now.getTime() + ACT_LIFETIME_MS).toISOString(), ...show },
  };
}

/**
 * Finishes an enrolment with a first answer. One that no proof stands behind is a first one to its end: it is refused where another has
 * come meanwhile, or the identity does not hold any more.
 *
 * @throws {@link AdapterError} `INTENT_ENROLMENT_NOT_FOUND`, `INTENT_EXPIRED`, `INTENT_CODE_WRONG`, `INTENT_PROOF_INVALID`,
 * `ENROLMENT_PROOF_REQUIRED`, `ENROLMENT_IDENTITY_REQUIRED`, `AUTHENTICATORS_TOO_MANY`, `AUTHENTICATOR_KNOWN`, `PERSON_STOPPED`
 */
export async function confirmEnrolment(
  context: AdapterContext,
  principal: Principal,
  id: string,
  answer: IntentAnswer,
  finish: (tx: StoreTransaction, view: IntentMethodList) => Promise<void>,
): Promise<IntentMethodList> {
  await assertAuthorized(context, principal, 'intent.enrol', { type: 'person', id: principal.personId });
  const now = context.clock.now();
  const { begun, person } = await context.store.transaction(
    async (tx) => ({ begun: await findEnrolment(tx, principal, id, now), person: await readIntentContext(tx, principal, now) }),
    { readOnly: true },
  );
  const enrolment = enrolmentOf(context, begun.method);
  const state = await askProvider(() => enrolment.complete({ context: person, id, state: begun.state, answer }));
  if (state === null) {
    throw new AdapterError(context.intent.providers.get(begun.method)?.form === 'code' ? 'INTENT_CODE_WRONG' : 'INTENT_PROOF_INVALID');
  }
  return context.store.transaction(async (tx) => {
    const current = await findEnrolment(tx, principal, id, now);
    await readIntentContext(tx, principal, now);
    // Several may have been begun side by side, each while there was room.
    const others = await readEnrolled(tx, principal, current);
    if (others.length >= mostOf(enrolment)) throw new AdapterError('AUTHENTICATORS_TOO_MANY');
    const { identify } = enrolment;
    if (identify !== undefined && others.some((other) => identify(other.state) === identify(state)))
      throw new AdapterError('AUTHENTICATOR_KNOWN');
    const act = await tx.intents.findAct(principal.tenant, id);
    const grounds = (act && (await groundsOfAct(act))) ?? (await findFirstGrounds(context, tx, principal, now));
    await tx.intents.putAuthenticator({ ...current, state, revision: current.revision + 1, confirmedAt: now.toISOString() });
    await noteAuthenticator(tx, principal, 'authenticator-added', current, grounds, now);
    const view = await presentMethods(context, tx, principal);
    await finish(tx, view);
    return view;
  });
}

/** Removes an authenticator; what stands behind it was confirmed. @throws {@link AdapterError} `AUTHENTICATOR_NOT_FOUND` */
export async function removeAuthenticator(
  tx: StoreTransaction,
  principal: Principal,
  { id, grounds }: { readonly id: string; readonly grounds: ChangeGrounds },
  now: Date,
): Promise<void> {
  const found = await findOwnAuthenticator(tx, principal, id);
  await tx.intents.putAuthenticator({ ...found, state: null, revision: found.revision + 1, removedAt: now.toISOString() });
  await noteAuthenticator(tx, principal, 'authenticator-removed', found, grounds, now);
}

/** @throws {@link AdapterError} `AUTHENTICATOR_NOT_FOUND` */
export async function findOwnAuthenticator(tx: StoreTransaction, principal: Principal, id: string): Promise<AuthenticatorRecord> {
  const found = await tx.intents.findAuthenticator(principal.tenant, id);
  if (found?.personId !== principal.personId || found.confirmedAt === null || found.removedAt !== null)
    throw new AdapterError('AUTHENTICATOR_NOT_FOUND');
  return found;
}

function enrolmentOf({ intent }: AdapterContext, method: IntentMethod): IntentEnrolment {
  const enrolment = intent.providers.get(method)?.enrolment;
  if (enrolment === undefined) throw new AdapterError('INTENT_METHOD_UNKNOWN');
  return enrolment;
}

async function findEnrolment(tx: StoreTransaction, { tenant, personId }: Principal, id: string, now: Date): Promise<AuthenticatorRecord> {
  const found = await tx.intents.findAuthenticator(tenant, id);
  if (found?.personId !== personId || found.confirmedAt !== null || found.removedAt !== null) {
    throw new AdapterError('INTENT_ENROLMENT_NOT_FOUND');
  }
  if (!isOfUse(found, now)) throw new AdapterError('INTENT_EXPIRED');
  return found;
}

/** How many of one method a person has at a time. */
function mostOf({ most = MOST_AUTHENTICATORS }: IntentEnrolment): number {
  return most;
}

/** Confirmed, or still to be. */
function isOfUse({ confirmedAt, createdAt }: AuthenticatorRecord, now: Date): boolean {
  return confirmedAt !== null || now.getTime() - Date.parse(createdAt) < ACT_LIFETIME_MS;
}

async function noteAuthenticator(
  tx: StoreTransaction,
  { tenant, personId }: Principal,
  type: 'authenticator-added' | 'authenticator-removed',
  { id, method }: AuthenticatorRecord,
  grounds: ChangeGrounds,
  time: Date,
): Promise<void> {
  const body = { authenticatorId: id, method, personId, grounds: { ...grounds } };
  await appendEvent(tx, { tenant, envelopeId: null, sealNumber: null, type, time, actor: personId, body });
}
