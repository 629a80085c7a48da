import { decodeLatin1, encodeBase64 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { type SignatureFace, assertExplainedFrame, digestRevision, writeSigningRevision } from '@sealkit/core/pades';
import { PortError } from '@sealkit/core/ports';
import { signingActFromPermit } from '@sealkit/core/seal';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import type { PermitGrounds } from '../permits/permit-grounds.ts';
import type { PreparedRevision, SealVersionRecord } from '../storage/records.ts';
import { asksForCommitment, estimateSignatureSize } from './signed-parts.ts';
import type { DocumentOfUse } from './use-request-fault.ts';

/**
 * Steps 4 and 5 of explained signing: the server writes the revision itself, from the frame, the permit and its own time,
 * and continues the digest of the original over it. The state of the original goes no further than this function.
 *
 * @throws {@link AdapterError} `DOCUMENT_REFUSED` with the reason for what this mode does not sign.
 */
export async function prepareRevision(
  context: AdapterContext,
  grounds: PermitGrounds,
  { frame, state }: DocumentOfUse,
  time: Date,
): Promise<PreparedRevision> {
  const { permit, sealed, credential } = grounds;
  if (credential.algorithm.digest !== frame.algorithm) throw new AdapterError('ALGORITHM_MISMATCH');
  const holeSize = await estimateSignatureSize(
    { credential, statement: sealed?.version.statement ?? null, permit: permit.compact, commitment: asksForCommitment(permit) },
    context.registerSigner,
  );
  try {
    // Whoever holds the document need not ask whether there can be such a one.
    if (permit.payload.frameMode === undefined) assertExplainedFrame(frame, state);
    const act = await signingActFromPermit({
      permit: permit.payload,
      compact: permit.compact,
      frameDigest: permit.payload.frame,
      face: sealed && faceOf(sealed.version),
    });
    const revision = writeSigningRevision(frame, act, time, holeSize);
    if (revision.bytes.length > context.policy.maxRevisionLength) throw new AdapterError('REVISION_TOO_LARGE');
    const digest = await digestRevision(state, frame.n, revision);
    return { ...revision, messageDigest: digest.text, stateAtHole: digest.stateAtHole };
  } catch (cause) {
    throw toRefusal(cause);
  }
}

/** What core refuses by name about this document is a refusal with that name; anything else is a failure of ours. */
export function toRefusal(cause: unknown): unknown {
  if (!(cause instanceof SealkitError) || cause instanceof AdapterError || cause instanceof PortError) return cause;
  return new AdapterError('DOCUMENT_REFUSED', { values: { reason: cause.code }, cause });
}

function faceOf({ face, widthUm, heightUm }: SealVersionRecord): SignatureFace {
  return face.type === 'SVG'
    ? { kind: 'vector', svg: decodeLatin1(face.bytes) }
    : { kind: 'raster', format: 'png', base64: encodeBase64(face.bytes), widthUm, heightUm };
}
