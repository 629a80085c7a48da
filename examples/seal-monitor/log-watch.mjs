/**
 * Whether the transparency log goes on from where it was seen last. What is kept of it is one signed checkpoint: a log that was
 * written anew, or that shows others another one, cannot prove that it begins with the tree of that checkpoint.
 */
import { equalBytes } from '@sealkit/core/bytes';
import {
  createConsistencyProof,
  EvidenceError,
  formatTilePath,
  isConsistent,
  parseCheckpoint,
  parseSignedNote,
  verifyNote,
} from '@sealkit/core/evidence';

/**
 * Looks once.
 *
 * @param server as of `openServer`.
 * @param key of the log, got from its operator by another way than from the server.
 * @param lastNote the checkpoint that was kept, or null at first.
 * @returns `{ note, fault }`: the checkpoint to keep, and what is wrong, or null. A faulty one is never kept.
 */
export async function watchLog(server, key, lastNote) {
  const note = await server.checkpoint();
  const next = await readCheckpoint(note, key);
  if (next === undefined) return { note: lastNote, fault: { code: 'CHECKPOINT_NOT_OF_THE_LOG' } };
  if (lastNote === null) return { note, fault: null };
  // It was verified before it was kept; the file is the monitor's own.
  const last = parseCheckpoint(parseSignedNote(lastNote).text);
  const sizes = { before: last.size, now: next.size };
  if (next.size < last.size) {
    // An older checkpoint may be a server's cache; one that the log cannot have had may not.
    return { note: lastNote, fault: { code: 'LOG_SHRANK', ...sizes } };
  }
  return (await continues(server, last, next))
    ? { note, fault: null }
    : { note: lastNote, fault: { code: 'LOG_DOES_NOT_CONTINUE', ...sizes } };
}

/** Undefined where it is not a checkpoint that the key signed. */
async function readCheckpoint(note, key) {
  try {
    const signed = parseSignedNote(note);
    const { result } = await verifyNote(signed, key);
    const checkpoint = parseCheckpoint(signed.text);
    return result === 'valid' && checkpoint.origin === key.name ? checkpoint : undefined;
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

async function continues(server, last, next) {
  if (last.size === next.size) return equalBytes(last.root, next.root);
  try {
    const readTile = async (tile) => server.tile(formatTilePath(tile));
    const proof = await createConsistencyProof(last.size, next.size, { readTile });
    return await isConsistent({ first: last, second: next, proof });
  } catch (error) {
    if (error instanceof EvidenceError) return false;
    throw error;
  }
}
