import type { AuditEventRecord, UseLogRow } from '../storage/records.ts';
import { registerChain } from './audit-event.ts';

/** What the last event of a row makes of its result. */
const RESULT_AFTER: ReadonlyMap<string, UseLogRow['result']> = new Map([
  ['use-prepared', 'awaiting-intent'],
  ['use', 'interrupted'],
  ['use-failed', 'interrupted'],
  ['use-completed', 'completed'],
  ['use-refused', 'refused'],
  ['use-expired', 'refused'],
  ['use-discarded', 'refused'],
]);

/**
 * Whether a row of the use log says something else than the events it stands for. A row is an index of the chain for
 * searching; only the events are evidence.
 */
export function contradictsEvents(row: UseLogRow, events: readonly AuditEventRecord[]): boolean {
  if (events.length === 0 || events.length !== row.eventIds.length) return true;
  return !events.every((event, at) => isEventOfRow(row, event, at));
}

/**
 * Whether a row has this event at this place, and says what it may say of it: seal, envelope and use by every event, the
 * person by the first, time and result by the last.
 */
export function isEventOfRow(row: UseLogRow, event: AuditEventRecord, at: number): boolean {
  const { tenant, eventIds, useId } = row;
  if (eventIds[at] !== event.id || event.sealNumber !== row.sealNumber) return false;
  if (event.chain !== (row.envelopeId ?? registerChain(tenant))) return false;
  if (useId !== null && event.body['useId'] !== useId) return false;
  if (at === 0 && row.personId !== event.actor) return false;
  return at < eventIds.length - 1 || (row.time === event.time && row.result === RESULT_AFTER.get(event.type));
}

/** The row that an event belongs to: of its use, or, for a refused try, its own. Undefined for what is no event of a use. */
export function rowIdOf(event: AuditEventRecord): string | undefined {
  if (!RESULT_AFTER.has(event.type)) return undefined;
  if (event.type === 'use-refused') return event.id;
  const useId = event.body['useId'];
  // What names no use stands for nothing but itself, and no row will be found for it.
  return typeof useId === 'string' ? useId : event.id;
}

/** Whether a row is found under what an event of it says: the texts that a search looks in, and its digests. */
export function isFoundBy(row: UseLogRow, { body, sealNumber }: AuditEventRecord, { isLast, envelopeName }: FoundBy): boolean {
  const texts = [envelopeName, sealNumber, body['originalDigest'], body['permitId'], body['useId'], isLast ? body['refusal'] : undefined];
  const digests = [body['originalDigest'], body['byteRangeDigest'], body['fileDigest']];
  return (
    texts.every((text) => typeof text !== 'string' || row.search.includes(text.toLowerCase())) &&
    digests.every((digest) => typeof digest !== 'string' || row.digests.includes(digest))
  );
}

export interface FoundBy {
  /** Whether it is the last event of the row. */
  readonly isLast: boolean;
  readonly envelopeName: string | undefined;
}
