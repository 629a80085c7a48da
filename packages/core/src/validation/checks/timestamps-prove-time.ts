import { timestampId } from '../facts/evidence-id.ts';
import type { CheckResult } from '../report/report.ts';
import { type Check, notApplicable, notChecked } from './check.ts';

/** Worst first: what is wrong with one is told before what is open with another. */
const ORDER: readonly CheckResult['status'][] = ['failed', 'indeterminate', 'not-checked', 'passed'];

/**
 * Time-stamps among the attributes of the signature. One that proves nothing does not make the signature worse: it counts for
 * nothing, and the level is a lower one.
 */
export const timestampsProveTime: Check = {
  id: 'time.signature-time-stamps',
  clause: 'ETSI EN 319 102-1 §5.4, §5.5.4',
  group: 'time',
  run: (signature, { existence, signatures }) => {
    const judged = signature.timestamps.map((token, place) => ({
      token,
      outcome: existence.outcomeOf(timestampId(signatures.indexOf(signature), place)) ?? notChecked('TIMESTAMP_NOT_JUDGED'),
    }));
    const [worst] = judged.toSorted((left, right) => ORDER.indexOf(left.outcome.status) - ORDER.indexOf(right.outcome.status));
    if (worst === undefined) return notApplicable('NO_TIMESTAMP');
    const values = {
      timestamps: judged.map(({ token: { kind, time }, outcome: { status, reason = null } }) => ({ kind, time, status, reason })),
    };
    return { ...worst.outcome, values };
  },
};
