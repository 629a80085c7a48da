import type { DocumentFacts } from '../facts/validation-facts.ts';
import { type Check, failed, notApplicable, passed } from './check.ts';

/** Nothing but the signature's own places shows the picture of its statement. */
export const sealPictureNotCopied: Check<DocumentFacts> = {
  id: 'seal.picture-not-copied',
  clause: 'GB/T 38540 §8.2',
  group: 'seal',
  run: ({ kind, copiedPictures }) => {
    if (kind !== 'pdf') return notApplicable('NOT_A_PDF');
    const [first] = copiedPictures;
    if (first === undefined) return passed();
    const { seal, page, shownBy } = first;
    return failed('FORMAT_FAILURE', 'SEAL_PICTURE_COPIED', { seal, page, shownBy, copies: copiedPictures.length });
  },
};
