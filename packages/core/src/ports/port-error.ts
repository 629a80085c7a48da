import { SealkitError } from '../errors/index.ts';

/** A port could not do its work. "Nothing found" is a value of the port, never this error. */
export class PortError extends SealkitError {
  readonly port: string;
  readonly retryable: boolean;

  constructor(port: string, code: string, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(code, message, options.cause === undefined ? {} : { cause: options.cause });
    this.port = port;
    this.retryable = options.retryable;
  }
}
