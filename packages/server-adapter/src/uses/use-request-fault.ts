import { digestOfFrame, digestOfState, type DocumentFrame } from '@sealkit/core/pades';
import type { HashState } from '@sealkit/core/ports';
import { isHashState, parseDigest } from '@sealkit/core/crypto';
import type { PermitPayload } from '@sealkit/core/seal';
import type { ProblemCode } from '../problem-codes.ts';

/** What signing needs of a document. */
export interface DocumentOfUse {
  readonly frame: DocumentFrame;
  readonly state: HashState;
}

/**
 * Step 3 of explained signing: frame and hash state belong to the very document and frame that the permit names. The
 * first thing that does not fit, or null.
 */
export async function findUseRequestFault({ frame, state }: DocumentOfUse, permit: PermitPayload): Promise<ProblemCode | null> {
  const { algorithm } = parseDigest(permit.document.digest);
  if (frame.algorithm !== algorithm || state.algorithm !== algorithm) return 'ALGORITHM_MISMATCH';
  // Also |tail| = n mod block, and a chaining value of the algorithm's length.
  if (!isHashState(state)) return 'STATE_MALFORMED';
  if (state.length !== permit.document.length || frame.n !== permit.document.length) return 'LENGTH_MISMATCH';
  if ((await digestOfState(state)) !== permit.document.digest) return 'DIGEST_MISMATCH';
  if (frame.digest !== permit.document.digest) return 'FRAME_MISMATCH';
  return (await digestOfFrame(frame)) === permit.frame ? null : 'FRAME_MISMATCH';
}
