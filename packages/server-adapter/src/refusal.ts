import { AdapterError } from './adapter-error.ts';
import { type RefusedAttempt, recordRefusal } from './audit/use-log.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { StoreTransaction } from './storage/store.ts';

/** A refusal that is already in the log when the caller is told. */
export class Refused {
  readonly error: AdapterError;

  constructor(error: AdapterError) {
    this.error = error;
  }
}

/** Records a refused attempt; the transaction goes on to commit it, and `unwrapRefusal` tells the caller afterwards. */
export async function refuse(
  tx: StoreTransaction,
  attempt: Omit<RefusedAttempt, 'refusal'>,
  code: ProblemCode,
  values: NonNullable<AdapterError['values']> = {},
): Promise<Refused> {
  const event = await recordRefusal(tx, { ...attempt, refusal: code });
  return new Refused(new AdapterError(code, { eventId: event.id, values }));
}

/** @throws {@link AdapterError} when the outcome of a transaction is a refusal. */
export function unwrapRefusal<T>(outcome: T | Refused): T {
  if (outcome instanceof Refused) throw outcome.error;
  return outcome;
}
