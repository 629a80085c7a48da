import type { Bytes } from '../../bytes/index.ts';
import { formatDigest, resumeDigest } from '../../crypto/index.ts';
import type { HashState } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import type { SigningRevision } from '../signing-act.ts';

/** Where the hole lies in a revision. */
export type RevisionHole = Pick<SigningRevision, 'bytes' | 'holeStart' | 'holeEnd'>;

/** What the digest over a byte range is continued from and to. */
export interface RevisionDigest {
  /** Digest over the byte range. */
  readonly value: Bytes;
  /** The same as `sha256:<hex>`. */
  readonly text: string;
  /** The state after original and revision up to the hole, from which the digest of the finished file follows. */
  readonly stateAtHole: HashState;
}

/**
 * The digest over the byte range of a signature: the state of the original, continued over the revision without its hole
 * (explained signing, step 5).
 *
 * @throws {@link PadesError} `PADES_STATE_MISMATCH` when the state is not that of a document of `originalLength` octets.
 */
export async function digestRevision(stateOfOriginal: HashState, originalLength: number, revision: RevisionHole): Promise<RevisionDigest> {
  if (stateOfOriginal.length !== originalLength)
    throw new PadesError(
      'PADES_STATE_MISMATCH',
      `expected the state after ${originalLength} octets, got one after ${stateOfOriginal.length}`,
    );
  const digest = resumeDigest(stateOfOriginal);
  digest.update(revision.bytes.subarray(0, revision.holeStart));
  const stateAtHole = digest.exportState();
  digest.update(revision.bytes.subarray(revision.holeEnd));
  const value = await digest.digest();
  return { value, text: formatDigest(stateOfOriginal.algorithm, value), stateAtHole };
}

/**
 * The digest of the original that a state belongs to, as `sha256:<hex>` (explained signing, step 3).
 */
export async function digestOfState(stateOfOriginal: HashState): Promise<string> {
  return formatDigest(stateOfOriginal.algorithm, await resumeDigest(stateOfOriginal).digest());
}

/** The digest of the finished file, from the state at the hole and the revision with its hole filled (step 8). */
export async function finishFileDigest(stateAtHole: HashState, finished: RevisionHole): Promise<string> {
  const digest = resumeDigest(stateAtHole);
  digest.update(finished.bytes.subarray(finished.holeStart));
  return formatDigest(stateAtHole.algorithm, await digest.digest());
}

/**
 * The revision with the signature in its hole: upper-case hexadecimal, zero octets behind it (rule 8). The revision given
 * stays as it is.
 *
 * @throws {@link PadesError} `PADES_HOLE_TOO_SMALL`
 */
export function fillHole(revision: RevisionHole, cms: Uint8Array): Bytes {
  const room = (revision.holeEnd - revision.holeStart - 2) / 2;
  if (cms.length > room)
    throw new PadesError('PADES_HOLE_TOO_SMALL', `expected a signature of at most ${room} octets, got ${cms.length}`, {
      facts: { room, needed: cms.length },
    });
  const filled = new Uint8Array(revision.bytes);
  let at = revision.holeStart + 1;
  for (let index = 0; index < cms.length; index += 1) {
    const octet = cms[index] ?? 0;
    filled[at++] = upperHexDigit(octet >> 4);
    filled[at++] = upperHexDigit(octet & 15);
  }
  return filled;
}

function upperHexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value;
}
