import { AdapterError } from '../adapter-error.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import { PROBLEMS, type ProblemCode } from '../problem-codes.ts';
import { Refused } from '../refusal.ts';
import type { UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/**
 * Ends a prepared use whose confirmation is refused for what the register says now: the refusal is the end of the use's own
 * row, so that none goes on waiting beside it. Nothing was consumed; while the permit lasts, another use may be started.
 */
export async function endRefusedUse(tx: StoreTransaction, use: UseRecord, refusal: ProblemCode, time: Date): Promise<Refused> {
  await tx.uses.put({ ...use, status: 'expired', refusal });
  const body = { stage: 'confirm', refusal };
  await recordUseEvent(tx, use, { type: 'use-discarded', time, actor: use.personId, body }, 'refused');
  return new Refused(new AdapterError(refusal, { eventId: use.id }));
}

/** Why a use ended before anything was consumed. */
export function endOf(use: UseRecord): ProblemCode {
  const { refusal } = use;
  return refusal !== null && isProblemCode(refusal) ? refusal : 'INTENT_NOT_GIVEN';
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
