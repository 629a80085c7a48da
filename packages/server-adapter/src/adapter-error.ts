import { SealkitError } from '@sealkit/core/errors';
import type { ProblemDetails } from '@sealkit/core/protocol';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';

export interface AdapterErrorOptions {
  readonly detail?: string;
  readonly values?: NonNullable<ProblemDetails['values']>;
  /** Row of the use log that records the refusal. */
  readonly eventId?: string;
  readonly cause?: unknown;
  /** Where it depends on the case, whether the same request may succeed later; else the code says it. */
  readonly retryable?: boolean;
}

/** A request that the server refuses or cannot fulfil. Its detail and values reach the caller: no secrets in them. */
export class AdapterError extends SealkitError<ProblemCode> {
  readonly detail: string | undefined;
  readonly values: NonNullable<ProblemDetails['values']> | undefined;
  readonly eventId: string | undefined;
  readonly retryable: boolean;

  constructor(code: ProblemCode, options: AdapterErrorOptions = {}) {
    super(code, options.detail ?? PROBLEMS[code][1], options.cause === undefined ? {} : { cause: options.cause });
    this.detail = options.detail;
    this.values = options.values;
    this.eventId = options.eventId;
    this.retryable = options.retryable ?? PROBLEMS[code][2];
  }

  withEvent(eventId: string): AdapterError {
    return new AdapterError(this.code, {
      eventId,
      retryable: this.retryable,
      cause: this.cause,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.values === undefined ? {} : { values: this.values }),
    });
  }
}
