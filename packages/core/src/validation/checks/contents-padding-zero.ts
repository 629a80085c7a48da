import { type Check, failed, notApplicable, passed } from './check.ts';

/** Octets in the gap that belong to no signature could be anything; only zeros are allowed. */
export const contentsPaddingZero: Check = {
  id: 'fc.contents-padding-zero',
  clause: 'ISO 32000-2 §12.8.1',
  group: 'signature',
  run: ({ byteRange, cms }) => {
    if (byteRange === null || cms.fault !== null) return notApplicable('NO_SIGNATURE_VALUE');
    return byteRange.paddingIsZero ? passed() : failed('FORMAT_FAILURE', 'PADDING_NOT_ZERO');
  },
};
