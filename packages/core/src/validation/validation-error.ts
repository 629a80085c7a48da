import { SealkitError } from '../errors/index.ts';

export type ValidationErrorCode =
  | 'VALIDATION_FACTS_MALFORMED'
  | 'VALIDATION_TRUST_MALFORMED'
  | 'VALIDATION_CONTENT_NEEDED'
  | 'VALIDATION_REVISION_MISSING'
  | 'VALIDATION_RECEIPT_MALFORMED';

/** Work of validation that could not be done. A signature that is not good is a verdict, never this error. */
export class ValidationError extends SealkitError<ValidationErrorCode> {}
