import { type Check, failed, notApplicable, passed } from './check.ts';

/** What a reader finds now is what was signed, under the fields that the signature took. */
export const dictionaryUnchanged: Check = {
  id: 'fc.dictionary-unchanged',
  clause: 'ISO 32000-2 §12.7.5.5',
  group: 'signature',
  run: ({ dictionary, byteRange }) => {
    if (dictionary === null || dictionary.contents !== 'present') return notApplicable('NO_SIGNATURE_VALUE');
    if (dictionary.sameInSignedRevision === null) return notApplicable(byteRange === null ? 'NO_BYTE_RANGE' : 'NO_SIGNED_REVISION');
    if (!dictionary.sameInSignedRevision) return failed('FORMAT_FAILURE', 'SIGNATURE_DICTIONARY_CHANGED');
    if (dictionary.laterFields.length > 0) return failed('FORMAT_FAILURE', 'SIGNATURE_REUSED', { fields: dictionary.laterFields });
    return passed();
  },
};
