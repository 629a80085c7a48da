import type { JsonValue } from '@sealkit/core/bytes';
import { assertEnvelopeTransition } from '@sealkit/core/seal';
import { AdapterError } from '../adapter-error.ts';
import { type AuditEventType, appendEvent } from '../audit/audit-event.ts';
import type { AuditEventRecord, EnvelopeRecord } from '../storage/records.ts';
import { StoreError } from '../storage/store-error.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { digestOfEnvelope, waitingTokens } from './envelope-facts.ts';

export type EnvelopeEventType = Extract<AuditEventType, `envelope-${string}`>;

export interface EnvelopeEvent {
  readonly type: EnvelopeEventType;
  readonly actor: string;
  readonly body: { readonly [name: string]: JsonValue };
}

type Changes = Partial<Pick<EnvelopeRecord, 'state' | 'ended' | 'versions' | 'claim' | 'remindedAt' | 'documentStoredAt'>>;

/**
 * Writes the next revision of an envelope with its events, of which each says the digest of the whole: one step of its life, or none.
 * Compare-and-set on the revision that was read.
 *
 * @throws {@link AdapterError} `ENVELOPE_CHANGED` where another revision was written meanwhile
 */
export async function changeEnvelope(
  tx: StoreTransaction,
  before: EnvelopeRecord,
  changes: Changes,
  [first, ...more]: readonly [EnvelopeEvent, ...EnvelopeEvent[]],
  now: Date,
): Promise<{ readonly envelope: EnvelopeRecord; readonly event: AuditEventRecord }> {
  const state = changes.state ?? before.state;
  if (state !== before.state) assertEnvelopeTransition(before.state, state, changes.ended?.reason ?? '');
  const changed: EnvelopeRecord = {
    ...before,
    ...changes,
    stateSince: state === before.state ? before.stateSince : now.toISOString(),
    revision: before.revision + 1,
  };
  const next: EnvelopeRecord = { ...changed, waitingFor: waitingTokens(changed) };
  let event = await appendEnvelopeEvent(tx, next, first, now);
  for (const another of more) event = await appendEnvelopeEvent(tx, next, another, now);
  const envelope: EnvelopeRecord = { ...next, eventId: event.id };
  await updateEnvelope(tx, envelope);
  return { envelope, event };
}

/** An event of an envelope that is, from now on, as the record says. */
export async function appendEnvelopeEvent(
  tx: StoreTransaction,
  envelope: EnvelopeRecord,
  { type, actor, body }: EnvelopeEvent,
  time: Date,
): Promise<AuditEventRecord> {
  const { tenant, id, state, revision } = envelope;
  const says = { state, revision, envelope: await digestOfEnvelope(envelope) };
  return appendEvent(tx, { tenant, envelopeId: id, sealNumber: null, type, time, actor, body: { ...body, ...says } });
}

/** @throws {@link AdapterError} `ENVELOPE_CHANGED` */
export async function updateEnvelope(tx: StoreTransaction, envelope: EnvelopeRecord): Promise<void> {
  try {
    await tx.envelopes.update(envelope);
  } catch (cause) {
    const lost = cause instanceof StoreError && (cause.constraint === 'envelope-revision' || cause.constraint === 'version-position');
    throw lost ? new AdapterError('ENVELOPE_CHANGED', { cause }) : cause;
  }
}
