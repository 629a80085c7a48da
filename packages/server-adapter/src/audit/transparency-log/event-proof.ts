import { type Bytes, encodeBase64 } from '@sealkit/core/bytes';
import {
  createInclusionProof,
  formatTlogProof,
  isIncluded,
  leafHash,
  logEntryOfEvent,
  parseCheckpoint,
  parseSignedNote,
  verifyCheckpointTimestamp,
} from '@sealkit/core/evidence';
import type { EventProofView } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertAuthorized } from '../../authorization.ts';
import type { AuditEventRecord, LogCheckpointRecord } from '../../storage/records.ts';
import type { Store, StoreTransaction } from '../../storage/store.ts';
import { isSoundEvent } from '../verify-chain.ts';
import { keptLog } from './read-log.ts';
import { storedTiles } from './stored-tiles.ts';

interface StoredProof {
  readonly index: number;
  readonly path: readonly Bytes[];
  readonly checkpoint: LogCheckpointRecord;
}

/**
 * The proof that an event is in the log, for who may read the use log of its seal. What the store holds is verified before it leaves: evidence that fails is not given.
 *
 * @throws {@link AdapterError} `EVENT_NOT_FOUND`, `NOT_AUTHORIZED`, `LOG_NOT_KEPT`, `LOG_INCONSISTENT`
 */
export async function readEventProof(context: AdapterContext, principal: Principal, eventId: string): Promise<EventProofView> {
  keptLog(context);
  const { tenant } = principal;
  const { store } = context;
  const event = await store.transaction((tx) => tx.audit.findEvent(tenant, eventId), { readOnly: true });
  if (event === undefined) throw new AdapterError('EVENT_NOT_FOUND');
  await assertMayRead(context, principal, event);
  return proveEvent(context, event);
}

/**
 * The proof that an event is in the log. An event without a leaf gets one first.
 *
 * @throws {@link AdapterError} `LOG_NOT_KEPT`, `LOG_INCONSISTENT`
 */
export async function proveEvent(context: AdapterContext, event: AuditEventRecord): Promise<EventProofView> {
  const log = keptLog(context);
  const { store } = context;
  let proof = await findEventProof(store, event);
  if (proof === undefined) {
    await log.update(event.tenant);
    proof = await findEventProof(store, event);
  }
  if (proof === undefined) throw new AdapterError('LOG_INCONSISTENT', { values: { event: event.id } });
  return proof;
}

/**
 * The proof as the store has it; undefined where no checkpoint covers the event yet.
 *
 * @throws {@link AdapterError} `LOG_INCONSISTENT`
 */
export async function findEventProof(store: Store, event: AuditEventRecord): Promise<EventProofView | undefined> {
  const proof = await store.transaction((tx) => findProof(tx, event), { readOnly: true });
  if (proof === undefined) return undefined;
  if (!(await isProven(event, proof))) throw new AdapterError('LOG_INCONSISTENT', { values: { event: event.id } });
  const { index, path, checkpoint } = proof;
  return {
    tlogProof: formatTlogProof({ extra: null, index, path, checkpoint: checkpoint.note }),
    eventDigest: event.digest,
    index,
    size: checkpoint.size,
    timestampToken: checkpoint.timestampToken === null ? null : encodeBase64(checkpoint.timestampToken),
  };
}

/** Undefined where no checkpoint covers the event yet. */
async function findProof(tx: StoreTransaction, { tenant, id }: AuditEventRecord): Promise<StoredProof | undefined> {
  const leaf = await tx.log.findLeaf(tenant, id);
  const checkpoint = await tx.log.findLatestCheckpoint(tenant);
  if (leaf === undefined || checkpoint === undefined || checkpoint.size <= leaf.index) return undefined;
  const path = await createInclusionProof(leaf.index, checkpoint.size, storedTiles(tx, tenant));
  return { index: leaf.index, path, checkpoint };
}

async function isProven(event: AuditEventRecord, { index, path, checkpoint }: StoredProof): Promise<boolean> {
  if (!(await isSoundEvent(event))) return false;
  const { size, root } = parseCheckpoint(parseSignedNote(checkpoint.note).text);
  const claim = { leafHash: await leafHash(logEntryOfEvent(event.digest)), index, size, path, root };
  if (size !== checkpoint.size || !(await isIncluded(claim))) return false;
  return checkpoint.timestampToken === null || !('fault' in (await verifyCheckpointTimestamp(checkpoint.note, checkpoint.timestampToken)));
}

async function assertMayRead(context: AdapterContext, principal: Principal, { tenant, sealNumber }: AuditEventRecord): Promise<void> {
  const seal =
    sealNumber === null ? undefined : await context.store.transaction((tx) => tx.register.findSeal(tenant, sealNumber), { readOnly: true });
  await assertAuthorized(
    context,
    principal,
    'use-log.read',
    seal === undefined ? { type: 'tenant' } : { type: 'seal', number: seal.number, organisationId: seal.organisationId },
  );
}
