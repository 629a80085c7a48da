import { type Checkpoint, EvidenceError, parseCheckpoint, parseSignedNote, type VerifierKey, verifyNote } from '@sealkit/core/evidence';
import type { LogCheckpointRecord } from '../../storage/records.ts';
import type { Store } from '../../storage/store.ts';
import type { LogFault } from './log-fault.ts';

const PAGE = 500;

/** Every checkpoint that the store holds, by size, up to the first one that is not what the log signed. */
export async function readStoredCheckpoints(
  store: Store,
  tenant: string,
  key: VerifierKey | undefined,
): Promise<{ readonly checkpoints: readonly Checkpoint[]; readonly fault: LogFault | null }> {
  const checkpoints: Checkpoint[] = [];
  for (let from = 0; ;) {
    const page = await store.transaction((tx) => tx.log.listCheckpoints(tenant, from, PAGE));
    for (const record of page) {
      const read = await readCheckpoint(record, key);
      if (typeof read === 'string') return { checkpoints, fault: { code: read, at: record.size } };
      checkpoints.push(read);
      from = record.size + 1;
    }
    if (page.length < PAGE) return { checkpoints, fault: null };
  }
}

async function readCheckpoint(
  { note, size }: LogCheckpointRecord,
  key: VerifierKey | undefined,
): Promise<Checkpoint | 'CHECKPOINT_MALFORMED' | 'CHECKPOINT_SIGNATURE_INVALID'> {
  try {
    const signed = parseSignedNote(note);
    const checkpoint = parseCheckpoint(signed.text);
    if (checkpoint.size !== size) return 'CHECKPOINT_MALFORMED';
    if (key === undefined) return checkpoint;
    const isSigned = checkpoint.origin === key.name && (await verifyNote(signed, key)).result === 'valid';
    return isSigned ? checkpoint : 'CHECKPOINT_SIGNATURE_INVALID';
  } catch (error) {
    if (error instanceof EvidenceError) return 'CHECKPOINT_MALFORMED';
    throw error;
  }
}
