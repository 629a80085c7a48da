import type { IntentPolicy } from '@sealkit/core/protocol';
import { appendEvent } from '../audit/audit-event.ts';
import type { ChangeGrounds } from '../intent/authenticators/change-grounds.ts';
import { OPEN_INTENT_POLICY } from '../intent/intent-config.ts';
import { sealSubject } from '../intent/intent-policy.ts';
import { accountSubject } from '../intent/start-intent.ts';
import { systemClock } from '../system-clock.ts';
import type { Registration } from './registration.ts';

/** What every use of a seal asks of whoever confirms it, from now on; permits that were issued keep what they say. */
export function setSealIntentPolicy(
  registration: Registration,
  { tenant, sealNumber, policy }: { readonly tenant: string; readonly sealNumber: string; readonly policy: Partial<IntentPolicy> },
): Promise<void> {
  const now = (registration.clock ?? systemClock).now();
  return registration.store.transaction(async (tx) => {
    if ((await tx.register.findSeal(tenant, sealNumber)) === undefined) {
      throw new TypeError(`sealNumber: expected a registered seal, got ${sealNumber}`);
    }
    const whole = { ...OPEN_INTENT_POLICY, ...policy };
    const { actor } = registration;
    await tx.intents.putPolicy({ tenant, subject: sealSubject(sealNumber), policy: whole, setAt: now.toISOString(), setBy: actor });
    await appendEvent(tx, {
      tenant,
      envelopeId: null,
      sealNumber,
      type: 'intent-policy-set',
      time: now,
      actor,
      body: { policy: { ...whole } },
    });
  });
}

/** Lets an account give answers again that gave too many wrong ones. Nothing else does, and no new code. */
export function forgiveIntentFailures(
  registration: Registration,
  { tenant, personId }: { readonly tenant: string; readonly personId: string },
): Promise<void> {
  const now = (registration.clock ?? systemClock).now();
  return registration.store.transaction(async (tx) => {
    const count = await tx.intents.findCount(tenant, accountSubject(personId));
    await tx.intents.putCount({ tenant, subject: accountSubject(personId), total: 0, times: [] });
    const body = { personId, failures: count?.total ?? 0 };
    await appendEvent(tx, {
      tenant,
      envelopeId: null,
      sealNumber: null,
      type: 'intent-failures-forgiven',
      time: now,
      actor: registration.actor,
      body,
    });
  });
}

/**
 * Takes away all that a person confirms with, for one who lost it: what they enrol next is a first authenticator again. The host makes
 * sure, by means of its own, that it is this person who asks. What was begun to be enrolled ends as well.
 */
export function withdrawAuthenticators(
  registration: Registration,
  { tenant, personId }: { readonly tenant: string; readonly personId: string },
): Promise<void> {
  const now = (registration.clock ?? systemClock).now();
  return registration.store.transaction(async (tx) => {
    for (const authenticator of await tx.intents.listAuthenticators(tenant, personId)) {
      const removedAt = now.toISOString();
      await tx.intents.putAuthenticator({ ...authenticator, state: null, revision: authenticator.revision + 1, removedAt });
      if (authenticator.confirmedAt === null) continue;
      const { id, method } = authenticator;
      const grounds: ChangeGrounds = { by: 'host' };
      const event = { tenant, envelopeId: null, sealNumber: null, type: 'authenticator-removed', time: now } as const;
      await appendEvent(tx, {
        ...event,
        actor: registration.actor,
        body: { authenticatorId: id, method, personId, grounds: { ...grounds } },
      });
    }
  });
}
