import { findingOfUses, isUsed, type Rule, type UseFact } from '../seal-facts.ts';

/** Many uses, or many refusals, of one seal in little time. */
export const burst: Rule = ({ uses }, { burst: { withinMs, uses: mostUses, refusals } }) => [
  ...burstsOf(uses.filter(isUsed), mostUses, withinMs).flatMap((rows) =>
    findingOfUses(rows, { kind: 'burst', severity: 'warning', values: { of: 'uses', minutes: withinMs / 60_000 } }),
  ),
  ...burstsOf(
    uses.filter(({ result }) => result === 'refused'),
    refusals,
    withinMs,
  ).flatMap((rows) => findingOfUses(rows, { kind: 'burst', severity: 'alarm', values: { of: 'refusals', minutes: withinMs / 60_000 } })),
];

/** Runs of rows in which every row is one of at least `count` within the time; runs that overlap are one. */
function burstsOf(rows: readonly UseFact[], count: number, withinMs: number): readonly (readonly UseFact[])[] {
  const runs: { from: number; to: number }[] = [];
  for (let to = count - 1; to < rows.length; to += 1) {
    const from = to - count + 1;
    if (timeAt(rows, to) - timeAt(rows, from) >= withinMs) continue;
    const last = runs.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else runs.push({ from, to });
  }
  return runs.map(({ from, to }) => rows.slice(from, to + 1));
}

function timeAt(rows: readonly UseFact[], at: number): number {
  return rows[at]?.time.getTime() ?? Number.NaN;
}
