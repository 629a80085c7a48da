/** Facts that a caller may show or log: no secrets, no document text. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | readonly string[] | readonly number[]>>;

/**
 * Work that could not be done: malformed input, a port that failed, a space too small. Each layer has one subclass whose
 * `code` is a union of literals; callers switch on `code`, so a code is public API. A signature that is not good is never
 * an error: it is a verdict in the report.
 */
export class SealkitError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly facts: ErrorFacts;

  constructor(code: Code, message: string, options: { readonly cause?: unknown; readonly facts?: ErrorFacts } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.facts = options.facts ?? {};
  }
}
