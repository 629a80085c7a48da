import { SealkitError, type ErrorFacts } from '@sealkit/core/errors';
import { ClientError } from '../client/client-error.ts';

/** A failure as the elements show it: a stable code, whether the same may succeed later, and the facts for the words. */
export interface FailureCode {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly facts: ErrorFacts;
}

/** The code of any error. A fault of the program is `PAGE_FAILED`: it is shown, and it is not taken for a refusal. */
export function failureCodeOf(error: unknown): FailureCode {
  if (error instanceof ClientError) {
    const retryable = error.retryable || error.status === 401 || /^HTTP_5\d\d$/.test(error.code);
    return { code: error.code, message: error.message, retryable, facts: error.facts };
  }
  if (error instanceof SealkitError && error.code !== 'TASK_FAILED')
    return { code: error.code, message: error.message, retryable: false, facts: error.facts };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'PAGE_FAILED', message, retryable: true, facts: {} };
}
