import { faceObjects } from '../appearance/face-objects.ts';
import type { DocumentFrame } from '../document-frame.ts';
import type { SigningAct, SigningRevision } from '../signing-act.ts';
import { composeSigningRevision, type SigningRevisionOptions } from './compose-signing-revision.ts';

/**
 * Writes the revision that a signing act appends to the document of a frame, with a hole for a signature of `holeSize`
 * octets. Pure and deterministic: server, page and verifier write the same octets from the same frame, act and time.
 *
 * @throws {@link PadesError} when the document does not take the act, or frame or act are not what they should be.
 * @see explained signing, rules 1 to 13
 */
export function writeSigningRevision(
  frame: DocumentFrame,
  act: SigningAct,
  time: Date,
  holeSize: number,
  options: SigningRevisionOptions = {},
): SigningRevision {
  const { face } = act;
  const paint = face === null ? undefined : faceObjects.bind(undefined, face);
  return composeSigningRevision(frame, act, time, holeSize, { ...options, paint });
}
