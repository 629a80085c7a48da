import type { ChangeFinding, ChangeLevel } from '../../report/report.ts';

/** A later change with what a lock or a certification needs to know of it. */
export interface ChangeFact extends ChangeFinding {
  /** Fully qualified name of the field whose lock forbids the change. */
  readonly field?: string;
  /** First revision that has what was taken away: signatures before it are not concerned. */
  readonly since?: number;
  /** Allowed although the field is locked: flags alone, or a document time-stamp. */
  readonly harmlessWhenLocked?: true;
  /** A new field that shows on a page: allowed after an approval, not after a certification. */
  readonly newVisibleField?: true;
}

const RANKS: Readonly<Record<ChangeLevel, number>> = {
  none: 0,
  'validation-material': 1,
  'form-filling': 2,
  annotations: 3,
  forbidden: 4,
};

export function isLevelWithin(level: ChangeLevel, allowed: ChangeLevel): boolean {
  return RANKS[level] <= RANKS[allowed];
}

export function worstLevel(levels: Iterable<ChangeLevel>): ChangeLevel {
  let worst: ChangeLevel = 'none';
  for (const level of levels) if (RANKS[level] > RANKS[worst]) worst = level;
  return worst;
}
