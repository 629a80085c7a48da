import type { IntentPolicy, SealIntentPolicyRequest, SealIntentPolicyView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import { permitIntentPolicy, sealSubject, strictestPolicy } from '../intent/intent-policy.ts';
import type { IntentPolicyRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { findSeal, sealResource } from './seals.ts';

/** What each use of a seal asks of whoever confirms it, and what could be asked for here. */
export async function readSealIntentPolicy(context: AdapterContext, principal: Principal, number: string): Promise<SealIntentPolicyView> {
  const { tenant } = principal;
  const { seal, record } = await context.store.transaction(
    async (tx) => ({ seal: await findSeal(tx, tenant, number), record: await tx.intents.findPolicy(tenant, sealSubject(number)) }),
    { readOnly: true },
  );
  await assertAuthorized(context, principal, 'seal.read', sealResource(seal));
  return presentPolicy(context, record, await isAuthorized(context, principal, 'seal.policy', sealResource(seal)));
}

/**
 * Sets what each use of a seal asks for, from now on; permits that were issued keep what they say.
 *
 * @throws {@link AdapterError} `INTENT_POLICY_UNMEETABLE` where nothing that is offered here would do
 */
export async function changeSealIntentPolicy(
  context: AdapterContext,
  principal: Principal,
  number: string,
  { policy, reason }: SealIntentPolicyRequest,
  finish: (tx: StoreTransaction, view: SealIntentPolicyView) => Promise<void>,
): Promise<SealIntentPolicyView> {
  const { tenant, personId } = principal;
  const found = await context.store.transaction((tx) => findSeal(tx, tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.policy', sealResource(found));
  assertMeetable(context, policy);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const seal = await findSeal(tx, tenant, number);
    if (seal.state === 'abolished') throw new AdapterError('SEAL_ABOLISHED');
    const record = { tenant, subject: sealSubject(number), policy, setAt: now.toISOString(), setBy: personId };
    const before = await tx.intents.findPolicy(tenant, record.subject);
    await tx.intents.putPolicy(record);
    await appendEvent(tx, {
      tenant,
      envelopeId: null,
      sealNumber: number,
      type: 'intent-policy-set',
      time: now,
      actor: personId,
      body: {
        policy: { ...policy },
        before: before === undefined ? null : { ...before.policy },
        reason: await keepPersonalValue(tx, principal, reason, now),
      },
    });
    const view = presentPolicy(context, record, true);
    await finish(tx, view);
    return view;
  });
}

function assertMeetable({ intent }: AdapterContext, policy: IntentPolicy): void {
  const together = strictestPolicy(intent.policy, policy);
  if (permitIntentPolicy(together, intent.providers.values()).methods.length === 0) throw new AdapterError('INTENT_POLICY_UNMEETABLE');
}

function presentPolicy({ intent }: AdapterContext, record: IntentPolicyRecord | undefined, mayChange: boolean): SealIntentPolicyView {
  return {
    policy: record?.policy ?? null,
    setAt: record?.setAt ?? null,
    demanded: record === undefined ? intent.policy : strictestPolicy(intent.policy, record.policy),
    offered: [
      { method: 'confirm', assurance: 0 },
      ...[...intent.providers.values()].map(({ method, assurance }) => ({ method, assurance })),
    ],
    mayChange,
  };
}
