import { type Check, notApplicable, notChecked } from './check.ts';

/** Time-stamps inside the signature are found and read, but not judged yet: they prove no time. */
export const timestampsJudged: Check = {
  id: 'time.signature-time-stamps',
  clause: 'ETSI EN 319 102-1 §5.4',
  group: 'time',
  run: ({ timestamps }) => {
    if (timestamps.length === 0) return notApplicable('NO_TIMESTAMP');
    return notChecked('TIMESTAMP_NOT_JUDGED', { timestamps: timestamps.map(({ kind, time }) => ({ kind, time })) });
  },
};
