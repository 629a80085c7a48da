import { type Check, failed, notApplicable, passed } from './check.ts';

/** Everything from the first octet to the end of a revision is signed; else part of what is shown is not. */
export const rangeEndsRevision: Check = {
  id: 'fc.range-ends-revision',
  clause: 'ISO 32000-2 §7.5.6, §12.8.1',
  group: 'signature',
  run: ({ byteRange }) => {
    if (byteRange === null || byteRange.faults.length > 0) return notApplicable('NO_BYTE_RANGE');
    if (byteRange.coverage === 'partial') return failed('FORMAT_FAILURE', 'BYTES_NOT_COVERED', { coverage: byteRange.coverage });
    return passed({ coverage: byteRange.coverage, revision: byteRange.revision });
  },
};
