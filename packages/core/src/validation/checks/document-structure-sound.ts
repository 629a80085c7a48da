import { type Check, failed, notApplicable, passed } from './check.ts';

/** A document whose trees run in circles has no one meaning that a signature could cover. */
export const documentStructureSound: Check = {
  id: 'fc.document-structure-sound',
  clause: 'ISO 32000-2 §7.7.3, §14.7.2',
  group: 'document',
  run: ({ dictionary }, { document }) => {
    if (dictionary === null) return notApplicable('NOT_IN_PDF');
    const [fault] = document.structureFaults;
    return fault === undefined ? passed() : failed('FORMAT_FAILURE', fault);
  },
};
