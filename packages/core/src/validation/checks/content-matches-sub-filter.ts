import { type Check, failed, notApplicable, passed } from './check.ts';
import { contentRuleOf } from '../facts/sub-filters.ts';

const ID_DATA = '1.2.840.113549.1.7.1';
const ID_TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** Detached means no content inside; a document time-stamp holds a TSTInfo. */
export const contentMatchesSubFilter: Check = {
  id: 'fc.content-matches-sub-filter',
  clause: 'ISO 32000-2 §12.8.3.3, §12.8.5; ETSI EN 319 142-1 §5.3',
  group: 'signature',
  run: ({ cms, dictionary }) => {
    const rule = contentRuleOf(dictionary?.subFilter ?? null);
    if (rule === undefined || cms.fault !== null) return notApplicable('NO_SIGNATURE_VALUE');
    const values = { subFilter: dictionary?.subFilter ?? null, contentType: cms.contentType };
    if (cms.encapsulated !== (rule !== 'detached'))
      return failed('FORMAT_FAILURE', cms.encapsulated ? 'CONTENT_INSIDE' : 'CONTENT_MISSING', values);
    const expected = rule === 'time-stamp' ? ID_TST_INFO : ID_DATA;
    return cms.contentType === expected ? passed() : failed('FORMAT_FAILURE', 'CONTENT_TYPE_UNEXPECTED', values);
  },
};
