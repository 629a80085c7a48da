import { type Check, failed, notApplicable, passed } from './check.ts';

/** A signature dictionary without a value or a range is no signature, whatever else it holds. */
export const signatureDictionaryComplete: Check = {
  id: 'fc.signature-dictionary-complete',
  clause: 'ISO 32000-2 §12.8.1, table 255',
  group: 'signature',
  run: ({ dictionary, byteRange }) => {
    if (dictionary === null) return notApplicable('NOT_IN_PDF');
    if (dictionary.contents !== 'present') return failed('FORMAT_FAILURE', 'CONTENTS_EMPTY', { contents: dictionary.contents });
    return byteRange === null ? failed('FORMAT_FAILURE', 'BYTE_RANGE_MISSING') : passed();
  },
};
