import { PortError } from '@sealkit/core/ports';

export type Pkcs11ErrorCode =
  | 'PKCS11_PACKAGE_MISSING'
  | 'PKCS11_LIBRARY_UNUSABLE'
  | 'PKCS11_CLOSED'
  | 'PKCS11_TOKEN_NOT_FOUND'
  | 'PKCS11_TOKEN_AMBIGUOUS'
  | 'PKCS11_TOKEN_REMOVED'
  | 'PKCS11_TOKEN_READ_ONLY'
  | 'PKCS11_SESSION_LOST'
  | 'PKCS11_BUSY'
  | 'PKCS11_PIN_NEEDED'
  | 'PKCS11_PIN_UNAVAILABLE'
  | 'PKCS11_PIN_INCORRECT'
  | 'PKCS11_PIN_LOCKED'
  | 'PKCS11_PIN_EXPIRED'
  | 'PKCS11_PIN_NOT_SET'
  | 'PKCS11_KEY_NOT_FOUND'
  | 'PKCS11_KEY_AMBIGUOUS'
  | 'PKCS11_KEY_EXISTS'
  | 'PKCS11_PUBLIC_KEY_HIDDEN'
  | 'PKCS11_KEY_NOT_PERMITTED'
  | 'PKCS11_MECHANISM_UNSUPPORTED'
  | 'PKCS11_VALUE_INVALID'
  | 'PKCS11_FAILED';

export interface Pkcs11ErrorOptions {
  readonly retryable?: boolean;
  readonly cause?: unknown;
  readonly ckr?: string;
}

/** A token, or the library before it, could not do its work. Neither message nor cause ever carries a PIN or key octets. */
export class Pkcs11Error extends PortError {
  declare readonly code: Pkcs11ErrorCode;
  /** The return value of PKCS #11 by its name, such as `CKR_PIN_INCORRECT`, where one was the reason. */
  readonly ckr: string | undefined;

  constructor(code: Pkcs11ErrorCode, message: string, options: Pkcs11ErrorOptions = {}) {
    super('key-store', code, message, { retryable: options.retryable ?? false, cause: options.cause });
    this.ckr = options.ckr;
  }
}

interface Meaning {
  readonly code: Pkcs11ErrorCode;
  readonly words: string;
  /** Another try may go well: what was lost is opened anew. */
  readonly retryable?: true;
}

const PIN_INCORRECT: Meaning = { code: 'PKCS11_PIN_INCORRECT', words: 'the token refused the PIN; it is not tried again' };
const SESSION_LOST: Meaning = { code: 'PKCS11_SESSION_LOST', words: 'the session with the token was lost', retryable: true };
const TOKEN_REMOVED: Meaning = { code: 'PKCS11_TOKEN_REMOVED', words: 'the token is not there any more', retryable: true };
const KEY_NOT_PERMITTED: Meaning = { code: 'PKCS11_KEY_NOT_PERMITTED', words: 'the key may not be used for this' };
const MECHANISM: Meaning = { code: 'PKCS11_MECHANISM_UNSUPPORTED', words: 'the token does not do this algorithm with this key' };
const BUSY: Meaning = { code: 'PKCS11_BUSY', words: 'the token has no room for more at the moment', retryable: true };
const READ_ONLY: Meaning = { code: 'PKCS11_TOKEN_READ_ONLY', words: 'the token does not let anything be written' };

/** Return values whose meaning a caller can act on; every other one is `PKCS11_FAILED` under its name. */
const MEANINGS: { readonly [ckr in string]?: Meaning } = {
  CKR_PIN_INCORRECT: PIN_INCORRECT,
  CKR_PIN_INVALID: PIN_INCORRECT,
  CKR_PIN_LEN_RANGE: PIN_INCORRECT,
  CKR_PIN_LOCKED: { code: 'PKCS11_PIN_LOCKED', words: 'the PIN is locked after too many tries' },
  CKR_PIN_EXPIRED: { code: 'PKCS11_PIN_EXPIRED', words: 'the PIN has expired and must be changed first' },
  CKR_USER_PIN_NOT_INITIALIZED: { code: 'PKCS11_PIN_NOT_SET', words: 'the token has no user PIN yet' },
  CKR_USER_NOT_LOGGED_IN: SESSION_LOST,
  CKR_SESSION_HANDLE_INVALID: SESSION_LOST,
  CKR_SESSION_CLOSED: SESSION_LOST,
  CKR_CRYPTOKI_NOT_INITIALIZED: SESSION_LOST,
  CKR_KEY_HANDLE_INVALID: SESSION_LOST,
  CKR_OBJECT_HANDLE_INVALID: SESSION_LOST,
  CKR_DEVICE_REMOVED: TOKEN_REMOVED,
  CKR_TOKEN_NOT_PRESENT: TOKEN_REMOVED,
  CKR_SLOT_ID_INVALID: TOKEN_REMOVED,
  CKR_KEY_FUNCTION_NOT_PERMITTED: KEY_NOT_PERMITTED,
  CKR_ATTRIBUTE_SENSITIVE: KEY_NOT_PERMITTED,
  CKR_FUNCTION_REJECTED: { code: 'PKCS11_KEY_NOT_PERMITTED', words: 'the token or its holder said no' },
  CKR_MECHANISM_INVALID: MECHANISM,
  CKR_MECHANISM_PARAM_INVALID: MECHANISM,
  CKR_KEY_TYPE_INCONSISTENT: MECHANISM,
  CKR_KEY_SIZE_RANGE: MECHANISM,
  CKR_FUNCTION_NOT_SUPPORTED: MECHANISM,
  CKR_CURVE_NOT_SUPPORTED: MECHANISM,
  CKR_DOMAIN_PARAMS_INVALID: MECHANISM,
  CKR_SESSION_COUNT: BUSY,
  CKR_HOST_MEMORY: BUSY,
  CKR_DEVICE_MEMORY: BUSY,
  CKR_TOKEN_WRITE_PROTECTED: READ_ONLY,
  CKR_SESSION_READ_ONLY: READ_ONLY,
};

/** The name of the return value that an error of pkcs11js carries; undefined for every other error. */
export function ckrOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return undefined;
  return /^CKR_\w+/.exec(error.message)?.[0];
}

/** What pkcs11js threw, as an error of the port; every other error as it is. */
export function translated(error: unknown): unknown {
  const ckr = ckrOf(error);
  if (ckr === undefined) return error;
  const { code, words, retryable } = MEANINGS[ckr] ?? { code: 'PKCS11_FAILED', words: 'the token could not do it' };
  return new Pkcs11Error(code, `${words} (${ckr})`, { ckr, cause: error, retryable: retryable ?? false });
}
