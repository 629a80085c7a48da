import { OIDS, readOctetString } from '@sealkit/core/asn1';
import { type Bytes, equalBytes } from '@sealkit/core/bytes';
import { findSingleValue, parseSignedAttributes } from '@sealkit/core/cms';
import { digestOfJson, digestText, parseDigest } from '@sealkit/core/crypto';
import { finishFileDigest } from '@sealkit/core/pades';
import { nodeDigestEngine } from '../bytes/index.ts';
import { digestOfAct } from '../intent/challenge.ts';
import { isSoundEvent } from '../audit/verify-chain.ts';
import type { AuditEventRecord, CompletedRevision, PreparedRevision, UseRecord, UseStatus } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/**
 * Whether the store holds something else of a use than its events say: somebody wrote into it behind the server's back.
 * Asked before a use is confirmed, signed or answered, so that nothing of the kind is shown, signed or handed out.
 */
export async function isAlteredUse(tx: StoreTransaction, use: UseRecord): Promise<boolean> {
  const events = await readEvents(tx, use);
  const prepared = events?.[0];
  if (events === undefined || prepared === undefined || statusAfter(events) !== use.status) return true;
  try {
    return !(
      (await fitsPreparation(use, prepared)) &&
      (await fitsConfirmation(use, findOfType(events, 'use'))) &&
      (await fitsCompletion(use, findOfType(events, 'use-completed')))
    );
  } catch {
    // Parsing and digesting of what stands there failed: we did not write it.
    return true;
  }
}

/** What events say of a prepared revision: its octets, hole and ranges, under one digest. */
export async function digestOfPrepared({ bytes, stateAtHole, ...prepared }: PreparedRevision): Promise<string> {
  return digestOfJson({ ...prepared, stateAtHole: { ...stateAtHole }, bytes: await digestText('SHA-256', bytes, nodeDigestEngine) });
}

/** The events of a use as its row names them; undefined where one is gone, of something else, or not as it was written. */
async function readEvents(tx: StoreTransaction, use: UseRecord): Promise<readonly AuditEventRecord[] | undefined> {
  const row = await tx.audit.findRow(use.tenant, use.id);
  const events: AuditEventRecord[] = [];
  for (const id of row?.eventIds ?? []) {
    const event = await tx.audit.findEvent(use.tenant, id);
    if (event === undefined || event.body['useId'] !== use.id || !(await isSoundEvent(event))) return undefined;
    if (event.chain !== use.envelopeId || event.sealNumber !== use.sealNumber) return undefined;
    events.push(event);
  }
  return events;
}

function findOfType(events: readonly AuditEventRecord[], type: string): AuditEventRecord | undefined {
  return events.find((event) => event.type === type);
}

/** Where an event brings a use; a key store that fails brings it nowhere. */
const STATUS_AFTER: ReadonlyMap<string, UseStatus> = new Map([
  ['use-prepared', 'awaiting-intent'],
  ['use-expired', 'expired'],
  ['use', 'signing'],
  ['use-completed', 'completed'],
  ['use-discarded', 'discarded'],
]);

function statusAfter(events: readonly AuditEventRecord[]): UseStatus | undefined {
  const last = events.findLast(({ type }) => type !== 'use-failed');
  const status = last && STATUS_AFTER.get(last.type);
  // What was discarded before it was confirmed had consumed nothing.
  return status === 'discarded' && findOfType(events, 'use') === undefined ? 'expired' : status;
}

async function fitsPreparation(use: UseRecord, event: AuditEventRecord): Promise<boolean> {
  const { act, prepared } = use;
  return (
    event.type === 'use-prepared' &&
    event.actor === use.personId &&
    act.person === use.personId &&
    act.messageDigest === prepared.messageDigest &&
    (await digestOfAct(act)) === use.challenge &&
    says(event, {
      permitId: use.permitId,
      permit: act.permit,
      sealVersion: use.sealVersion,
      certificate: act.certificate,
      originalDigest: act.originalDigest,
      byteRangeDigest: prepared.messageDigest,
      signingTime: use.signingTime,
    }) &&
    // Events of earlier versions do not have these two.
    saysIfAny(event, 'challenge', use.challenge) &&
    saysIfAny(event, 'prepared', await digestOfPrepared(prepared))
  );
}

/** A permit is consumed, and a key may sign, where there is the event of it and no other way. */
async function fitsConfirmation(use: UseRecord, event: AuditEventRecord | undefined): Promise<boolean> {
  if (event === undefined) return use.useEvent === null && use.signedAttributes === null;
  if (event.id !== use.useEvent?.id || event.digest !== use.useEvent.digest) return false;
  if (!says(event, { intent: await digestOfJson(use.intent) })) return false;
  return use.signedAttributes === null || isOverDigest(use.signedAttributes, use.prepared.messageDigest);
}

/** What a key signs again after an interruption is about the revision that was confirmed. */
function isOverDigest(signedAttributes: Bytes, messageDigest: string): boolean {
  const value = findSingleValue(parseSignedAttributes(signedAttributes).list, OIDS.messageDigest);
  return value !== undefined && equalBytes(readOctetString(value), parseDigest(messageDigest).value);
}

async function fitsCompletion(use: UseRecord, event: AuditEventRecord | undefined): Promise<boolean> {
  const { completed } = use;
  if (completed === null || event === undefined) return completed === null && event === undefined;
  return says(event, { fileDigest: completed.fileDigest }) && (await isRevisionOf(use, completed, event));
}

async function isRevisionOf({ prepared }: UseRecord, { bytes, fileDigest }: CompletedRevision, event: AuditEventRecord): Promise<boolean> {
  if (event.body['revision'] !== undefined) return says(event, { revision: await digestText('SHA-256', bytes, nodeDigestEngine) });
  // An earlier version said the digest of the whole file alone; the octets before the hole are those that were prepared.
  return (
    equalBytes(bytes.subarray(0, prepared.holeStart), prepared.bytes.subarray(0, prepared.holeStart)) &&
    (await finishFileDigest(prepared.stateAtHole, { ...prepared, bytes })) === fileDigest
  );
}

function says(event: AuditEventRecord, facts: Readonly<Record<string, string | number | null>>): boolean {
  return Object.entries(facts).every(([name, value]) => event.body[name] === value);
}

function saysIfAny(event: AuditEventRecord, name: string, value: string): boolean {
  return event.body[name] === undefined || event.body[name] === value;
}
