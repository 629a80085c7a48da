import { type Check, failed, notApplicable, passed } from './check.ts';
import { contentRuleOf } from '../facts/sub-filters.ts';

export const subFilterKnown: Check = {
  id: 'fc.sub-filter-known',
  clause: 'ISO 32000-2 §12.8.3, §12.8.5',
  group: 'signature',
  run: ({ dictionary, kind }) => {
    if (dictionary === null) return notApplicable('NOT_IN_PDF');
    const values = { subFilter: dictionary.subFilter };
    const rule = contentRuleOf(dictionary.subFilter);
    if (rule === undefined) return failed('FORMAT_FAILURE', 'SUB_FILTER_UNKNOWN', values);
    const isTimestamp = kind === 'document-time-stamp';
    return (rule === 'time-stamp') === isTimestamp ? passed(values) : failed('FORMAT_FAILURE', 'SUB_FILTER_DOES_NOT_MATCH_TYPE', values);
  },
};
