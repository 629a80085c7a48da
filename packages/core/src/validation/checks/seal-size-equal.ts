import { type Check, failed, notApplicable, passed } from './check.ts';

/** A seal has one size; slices of a straddle seal show part of it at that size. */
export const sealSizeEqual: Check = {
  id: 'seal.size-equal',
  clause: 'GB/T 38540 §6.1.4, picture width and height',
  group: 'seal',
  run: ({ seal }) => {
    if (seal === null || seal.statement === null) return notApplicable('NO_STATEMENT');
    const { widthUm, heightUm } = seal.statement;
    const wrong = seal.places.find(({ picture, sizeEqual }) => picture === 'equal' && sizeEqual !== true);
    if (wrong === undefined) return passed({ widthUm, heightUm });
    return failed('FORMAT_FAILURE', 'SIZE_DIFFERS', { field: wrong.field, page: wrong.page, widthUm, heightUm });
  },
};
