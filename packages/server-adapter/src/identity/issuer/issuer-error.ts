import { PortError } from '@sealkit/core/ports';

export type IssuerErrorCode =
  | 'ISSUER_REQUEST_MALFORMED'
  | 'ISSUER_REQUEST_NOT_SIGNED'
  | 'ISSUER_RESUME_UNKNOWN'
  | 'ISSUER_UNREACHABLE'
  | 'ISSUER_UNAVAILABLE'
  | 'ISSUER_ACCESS_DENIED'
  | 'ISSUER_ANSWER_MALFORMED'
  /** The answer is not protected by whom it should be from. */
  | 'ISSUER_ANSWER_NOT_AUTHENTIC'
  /** The certificate that came is not of the ordered key, or not below it whoever was expected. */
  | 'ISSUER_CERTIFICATE_MISMATCH';

/** An issuer of certificates could not be asked, or its answer cannot be relied on. No secret is in message or cause. */
export class IssuerError extends PortError {
  declare readonly code: IssuerErrorCode;

  constructor(code: IssuerErrorCode, message: string, options: { readonly retryable?: boolean; readonly cause?: unknown } = {}) {
    super('certificate-issuer', code, message, { retryable: options.retryable ?? false, cause: options.cause });
  }
}
