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

function chainOf(row: UseView): string {
  return row.seal ? `seal ${row.seal.number}` : `envelope ${row.envelope?.id ?? ''}`;
}
