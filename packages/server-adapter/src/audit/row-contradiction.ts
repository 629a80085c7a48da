import type { AuditEventRecord, UseLogRow } from '../storage/records.ts';

/** What the last event of a row makes of its result. */
const RESULT_AFTER: Readonly<Record<string, UseLogRow['result']>> = {
  'use-prepared': 'awaiting-intent',
  use: 'interrupted',
  'use-failed': 'interrupted',
  'use-completed': 'completed',
  'use-refused': 'refused',
  'use-expired': 'refused',
  'use-discarded': 'refused',
};

/**
 * Whether a row of the use log says something else than the events it stands for. A row is an index of the chain for
 * searching; only the events are evidence.
 */
export function contradictsEvents(row: UseLogRow, events: readonly AuditEventRecord[]): boolean {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined || events.length !== row.eventIds.length) return true;
  const concerns = ({ body, chain, sealNumber }: AuditEventRecord): boolean =>
    sealNumber === row.sealNumber &&
    (row.envelopeId === null || chain === row.envelopeId) &&
    (row.useId === null || body['useId'] === row.useId);
  return !(events.every(concerns) && row.time === last.time && row.personId === first.actor && row.result === RESULT_AFTER[last.type]);
}
