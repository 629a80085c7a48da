import { hasNoRevocation } from '../../x509/index.ts';
import { answerId, certificateId, type EvidenceId, signatureId, timestampId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { JudgedSigner } from './judged-signer.ts';
import type { JudgingContext } from './judging-context.ts';

export interface LongTermSubject {
  readonly signature: SignatureFacts;
  readonly signer: JudgedSigner;
}

/** What a later validator finds in the file itself: nothing, a proven time, the status of all certificates, a time-stamp over both. */
export type LongTermState = 'none' | 'time' | 'material' | 'archived';

export interface LongTermContext extends JudgingContext {
  readonly signatures: readonly SignatureFacts[];
  /** Whether a time-stamp holds. */
  readonly holds: (id: EvidenceId) => boolean;
}

/**
 * How far a signature can be validated from the file alone.
 *
 * @see ETSI EN 319 142-1 §6.3; ETSI EN 319 122-1 §6.3
 */
export function longTermState({ signature, signer }: LongTermSubject, context: LongTermContext): LongTermState {
  const { existence, signatures, validationTime } = context;
  const index = signatures.indexOf(signature);
  if (existence.timeOf(signatureId(index)) >= validationTime) return 'none';
  const path = signer.path?.fingerprints;
  const stamps = signature.timestamps.filter((_, place) => context.holds(timestampId(index, place)));
  const authorities = stamps
    .filter(({ kind }) => kind === 'signature-time-stamp')
    .every(({ paths }) => paths.paths.some(({ certificates }) => isDocumented(certificates, context)));
  if (path === undefined || !authorities || !isDocumented(path, context)) return 'time';
  return archivingCovers(context).some((covers) => covers.has(signatureId(index)) && isCovered(path, covers, context))
    ? 'archived'
    : 'material';
}

/** The file holds an answer about every certificate below the anchor, but for those of which there is none. */
function isDocumented(path: readonly string[], context: LongTermContext): boolean {
  return belowAnchor(path, context).every((fingerprint) => answersInFile(fingerprint, context).length > 0);
}

function isCovered(path: readonly string[], covers: ReadonlySet<EvidenceId>, context: LongTermContext): boolean {
  return belowAnchor(path, context).every(
    (fingerprint) =>
      covers.has(certificateId(fingerprint)) && answersInFile(fingerprint, context).some((answer) => covers.has(answerId(answer))),
  );
}

function belowAnchor(path: readonly string[], { certificates }: LongTermContext): readonly string[] {
  return path.slice(0, -1).filter((fingerprint) => {
    const certificate = certificates.get(fingerprint);
    return certificate === undefined || !hasNoRevocation(certificate);
  });
}

function answersInFile(fingerprint: string, { revocation }: LongTermContext): readonly string[] {
  return (revocation.get(fingerprint) ?? [])
    .filter(({ source, faults, signature }) => source === 'document' && faults.length === 0 && signature === 'valid')
    .map(({ answer }) => answer);
}

/** What each time-stamp covers that holds and keeps others alive, wherever it lies. */
function archivingCovers({ signatures, holds }: LongTermContext): readonly ReadonlySet<EvidenceId>[] {
  return signatures.flatMap(({ kind, covers, timestamps }, index) => [
    ...(TIMESTAMP_FILES.has(kind) && holds(signatureId(index)) ? [new Set(covers)] : []),
    ...timestamps.flatMap((stamp, place) => (ARCHIVING.has(stamp.kind) && holds(timestampId(index, place)) ? [new Set(stamp.covers)] : [])),
  ]);
}

const ARCHIVING: ReadonlySet<string> = new Set(['archive-time-stamp', 'evidence-record-time-stamp']);
const TIMESTAMP_FILES: ReadonlySet<string> = new Set(['document-time-stamp', 'time-stamp-token']);
