import { PortError } from '@sealkit/core/ports';

export type IntentErrorCode =
  /** What the server kept of an authenticator or a proof is not what its provider wrote. */
  | 'INTENT_STATE_MALFORMED'
  | 'INTENT_SERVICE_UNREACHABLE'
  /** The service says no to us: keys, balance, templates. */
  | 'INTENT_SERVICE_REFUSED'
  | 'INTENT_SERVICE_ANSWER_MALFORMED'
  | 'INTENT_CONTRACT_BROKEN';

/** A provider of proofs of intent that could not do its work. No code, number or key is in it. */
export class IntentError extends PortError {
  declare readonly code: IntentErrorCode;

  constructor(code: IntentErrorCode, message: string, options: { readonly retryable?: boolean; readonly cause?: unknown } = {}) {
    super('intent', code, message, { retryable: options.retryable ?? false, cause: options.cause });
  }
}

/** A service that says no: its word, where it is one; its sentences are not repeated. */
export function serviceRefusal(word: string): IntentError {
  const named = /^[A-Za-z0-9_.-]{1,60}$/.test(word) ? word : 'an unknown word';
  return new IntentError('INTENT_SERVICE_REFUSED', `the service did not do it: ${named}`);
}
