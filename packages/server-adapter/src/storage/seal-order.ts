import { encodeUtf8 } from '@sealkit/core/bytes';
import type { SealState } from '@sealkit/core/seal';
import type { SealRecord } from './records.ts';
import type { SealPlace } from './store.ts';

/**
 * The order in which a person looks for seals: those in use, those that wait for somebody's work, the suspended ones, drafts, and last
 * those that are no more. The databases hold the same numbers in the generated column `standing`.
 */
const STANDINGS: Readonly<Record<SealState, number>> = {
  active: 0,
  'pending-approval': 1,
  approved: 1,
  produced: 1,
  suspended: 2,
  draft: 3,
  abolished: 4,
};

export function sealPlace({ state, name, number }: Pick<SealRecord, 'state' | 'name' | 'number'>): SealPlace {
  return { standing: STANDINGS[state], name, number };
}

export function comparePlaces(left: SealPlace, right: SealPlace): number {
  return left.standing - right.standing || compareOctets(left.name, right.name) || compareOctets(left.number, right.number);
}

/** Texts as the databases compare them: by their octets in UTF-8. */
function compareOctets(left: string, right: string): number {
  const [a, b] = [encodeUtf8(left), encodeUtf8(right)];
  const at = a.findIndex((octet, index) => octet !== b[index]);
  if (at < 0) return a.length - b.length;
  return (a[at] ?? 0) - (b[at] ?? -1);
}
