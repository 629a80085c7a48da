import type { AuthenticatorActRequest, AuthenticatorActView, IntentRequest, IntentView } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertAuthorized } from '../../authorization.ts';
import { newId } from '../../new-id.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { readIntentContext } from '../person-context.ts';
import { beginProof } from '../start-intent.ts';
import { actSubject, readChangePolicy } from './act-subject.ts';
import { type AuthenticatorChange, composeAuthenticatorAct } from './authenticator-act.ts';
import { findOwnAuthenticator } from './enrol.ts';

/**
 * Writes down what a person wants to add or remove, so that they confirm exactly this by what they have.
 *
 * @throws {@link AdapterError} `INTENT_METHOD_UNKNOWN`, `AUTHENTICATOR_NOT_FOUND`, `INTENT_NOT_ENROLLED` where they have nothing to
 * confirm with, `INTENT_POLICY_UNMEETABLE` where what they have is not enough
 */
export async function beginAuthenticatorAct(
  context: AdapterContext,
  principal: Principal,
  request: AuthenticatorActRequest,
  finish: (tx: StoreTransaction, view: AuthenticatorActView) => Promise<void>,
): Promise<AuthenticatorActView> {
  await assertAuthorized(context, principal, 'intent.enrol', { type: 'person', id: principal.personId });
  const now = context.clock.now();
  const id = newId();
  return context.store.transaction(async (tx) => {
    const change = await changeOf(context, tx, principal, { id, request });
    const { methods } = await readChangePolicy(context, tx, principal);
    if (methods.length === 0) throw new AdapterError('INTENT_POLICY_UNMEETABLE');
    const record = await composeAuthenticatorAct(id, await readIntentContext(tx, principal, now), change, request.language);
    await tx.intents.addAct(record);
    const view: AuthenticatorActView = { id, act: record.act, challenge: record.challenge, methods };
    await finish(tx, view);
    return view;
  });
}

async function changeOf(
  { intent }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  { id, request }: { readonly id: string; readonly request: AuthenticatorActRequest },
): Promise<AuthenticatorChange> {
  if (request.action === 'remove') {
    const { method, name } = await findOwnAuthenticator(tx, principal, request.authenticatorId);
    return { action: 'remove-authenticator', authenticatorId: request.authenticatorId, method, name };
  }
  const { method, name } = request;
  if (intent.providers.get(method)?.enrolment === undefined) throw new AdapterError('INTENT_METHOD_UNKNOWN');
  return { action: 'add-authenticator', authenticatorId: id, method, name };
}

/**
 * Starts a proof of intent for an act that waits for one. What went before it for the same act ends.
 *
 * @throws {@link AdapterError} `AUTHENTICATOR_ACT_NOT_FOUND`, `INTENT_SPENT`, `INTENT_EXPIRED`, `INTENT_METHOD_REFUSED`, `INTENT_LOCKED`,
 * `INTENT_RESEND_TOO_SOON`, `INTENT_NO_RECIPIENT`, `INTENT_PROVIDER_FAILED`
 */
export async function startAuthenticatorProof(
  context: AdapterContext,
  principal: Principal,
  { actId, ...request }: IntentRequest & { readonly actId: string },
  finish: (tx: StoreTransaction, view: IntentView) => Promise<void>,
): Promise<IntentView> {
  await assertAuthorized(context, principal, 'intent.enrol', { type: 'person', id: principal.personId });
  return beginProof(context, principal, actSubject(context, actId), request, finish);
}
