import { type Check, failed, notApplicable, notChecked, passed } from './check.ts';

/**
 * An embedded evidence record is over the file as it was when the record came. Where it is not, something was changed since it was
 * archived. A record that cannot be read, or of which not all is at hand, proves nothing.
 */
export const evidenceRecordsIntact: Check = {
  id: 'cv.evidence-records-intact',
  clause: 'RFC 4998 §4.3, Appendix A; ETSI TS 119 122-3 §5',
  group: 'signature',
  run: ({ evidenceRecords }) => {
    if (evidenceRecords.length === 0) return notApplicable('NO_EVIDENCE_RECORD');
    const values = {
      records: evidenceRecords.map(({ kind, isOverContainer, unknownDigests }) => ({ kind, isOverContainer, unknownDigests })),
    };
    if (evidenceRecords.some(({ isOverContainer }) => isOverContainer === false))
      return failed('HASH_FAILURE', 'EVIDENCE_RECORD_OVER_SOMETHING_ELSE', values);
    if (evidenceRecords.some(({ fault }) => fault !== null)) return notChecked('EVIDENCE_RECORD_UNREADABLE', values);
    if (evidenceRecords.some(({ isOverContainer }) => isOverContainer === null)) return notChecked('EVIDENCE_RECORD_NOT_JUDGED', values);
    return passed(values);
  },
};
