import { SealkitError } from '@sealkit/core/errors';
import type { ProblemDetails } from '@sealkit/core/protocol';

/** Codes of the client itself; every other code is the server's. */
export type ClientErrorCode = 'OFFLINE' | 'SERVER_UNREACHABLE' | 'SESSION_EXPIRED' | 'RESPONSE_MALFORMED';

/**
 * The server refused, failed, or could not be asked. `code` is the server's stable code or one of `ClientErrorCode`.
 */
export class ClientError extends SealkitError {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Log row that records the refused attempt. */
  readonly eventId: string | null;

  constructor(
    code: string,
    message: string,
    options: {
      readonly status?: number;
      readonly retryable?: boolean;
      readonly eventId?: string | undefined;
      readonly values?: ProblemDetails['values'];
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, message, {
      ...(options.cause === undefined ? {} : { cause: options.cause }),
      ...(options.values === undefined ? {} : { facts: options.values }),
    });
    this.status = options.status ?? 0;
    this.retryable = options.retryable ?? false;
    this.eventId = options.eventId ?? null;
  }
}

/** Reads a refusal. An answer without problem details still becomes an error with its status. */
export async function clientErrorFrom(response: Response): Promise<ClientError> {
  const problem = await readProblem(response);
  const { status } = response;
  const code = problem?.code ?? (status === 401 ? 'SESSION_EXPIRED' : `HTTP_${status}`);
  return new ClientError(code, problem?.detail ?? problem?.title ?? `the server answered ${status}`, {
    status,
    retryable: problem?.retryable ?? (status === 429 || status >= 502),
    eventId: problem?.eventId,
    values: problem?.values,
  });
}

async function readProblem(response: Response): Promise<Partial<ProblemDetails> | null> {
  if (!/^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')) return null;
  try {
    const value: unknown = await response.json();
    return typeof value === 'object' && value !== null ? value : null;
  } catch (error) {
    // A refusal whose body broke off is still that refusal.
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
