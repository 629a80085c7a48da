import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** What the author of the form requires of a signature in this field. */
export const seedValuesHonoured: Check = {
  id: 'sav.seed-values-honoured',
  clause: 'ISO 32000-2 §12.7.5.5, tables 237 to 239',
  group: 'signature',
  run: ({ dictionary, seedValueFaults }) => {
    if (dictionary === null) return notApplicable('NOT_IN_PDF');
    const [fault] = seedValueFaults;
    return fault === undefined ? passed() : indeterminate('SIG_CONSTRAINTS_FAILURE', fault, { faults: seedValueFaults });
  },
};
