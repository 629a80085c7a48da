import { type Check, failed, notApplicable, passed } from './check.ts';

/** Four integers, the first 0, nothing negative, overlapping or beyond the file. */
export const byteRangeConsistent: Check = {
  id: 'fc.byte-range-consistent',
  clause: 'ISO 32000-2 §12.8.1, table 255',
  group: 'signature',
  run: ({ byteRange }) => {
    if (byteRange === null) return notApplicable('NO_BYTE_RANGE');
    const [fault] = byteRange.faults;
    return fault === undefined
      ? passed({ byteRange: byteRange.numbers })
      : failed('FORMAT_FAILURE', fault, { byteRange: byteRange.numbers });
  },
};
