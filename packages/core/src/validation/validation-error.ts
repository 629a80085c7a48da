import { SealkitError } from '../errors/index.ts';

export type ValidationErrorCode = 'VALIDATION_REVISION_MISSING' | 'VALIDATION_POLICY_MALFORMED';

/** Work of validation that could not be done. A signature that is not good is a verdict, never this error. */
export class ValidationError extends SealkitError<ValidationErrorCode> {}
