import { SealkitError } from '@sealkit/core/errors';

export type SigningErrorCode =
  | 'PERMIT_DIFFERS'
  | 'PREVIEW_DIFFERS'
  | 'INTENT_MISMATCH'
  | 'RESULT_NOT_VERIFIED'
  | 'RECEIPT_NOT_VERIFIED'
  | 'DOCUMENT_CHANGED';

/** A step of signing found that something is not what it should be: nothing goes on from there. */
export class SigningError extends SealkitError<SigningErrorCode> {}
