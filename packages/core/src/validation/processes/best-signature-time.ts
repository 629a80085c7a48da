import type { CheckContext } from '../checks/check.ts';
import { signatureId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { SignatureReport } from '../report/report.ts';

export type BestSignatureTime = Pick<SignatureReport, 'bestSignatureTime' | 'bestSignatureTimeSource'>;

/**
 * The earliest time at which the signature is proven to have been there: that of a time-stamp over it, or else the validation time.
 * Of a time-stamp that holds it is the time that it states.
 *
 * @see ETSI EN 319 102-1 §5.5.4
 */
export function bestSignatureTime(signature: SignatureFacts, { existence, signatures, validationTime }: CheckContext): BestSignatureTime {
  const id = signatureId(signatures.indexOf(signature));
  const proven = existence.timeOf(id);
  const stated = signature.statedTime !== null && existence.outcomeOf(id)?.status === 'passed' ? new Date(signature.statedTime) : proven;
  const best = stated < proven ? stated : proven;
  return best < validationTime
    ? { bestSignatureTime: best.toISOString(), bestSignatureTimeSource: 'time-stamp' }
    : { bestSignatureTime: validationTime.toISOString(), bestSignatureTimeSource: 'validation-time' };
}
