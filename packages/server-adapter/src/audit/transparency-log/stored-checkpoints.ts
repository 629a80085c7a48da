import type { Bytes } from '@sealkit/core/bytes';
import {
  type Checkpoint,
  EvidenceError,
  parseCheckpoint,
  parseSignedNote,
  type VerifierKey,
  verifyCheckpointTimestamp,
  verifyNote,
} from '@sealkit/core/evidence';
import type { LogCheckpointRecord } from '../../storage/records.ts';
import type { Store } from '../../storage/store.ts';
import type { LogFault, LogFaultCode } from './log-fault.ts';

const PAGE = 500;

export interface CheckpointCheck {
  readonly key?: VerifierKey;
  /** DER. */
  readonly timestampAnchors?: readonly Bytes[];
}

type CheckpointFault = Extract<LogFaultCode, `CHECKPOINT_${string}`>;

/** Every checkpoint that the store holds, by size, up to the first one that is not what the log signed and the authority stamped. */
export async function readStoredCheckpoints(
  store: Store,
  tenant: string,
  check: CheckpointCheck,
): Promise<{ readonly checkpoints: readonly Checkpoint[]; readonly fault: LogFault | null }> {
  const checkpoints: Checkpoint[] = [];
  for (let from = 0; ;) {
    const page = await store.transaction((tx) => tx.log.listCheckpoints(tenant, from, PAGE), { readOnly: true });
    for (const record of page) {
      const read = await readCheckpoint(record, check);
      if (typeof read === 'string') return { checkpoints, fault: { code: read, at: record.size } };
      checkpoints.push(read);
      from = record.size + 1;
    }
    if (page.length < PAGE) return { checkpoints, fault: null };
  }
}

async function readCheckpoint(
  record: LogCheckpointRecord,
  { key, timestampAnchors }: CheckpointCheck,
): Promise<Checkpoint | CheckpointFault> {
  try {
    const signed = parseSignedNote(record.note);
    const checkpoint = parseCheckpoint(signed.text);
    if (checkpoint.size !== record.size) return 'CHECKPOINT_MALFORMED';
    const isSigned = key === undefined || (checkpoint.origin === key.name && (await verifyNote(signed, key)).result === 'valid');
    if (!isSigned) return 'CHECKPOINT_SIGNATURE_INVALID';
    if (record.timestampToken === null) return checkpoint;
    const check = timestampAnchors === undefined ? {} : { anchors: timestampAnchors };
    const stamp = await verifyCheckpointTimestamp(record.note, record.timestampToken, check);
    return 'fault' in stamp ? 'CHECKPOINT_TIMESTAMP_INVALID' : checkpoint;
  } catch (error) {
    if (error instanceof EvidenceError) return 'CHECKPOINT_MALFORMED';
    throw error;
  }
}
