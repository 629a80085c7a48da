import { isSoundEvent } from '../audit/verify-chain.ts';
import type { AuditEventRecord, EnvelopeRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { digestOfEnvelope } from './envelope-facts.ts';

const PAGE = 500;

/**
 * Whether the store holds something else of an envelope than the last event of its life says: somebody wrote into it behind the
 * server's back, or took it back to an earlier state. Nothing is signed in such an envelope.
 */
export async function isAlteredEnvelope(tx: StoreTransaction, envelope: EnvelopeRecord): Promise<boolean> {
  const { tenant, id, eventId } = envelope;
  const event = eventId === null ? undefined : await tx.audit.findEvent(tenant, eventId);
  if (event === undefined) return eventId !== null || !(await isOfEarlierRelease(tx, envelope));
  if (event.chain !== id || !isOfLife(event) || !(await isSoundEvent(event))) return true;
  if (event.body['envelope'] !== (await digestOfEnvelope(envelope))) return true;
  return (await findLifeEvent(tx, envelope, event.sequence)) !== undefined;
}

/** Opened before events said what an envelope is: without parties, and nothing has happened to it. */
async function isOfEarlierRelease(tx: StoreTransaction, envelope: EnvelopeRecord): Promise<boolean> {
  if (envelope.parties.length > 0 || envelope.versions.length > 1 || envelope.state !== 'in-progress') return false;
  const opened = await findLifeEvent(tx, envelope, 0);
  return opened?.body['envelope'] === undefined && (await findLifeEvent(tx, envelope, opened?.sequence ?? 0)) === undefined;
}

/** The first event after a position that is a step in the life of the envelope. */
async function findLifeEvent(tx: StoreTransaction, { tenant, id }: EnvelopeRecord, after: number): Promise<AuditEventRecord | undefined> {
  for (let position = after; ;) {
    const events = await tx.audit.listEvents({ tenant, of: { chain: id }, after: position, limit: PAGE });
    const found = events.find(isOfLife);
    if (found !== undefined || events.length < PAGE) return found;
    position = events.at(-1)?.sequence ?? position;
  }
}

function isOfLife({ type }: AuditEventRecord): boolean {
  return type.startsWith('envelope-');
}
