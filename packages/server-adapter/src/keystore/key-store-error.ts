import { PortError } from '@sealkit/core/ports';

export type KeyStoreErrorCode =
  | 'KEY_FILE_MALFORMED'
  | 'KEY_FILE_ALGORITHM_UNSUPPORTED'
  | 'KEY_FILE_PASSWORD_WRONG'
  | 'KEY_FILE_PASSWORD_NEEDED'
  | 'KEY_FILE_LEGACY_PASSWORD'
  | 'KEY_FILE_WITHOUT_KEY'
  | 'KEY_FILE_SEVERAL_KEYS'
  | 'KEY_CERTIFICATE_MISSING'
  | 'KEY_ALGORITHM_UNSUPPORTED'
  | 'KEY_MESSAGE_TOO_LONG'
  | 'KEY_STORE_CREDENTIAL_UNKNOWN'
  | 'KEY_STORE_CREDENTIAL_UNUSABLE'
  | 'KEY_STORE_SECRET_UNAVAILABLE'
  | 'KEY_STORE_FACTOR_REFUSED'
  | 'KEY_STORE_CONSENT_REFUSED'
  | 'KEY_STORE_BATCH_TOO_LARGE'
  | 'KEY_STORE_AUTHORIZATION_UNKNOWN'
  | 'KEY_STORE_AUTHORIZATION_EXPIRED'
  | 'KEY_STORE_AUTHORIZATION_USED'
  | 'KEY_STORE_AUTHORIZATION_MISMATCH'
  | 'KEY_STORE_DIGEST_MISMATCH'
  | 'KEY_STORE_VALUE_INVALID'
  | 'KEY_STORE_BUSY'
  | 'KEY_SERVICE_UNREACHABLE'
  | 'KEY_SERVICE_UNAVAILABLE'
  | 'KEY_SERVICE_REFUSED'
  | 'KEY_SERVICE_ACCESS_DENIED'
  | 'KEY_SERVICE_ANSWER_MALFORMED';

/** A key store or key file could not do its work. Neither message nor cause ever carries a key, a password or their octets. */
export class KeyStoreError extends PortError {
  declare readonly code: KeyStoreErrorCode;

  constructor(code: KeyStoreErrorCode, message: string, options: { readonly retryable?: boolean } = {}) {
    super('key-store', code, message, { retryable: options.retryable ?? false });
  }
}
