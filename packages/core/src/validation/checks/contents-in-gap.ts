import { type Check, failed, notApplicable, passed } from './check.ts';

/** What the range leaves out is the hexadecimal string of /Contents and nothing else. */
export const contentsInGap: Check = {
  id: 'fc.contents-in-gap',
  clause: 'ISO 32000-2 §12.8.1',
  group: 'signature',
  run: ({ byteRange, dictionary }) => {
    if (byteRange === null || byteRange.faults.length > 0 || dictionary?.contents !== 'present') return notApplicable('NO_BYTE_RANGE');
    return byteRange.gapIsContents ? passed() : failed('FORMAT_FAILURE', 'GAP_IS_NOT_CONTENTS');
  },
};
