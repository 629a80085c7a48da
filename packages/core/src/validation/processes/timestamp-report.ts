import type { CheckContext, Outcome } from '../checks/check.ts';
import { signatureId, timestampId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { TimestampReport } from '../report/report.ts';
import { summaryOf } from './signature-certificates.ts';

/** The time-stamps inside a signature and the document time-stamps over it, each with how it was judged. */
export function reportTimestamps(signature: SignatureFacts, context: CheckContext): readonly TimestampReport[] {
  const { signatures, existence } = context;
  const index = signatures.indexOf(signature);
  const inside = signature.timestamps.map(({ kind, time, paths }, place): TimestampReport => ({
    kind,
    field: null,
    time,
    authority: paths.certificate === null ? null : summaryOf(paths.certificate, context),
    ...verdictOf(existence.outcomeOf(timestampId(index, place))),
  }));
  const over = signatures.flatMap((other, place): readonly TimestampReport[] => {
    if (other.kind !== 'document-time-stamp' || !other.covers.includes(signatureId(index))) return [];
    const authority = other.paths.certificate === null ? null : summaryOf(other.paths.certificate, context);
    const verdict = verdictOf(existence.outcomeOf(signatureId(place)));
    return [{ kind: 'document-time-stamp', field: other.field, time: other.statedTime, authority, ...verdict }];
  });
  return [...inside, ...over];
}

/** What was not judged is open. */
function verdictOf(outcome: Outcome | undefined): Pick<TimestampReport, 'indication' | 'subIndication' | 'reason'> {
  const { status, subIndication, reason = 'TIMESTAMP_NOT_JUDGED' } = outcome ?? { status: 'not-checked' };
  if (status === 'passed') return { indication: 'PASSED' };
  return {
    indication: status === 'failed' ? 'FAILED' : 'INDETERMINATE',
    ...(subIndication === undefined ? {} : { subIndication }),
    reason,
  };
}
