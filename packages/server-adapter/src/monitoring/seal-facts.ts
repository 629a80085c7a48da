import type { AnomalyRow, AnomalySeverity, AnomalyView } from '@sealkit/core/protocol';
import type { LikeFaceRecord, SealVersionRecord, UseLogRow } from '../storage/records.ts';
import type { MonitoringPolicy } from './monitoring-policy.ts';

/** One row of the use log, as its events say it. */
export interface UseFact {
  readonly id: string;
  readonly time: Date;
  readonly result: UseLogRow['result'];
  readonly personId: string;
  readonly approvers: readonly string[];
  readonly documentClass: string | null;
  readonly client: string | null;
  readonly grantId: string | null;
}

export interface GrantFact {
  readonly id: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly maxUses: number | null;
  readonly usesSoFar: number;
  readonly isWithdrawn: boolean;
  /** The event that gave or last extended it; null where it is not among those that were read. */
  readonly eventId: string | null;
}

export interface VersionFact {
  readonly version: number;
  readonly state: SealVersionRecord['state'];
  readonly like: readonly LikeFaceRecord[];
  readonly isAccepted: boolean;
  /** When and by which event it was made; null where that is not among those that were read. */
  readonly made: { readonly eventId: string; readonly at: Date } | null;
}

/** What the store says of one seal; the rules judge it without asking further. */
export interface SealFacts {
  readonly now: Date;
  /** Oldest first. */
  readonly uses: readonly UseFact[];
  readonly grants: readonly GrantFact[];
  readonly versions: readonly VersionFact[];
}

/** What a rule finds of the seal that it looks at. */
export interface Finding {
  readonly kind: AnomalyView['kind'];
  readonly severity: AnomalySeverity;
  readonly since: Date;
  readonly values: AnomalyView['values'];
  readonly rows: readonly AnomalyRow[];
}

export type Rule = (facts: SealFacts, policy: MonitoringPolicy) => readonly Finding[];

/** Whether the seal was put to use: signed, or so far that it may have been. */
export function isUsed({ result }: UseFact): boolean {
  return result === 'completed' || result === 'interrupted';
}

/** A finding that rows of the use log cause together; none where there are no rows. */
export function findingOfUses(uses: readonly UseFact[], finding: Pick<Finding, 'kind' | 'severity' | 'values'>): readonly Finding[] {
  const [first] = uses;
  if (first === undefined) return [];
  const rows = uses.map(({ id }) => ({ type: 'use', id }) as const);
  return [{ ...finding, since: first.time, values: { ...finding.values, count: uses.length }, rows }];
}
