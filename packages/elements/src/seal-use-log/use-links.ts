import type { UseView } from '@sealkit/core/protocol';

/**
 * What the rows themselves prove: each row names the entry before it in its seal's chain. Where the entry before is among
 * the rows, the link is compared; where it is not, nothing is claimed.
 */
export function checkLinks(rows: readonly UseView[]): { readonly checked: number; readonly broken: readonly UseView[] } {
  const bySequence = new Map(rows.map((row) => [`${chainOf(row)}#${row.sequence}`, row]));
  let checked = 0;
  const broken: UseView[] = [];
  for (const row of rows) {
    const before = bySequence.get(`${chainOf(row)}#${row.sequence - 1}`);
    if (!before || before === row) continue;
    checked += 1;
    if (row.previous !== before.event) broken.push(row);
  }
  return { checked, broken };
}

/**
 * The latest refusal of an attempt to go on with a prepared use, by the id of its row: the refused row stands later in the
 * log and names the same permit. A refusal that is not among the rows is not known here.
 */
export function refusalsAfter(rows: readonly UseView[]): ReadonlyMap<string, UseView> {
  const found = new Map<string, UseView>();
  for (const row of rows) {
    if (row.result !== 'awaiting-intent' || row.permitId === null) continue;
    const [latest] = rows
      .filter(({ result, permitId, time }) => result === 'refused' && permitId === row.permitId && time >= row.time)
      .sort((left, right) => right.time.localeCompare(left.time));
    if (latest) found.set(row.id, latest);
  }
  return found;
}

function chainOf(row: UseView): string {
  return row.seal ? `seal ${row.seal.number}` : `envelope ${row.envelope?.id ?? ''}`;
}
