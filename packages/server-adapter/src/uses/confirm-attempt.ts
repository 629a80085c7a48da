import type { Principal } from '../adapter-config.ts';
import { AdapterError } from '../adapter-error.ts';
import type { RefusedAttempt } from '../audit/use-log.ts';
import type { PermitRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { attemptOn } from './use-attempt.ts';

/** A use that somebody wants to confirm, its permit, and how the log names the attempt. */
export interface ConfirmAttempt {
  readonly use: UseRecord;
  readonly permit: PermitRecord;
  readonly attempt: Omit<RefusedAttempt, 'refusal'>;
}

/** @throws {@link AdapterError} `USE_NOT_FOUND`, `PERMIT_NOT_FOUND` */
export async function readConfirmAttempt(tx: StoreTransaction, principal: Principal, useId: string, now: Date): Promise<ConfirmAttempt> {
  const use = await tx.uses.find(principal.tenant, useId);
  if (use === undefined) throw new AdapterError('USE_NOT_FOUND');
  const permit = await tx.permits.find(principal.tenant, use.permitId);
  if (permit === undefined) throw new AdapterError('PERMIT_NOT_FOUND');
  const envelope = (await tx.envelopes.find(principal.tenant, use.envelopeId)) ?? null;
  const seal = use.sealNumber === null ? null : ((await tx.register.findSeal(principal.tenant, use.sealNumber)) ?? null);
  return { use, permit, attempt: { ...attemptOn(principal, 'confirm', use.permitId, { permit, envelope, seal }, now), useId } };
}
