import type { CheckContext } from '../checks/check.ts';
import { judgeTimestamp } from '../checks/timestamp-judgement.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { SignatureReport } from '../report/report.ts';
import type { JudgedSignature } from './signature-validation.ts';

export type BestSignatureTime = Pick<SignatureReport, 'bestSignatureTime' | 'bestSignatureTimeSource'>;

/** A signature with its judgement. */
export interface JudgedFacts {
  readonly signature: SignatureFacts;
  readonly judgement: JudgedSignature;
}

/**
 * The earliest time at which the signature is proven to have been there: that of a time-stamp of its own, of a document
 * time-stamp over its revision, or else the validation time. Of a time-stamp itself it is the time that it states.
 *
 * @see ETSI EN 319 102-1 §5.5.4
 */
export function bestSignatureTime({ signature }: JudgedFacts, all: readonly JudgedFacts[], context: CheckContext): BestSignatureTime {
  const own = signature.timestamps.filter(
    (token) => token.kind === 'signature-time-stamp' && judgeTimestamp(token, context).status === 'passed',
  );
  const over = all.filter((other) => isProofOf(other, signature));
  const times = [...own.map(({ time }) => time), ...over.map((other) => other.signature.statedTime)].filter((time) => time !== null);
  const [earliest] = times.toSorted();
  return earliest === undefined
    ? { bestSignatureTime: context.validationTime.toISOString(), bestSignatureTimeSource: 'validation-time' }
    : { bestSignatureTime: earliest, bestSignatureTimeSource: 'time-stamp' };
}

/** A genuine document time-stamp over the revision that the signature ends, or the time-stamp that is asked for itself. */
function isProofOf(other: JudgedFacts, signature: SignatureFacts): boolean {
  if (other.judgement.verdict.indication !== 'TOTAL-PASSED' || other.signature.statedTime === null) return false;
  if (other.signature === signature) return true;
  const [revision, covered] = [signature.byteRange?.revision ?? null, other.signature.byteRange?.revision ?? null];
  return other.signature.kind === 'document-time-stamp' && revision !== null && covered !== null && covered > revision;
}
