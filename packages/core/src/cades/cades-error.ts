import { SealkitError } from '../errors/index.ts';

export type CadesErrorCode =
  | 'CADES_ATTRIBUTE_MALFORMED'
  | 'CADES_ASSERTION_REPEATED'
  | 'CADES_CERTIFICATE_MISSING'
  | 'CADES_TIMESTAMP_UNUSABLE';

/** Attributes of CAdES that are not what the standard says. */
export class CadesError extends SealkitError<CadesErrorCode> {}
