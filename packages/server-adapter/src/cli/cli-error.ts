import { SealkitError } from '@sealkit/core/errors';
import { PortError } from '@sealkit/core/ports';

/** Exit codes of the command, each with one meaning. */
export const EXIT = {
  done: 0,
  failed: 1,
  indeterminate: 2,
  noSignature: 3,
  notProcessed: 4,
  usage: 64,
  service: 69,
  output: 74,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type CliErrorCode =
  | 'USAGE'
  | 'OPTION_UNKNOWN'
  | 'OPTION_VALUE_MISSING'
  | 'OPTION_VALUE_MALFORMED'
  | 'OPTION_REPEATED'
  | 'OPTION_NOT_AVAILABLE'
  | 'COMMAND_UNKNOWN'
  | 'SERVER_UNREACHABLE'
  | 'SERVER_REFUSED'
  | 'SERVER_ANSWER_UNKNOWN'
  | 'FILE_FORMAT_UNSUPPORTED'
  | 'FILE_TOO_LARGE'
  | 'IMAGE_MALFORMED'
  | 'STATE_MALFORMED'
  | 'FACTS_MALFORMED'
  | 'PAGE_MISSING'
  | 'SELF_CHECK_FAILED'
  | 'OUTPUT_EXISTS'
  | 'OUTPUT_IS_INPUT'
  | 'OUTPUT_NOT_WRITABLE'
  | 'INTERRUPTED'
  | 'INTERNAL';

/** A fault of the command itself, with the exit code that says so. */
export class CliError extends SealkitError<CliErrorCode> {
  readonly exitCode: ExitCode;

  constructor(code: CliErrorCode, message: string, exitCode: ExitCode, cause?: unknown) {
    super(code, message, cause === undefined ? {} : { cause });
    this.exitCode = exitCode;
  }
}

export function usageError(message: string, code: CliErrorCode = 'USAGE'): CliError {
  return new CliError(code, message, EXIT.usage);
}

/** What a caller sees of an error: its code, one line, and the exit code. */
export interface ShownError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Ports that reach out: what they cannot do is a service's failure. */
const SERVICES: ReadonlySet<string> = new Set(['http', 'time-stamp', 'revocation']);

/** Every error as code and one line; what is no error of ours is `INTERNAL`. */
export function showError(error: unknown): ShownError {
  if (error instanceof CliError) return { code: error.code, message: oneLine(error.message), exitCode: error.exitCode };
  if (error instanceof PortError && (SERVICES.has(error.port) || error.code === 'STORE_UNREACHABLE'))
    return { code: error.code, message: oneLine(error.message), exitCode: EXIT.service };
  if (error instanceof SealkitError) return { code: error.code, message: oneLine(error.message), exitCode: EXIT.notProcessed };
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'INTERRUPTED', message: 'interrupted', exitCode: EXIT.notProcessed };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : 'an unexpected fault';
  return { code: 'INTERNAL', message: oneLine(message), exitCode: EXIT.notProcessed };
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters must not reach a terminal
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 400);
}
