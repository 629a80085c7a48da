import { PortError } from '@sealkit/core/ports';
import type { ProblemDetails } from '@sealkit/core/protocol';
import { AdapterError } from '../adapter-error.ts';
import { PROBLEMS, type ProblemCode } from '../problem-codes.ts';

/** The problem that a caller is told of. Whatever is not a refusal of ours becomes a code alone: no message, no stack. */
export function toProblem(error: unknown): ProblemDetails {
  if (error instanceof AdapterError) {
    return {
      ...bareProblem(error.code),
      retryable: error.retryable,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      ...(error.eventId === undefined ? {} : { eventId: error.eventId }),
      ...(error.values === undefined ? {} : { values: error.values }),
    };
  }
  if (error instanceof PortError) return bareProblem(codeOfPort(error));
  return bareProblem('INTERNAL');
}

/** @see RFC 9457 §3.1 */
function bareProblem(code: ProblemCode): ProblemDetails {
  const [status, title, retryable] = PROBLEMS[code];
  return { type: `urn:sealkit:problem:${code.toLowerCase().replaceAll('_', '-')}`, title, status, code, retryable };
}

function codeOfPort(error: PortError): ProblemCode {
  if (error.port === 'store') return error.retryable ? 'STORE_BUSY' : 'STORE_FAILED';
  return error.port === 'object-store' ? 'DOCUMENT_STORE_FAILED' : 'KEY_STORE_FAILED';
}
