import type { JsonValue } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import type { IntentAnswer, PasskeyCreationOptions, PasskeyRequestOptions } from '@sealkit/core/protocol';

/** The browser or the authenticator did not give what was asked for. `code` begins with `PASSKEY_`. */
export class PasskeyError extends SealkitError {}

/** Names of a DOMException that the browser may answer with. @see W3C Web Authentication Level 3, §5.1.3, §5.1.4 */
const CODES: Readonly<Record<string, string>> = {
  NotAllowedError: 'PASSKEY_NOT_GIVEN',
  AbortError: 'PASSKEY_NOT_GIVEN',
  TimeoutError: 'PASSKEY_NOT_GIVEN',
  InvalidStateError: 'PASSKEY_KNOWN_ALREADY',
  SecurityError: 'PASSKEY_WRONG_SITE',
  NotSupportedError: 'PASSKEY_UNSUPPORTED',
  ConstraintError: 'PASSKEY_NO_VERIFICATION',
};

/**
 * Whether the browser has the calls in their form of Level 3, in which options and answers are JSON, and the page's host is a name: a
 * passkey is for a domain, never for an address of numbers.
 */
export function hasPasskeys(): boolean {
  return (
    !/^\[|^[\d.]+$/.test(location.hostname) &&
    typeof PublicKeyCredential === 'function' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'toJSON' in PublicKeyCredential.prototype
  );
}

/**
 * Has an authenticator sign the challenge, with the person verified by it.
 *
 * @throws {@link PasskeyError}; the reason of the signal where it was aborted
 */
export function givePasskey(options: PasskeyRequestOptions, signal: AbortSignal): Promise<IntentAnswer> {
  return askBrowser(signal, () =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({ ...options, allowCredentials: [...options.allowCredentials] }),
      signal,
    }),
  );
}

/**
 * Has an authenticator make a passkey for this site.
 *
 * @throws {@link PasskeyError}; the reason of the signal where it was aborted
 */
export function makePasskey(options: PasskeyCreationOptions, signal: AbortSignal): Promise<IntentAnswer> {
  const { pubKeyCredParams, excludeCredentials } = options;
  const lists = { pubKeyCredParams: [...pubKeyCredParams], excludeCredentials: [...excludeCredentials] };
  return askBrowser(signal, () =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON({ ...options, ...lists }), signal }),
  );
}

async function askBrowser(signal: AbortSignal, ask: () => Promise<Credential | null>): Promise<IntentAnswer> {
  if (!hasPasskeys()) throw new PasskeyError('PASSKEY_UNSUPPORTED', 'expected a browser with passkeys');
  try {
    const credential = await ask();
    if (!(credential instanceof PublicKeyCredential)) throw new PasskeyError('PASSKEY_NOT_GIVEN', 'expected a public key credential');
    // JSON is what the server gets; it is made by the credential's own `toJSON`.
    return { credential: JSON.parse(JSON.stringify(credential)) as JsonValue };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DOMException)) throw error;
    throw new PasskeyError(CODES[error.name] ?? 'PASSKEY_FAILED', `the browser answered ${error.name}`, { cause: error });
  }
}
