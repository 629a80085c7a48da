import type { SignedData } from '../cms/index.ts';

/** archive-time-stamp of CAdES before 2012 and archive-time-stamp-v2 (ETSI TS 101 733, §6.4). */
export const OLD_ARCHIVE_TIMESTAMPS: readonly string[] = ['1.2.840.113549.1.9.16.2.27', '1.2.840.113549.1.9.16.2.48'];
/** long-term-validation (ETSI TS 101 733 V2.1.1, §6.4.2). */
const LONG_TERM_VALIDATION = '0.4.0.1733.2.2';
const OLD_FORMS: readonly string[] = [...OLD_ARCHIVE_TIMESTAMPS, LONG_TERM_VALIDATION];

/** Whether an archive form is in whose imprint goes over the whole fields `certificates` and `crls`: nothing may be added there. */
export function hasOldArchiveForm({ signerInfos }: SignedData): boolean {
  return signerInfos.some(({ unsignedAttributes }) => unsignedAttributes.some(({ type }) => OLD_FORMS.includes(type)));
}

/** internal-evidence-record (RFC 4998 Appendix A). */
export const INTERNAL_EVIDENCE_RECORD = '1.2.840.113549.1.9.16.2.49';
/** external-evidence-record: over the content too, which lies outside (RFC 4998 Appendix A). */
export const EXTERNAL_EVIDENCE_RECORD = '1.2.840.113549.1.9.16.2.50';
const EVIDENCE_RECORDS: readonly string[] = [INTERNAL_EVIDENCE_RECORD, EXTERNAL_EVIDENCE_RECORD];

/** Whether an evidence record is embedded: it covers all other octets of the SignedData, so that nothing may be added at all. */
export function hasEvidenceRecord({ signerInfos }: SignedData): boolean {
  return signerInfos.some(({ unsignedAttributes }) => unsignedAttributes.some(({ type }) => EVIDENCE_RECORDS.includes(type)));
}
