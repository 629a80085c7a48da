import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';

/** Every place of the signature shows the statement's picture and nothing else. */
export const sealPictureEqual: Check = {
  id: 'seal.picture-equal',
  clause: 'GB/T 38540 §8.2; explained signing, rule 6',
  group: 'seal',
  run: ({ seal }) => {
    if (seal === null || seal.statement === null) return notApplicable('NO_STATEMENT');
    const different = seal.places.find(({ picture }) => picture === 'different');
    if (different !== undefined) {
      return failed('FORMAT_FAILURE', different.reason ?? 'PICTURE_DIFFERS', { field: different.field, page: different.page });
    }
    if (seal.places.length === 0) return failed('FORMAT_FAILURE', 'NO_PLACE');
    const open = seal.places.find(({ picture }) => picture === 'not-checked');
    if (open !== undefined) return indeterminate('SIG_CONSTRAINTS_FAILURE', open.reason ?? 'PICTURE_NOT_COMPARED', { field: open.field });
    return passed({ places: seal.places.length });
  },
};
