import type { AnomalyRow } from '@sealkit/core/protocol';
import type { MonitoringPolicy } from '../monitoring-policy.ts';
import type { GrantFact, Rule, SealFacts } from '../seal-facts.ts';

type GrantTimes = Omit<GrantFact, 'id' | 'eventId'>;

/** A grant in force that has little time or few uses left. */
export const grantLapsing: Rule = (facts, { lapsingMs, lapsingShare }) =>
  facts.grants
    .filter((grant) => isLapsing(grant, facts.now, { lapsingMs, lapsingShare }))
    .map((grant) => ({
      kind: 'grant-lapsing',
      severity: 'notice',
      since: facts.now,
      values: {
        grantId: grant.id,
        validTo: grant.validTo?.toISOString() ?? null,
        usesSoFar: grant.usesSoFar,
        maxUses: grant.maxUses,
      },
      rows: rowsOf(grant, facts, lapsingShare),
    }));

/** Whether a grant is in force, and its time or its uses are nearly over. */
export function isLapsing(
  grant: GrantTimes,
  now: Date,
  { lapsingMs, lapsingShare }: Pick<MonitoringPolicy, 'lapsingMs' | 'lapsingShare'>,
): boolean {
  return isInForce(grant, now) && (endsWithin(grant, now, lapsingMs) || isNearlyUsed(grant, lapsingShare));
}

function isInForce({ validFrom, validTo, maxUses, usesSoFar, isWithdrawn }: GrantTimes, now: Date): boolean {
  return !isWithdrawn && validFrom <= now && (validTo === null || now < validTo) && (maxUses === null || usesSoFar < maxUses);
}

function endsWithin({ validTo }: GrantTimes, now: Date, lapsingMs: number): boolean {
  return validTo !== null && validTo.getTime() - now.getTime() <= lapsingMs;
}

function isNearlyUsed({ maxUses, usesSoFar }: GrantTimes, share: number): boolean {
  return maxUses !== null && usesSoFar >= share * maxUses;
}

/** The event that set its terms, and the uses where those are what it runs out of. */
function rowsOf(grant: GrantFact, { uses }: SealFacts, share: number): readonly AnomalyRow[] {
  const given: readonly AnomalyRow[] = grant.eventId === null ? [] : [{ type: 'event', id: grant.eventId }];
  if (!isNearlyUsed(grant, share)) return given;
  return [...given, ...uses.filter(({ grantId }) => grantId === grant.id).map(({ id }) => ({ type: 'use', id }) as const)];
}
