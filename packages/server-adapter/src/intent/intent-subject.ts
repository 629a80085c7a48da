import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterError } from '../adapter-error.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { type Refused, refuse } from '../refusal.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { readConfirmAttempt } from '../uses/confirm-attempt.ts';
import { isAlteredUse } from '../uses/use-alteration.ts';
import type { IntentStatement } from './intent-provider.ts';

/** What a proof of intent is about: one use, a batch of them, or a change of what the person confirms with. */
export interface IntentSubject {
  readonly tenant: string;
  readonly id: string;
  readonly personId: string;
  readonly act: IntentStatement['act'];
  /** Digest of the act. */
  readonly challenge: string;
  readonly policy: PermitIntentPolicy;
  /** Whether it still waits for intent. */
  readonly waits: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Whose chain its events belong to; null for the register's. */
  readonly envelopeId: string | null;
  /** How events name it. */
  readonly named: { readonly [name: string]: string };
  /** Records a refused attempt on it, in the transaction in which it was found. */
  readonly refuse: (code: ProblemCode, values?: NonNullable<AdapterError['values']>) => Promise<Refused>;
  /** Whether the store holds something else of it than was written. */
  readonly isAltered: () => Promise<boolean>;
}

/** @throws {@link AdapterError} where there is none */
export type FindIntentSubject = (tx: StoreTransaction, principal: Principal, now: Date) => Promise<IntentSubject>;

/** A use as subject of a proof; it throws `USE_NOT_FOUND`, `PERMIT_NOT_FOUND`. */
export function useSubject(useId: string): FindIntentSubject {
  return async (tx, principal, now) => {
    const { use, permit, attempt } = await readConfirmAttempt(tx, principal, useId, now);
    const { tenant, id, personId, act, challenge, createdAt, expiresAt, envelopeId } = use;
    return {
      tenant,
      id,
      personId,
      act,
      challenge,
      createdAt,
      expiresAt,
      envelopeId,
      refuse: (code, values) => refuse(tx, attempt, code, values),
      policy: permit.payload.intentPolicy,
      waits: use.status === 'awaiting-intent',
      named: { intentOfUse: id },
      isAltered: () => isAlteredUse(tx, use),
    };
  };
}

/** What a provider is asked about. */
export function statementOf({ id, act, challenge }: IntentSubject): IntentStatement {
  return { useId: id, act, digest: challenge };
}
