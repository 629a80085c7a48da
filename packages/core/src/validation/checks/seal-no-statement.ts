import { type Check, failed, notApplicable, notChecked } from './check.ts';

/** A picture in a signature field without a registered statement is decoration; a copy of a statement's picture is a forgery. */
export const sealNoStatement: Check = {
  id: 'seal.no-statement',
  clause: 'GB/T 38540 §8.2',
  group: 'seal',
  run: ({ seal, assertionFault, drawnFields, widgetNumbers }, { document }) => {
    if (seal !== null || assertionFault !== null) return notApplicable('HAS_STATEMENT');
    if (drawnFields.length === 0) return notApplicable('NOTHING_DRAWN');
    const copied = document.copiedPictures.find(({ object }) => object !== null && widgetNumbers.includes(Number.parseInt(object, 10)));
    if (copied !== undefined) return failed('FORMAT_FAILURE', 'SEAL_PICTURE_COPIED', { seal: copied.seal, page: copied.page });
    return notChecked('PICTURE_WITHOUT_STATEMENT', { fields: drawnFields });
  },
};
