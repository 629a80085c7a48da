import type { CheckContext } from '../checks/check.ts';
import { signatureId, timestampId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult, TimestampReport } from '../report/report.ts';
import { provenAt } from './proven-at.ts';
import { reportPath, summaryOf } from './signature-certificates.ts';

const INDICATIONS = {
  passed: 'PASSED',
  failed: 'FAILED',
  indeterminate: 'INDETERMINATE',
  'not-checked': null,
  'not-applicable': null,
} as const satisfies Record<CheckResult['status'], TimestampReport['indication']>;

/**
 * The time-stamps inside a signature and those over it, itself included where it is one, and those of evidence records beside it,
 * oldest first; unreadable ones come last.
 */
export function reportTimestamps(signature: SignatureFacts, context: CheckContext): readonly TimestampReport[] {
  const { signatures, existence } = context;
  const index = signatures.indexOf(signature);
  const own = signature.timestamps.map(({ kind, time, paths }, place) => ({
    kind,
    time,
    paths,
    field: null,
    id: timestampId(index, place),
  }));
  const over = signatures.flatMap(({ kind, statedTime, paths, field, covers }, place) =>
    (kind === 'document-time-stamp' || kind === 'time-stamp-token') && (place === index || covers.includes(signatureId(index)))
      ? [{ kind, time: statedTime, paths, field, id: signatureId(place) }]
      : [],
  );
  const beside = signatures.flatMap(({ timestamps }, other) =>
    timestamps.flatMap(({ kind, time, paths, covers }, place) =>
      other !== index && covers.includes(signatureId(index)) ? [{ kind, time, paths, field: null, id: timestampId(other, place) }] : [],
    ),
  );
  return [...own, ...over, ...beside].toSorted(oldestFirst).map(({ kind, field, time, paths, id }): TimestampReport => {
    const { status = 'not-checked', subIndication, reason } = existence.outcomeOf(id) ?? {};
    const judged = existence.authorityOf(id);
    return {
      kind,
      field,
      time,
      authority: paths.certificate === null ? null : summaryOf(paths.certificate, context),
      path: judged === undefined ? [] : reportPath({ paths }, judged, context),
      indication: INDICATIONS[status],
      ...(subIndication === undefined ? {} : { subIndication }),
      ...(reason === undefined ? {} : { reason }),
      ...provenAt(id, context),
    };
  });
}

function oldestFirst(left: { readonly time: string | null }, right: { readonly time: string | null }): number {
  const [first, second] = [left, right].map(({ time }) => (time === null ? Number.POSITIVE_INFINITY : Date.parse(time)));
  return first === second ? 0 : (first ?? 0) - (second ?? 0);
}
