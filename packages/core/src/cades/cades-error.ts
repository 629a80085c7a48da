import { SealkitError } from '../errors/index.ts';

export type CadesErrorCode =
  | 'CADES_ATTRIBUTE_MALFORMED'
  | 'CADES_ASSERTION_REPEATED'
  | 'CADES_CERTIFICATE_MISSING'
  | 'CADES_TIMESTAMP_UNUSABLE'
  | 'CADES_NO_SIGNATURE'
  | 'CADES_CONTENT_MISSING'
  | 'CADES_CONTENT_DIFFERS'
  | 'CADES_VALIDATION_MATERIAL_MISSING'
  | 'CADES_ARCHIVE_FORM_OLD'
  | 'CADES_EVIDENCE_RECORD_PRESENT'
  | 'CADES_EVIDENCE_RECORD_MALFORMED';

/** Attributes of CAdES that are not what the standard says. */
export class CadesError extends SealkitError<CadesErrorCode> {}
