import { z } from 'zod';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { type RefusedAttempt, recordRefusal } from '../audit/use-log.ts';
import { PROBLEMS } from '../problem-codes.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { attemptOn } from '../uses/use-attempt.ts';
import { digestSchema, idSchema, sealNumberSchema } from './schemas/values.ts';

/** A step on the way of a use, as a request asks for it. */
export type UseStage = 'permit' | 'use' | 'confirm';

/** A request of a person that is known, with as much of it as could be read before it was refused. */
export interface UseStepRequest {
  readonly principal: Principal;
  readonly stage: UseStage;
  /** Out of the path, as it was sent. */
  readonly useId: string | undefined;
  /** Parsed JSON, whatever it holds; undefined where it was not read. */
  readonly body: unknown;
}

/**
 * Sees to it that a refused try to use a seal is in the log before the caller hears of it: a refusal that has no row yet
 * gets one, and the answer names it. What the request speaks of is named as far as the caller's own tenant has it.
 * Failures of the server, and what has only to wait, are no refusals.
 */
export async function withRefusalRow(context: AdapterContext, request: UseStepRequest, error: unknown): Promise<unknown> {
  if (!(error instanceof AdapterError) || error.eventId !== undefined) return error;
  const [status, , retryable] = PROBLEMS[error.code];
  if (status >= 500 || retryable) return error;
  const now = context.clock.now();
  const event = await context.store.transaction(async (tx) =>
    recordRefusal(tx, { ...(await readAttempt(tx, request, now)), refusal: error.code }),
  );
  return error.withEvent(event.id);
}

async function readAttempt(
  tx: StoreTransaction,
  { principal, stage, useId, body }: UseStepRequest,
  now: Date,
): Promise<Omit<RefusedAttempt, 'refusal'>> {
  const { tenant, personId } = principal;
  const named = namesIn(stage, body);
  const use = stage === 'confirm' && useId !== undefined ? await tx.uses.find(tenant, useId) : undefined;
  const permitId = use?.permitId ?? named.permitId;
  const permit = permitId === undefined ? undefined : await tx.permits.find(tenant, permitId);
  const envelopeId = permit?.envelopeId ?? named.envelopeId;
  const envelope = (envelopeId === undefined ? undefined : await tx.envelopes.find(tenant, envelopeId)) ?? null;
  const sealNumber = (permit === undefined ? named.sealNumber : permit.sealNumber) ?? null;
  const seal = (sealNumber === null ? undefined : await tx.register.findSeal(tenant, sealNumber)) ?? null;
  if (permit !== undefined) {
    const attempt = attemptOn(principal, stage, permit.id, { permit, envelope, seal }, now);
    return use === undefined ? attempt : { ...attempt, useId: use.id };
  }
  return {
    tenant,
    personId,
    stage,
    time: now,
    envelope,
    seal: seal && { number: seal.number, version: null },
    pages: [],
    originalDigest: named.document?.digest ?? null,
    permit: null,
  };
}

const id = idSchema.optional().catch(undefined);

/** What bodies may name, each by itself: one member that is wrong does not hide the others. */
const NAMES = z
  .object({
    permitId: id,
    envelopeId: id,
    sealNumber: sealNumberSchema.optional().catch(undefined),
    document: z.object({ digest: digestSchema }).optional().catch(undefined),
  })
  .catch({ permitId: undefined, envelopeId: undefined, sealNumber: undefined, document: undefined });

const NAMES_OF_STAGE = {
  permit: ['envelopeId', 'sealNumber', 'document'],
  use: ['permitId'],
  confirm: [],
} as const satisfies Readonly<Record<UseStage, readonly (keyof z.infer<typeof NAMES>)[]>>;

function namesIn(stage: UseStage, body: unknown): Partial<z.infer<typeof NAMES>> {
  const names = NAMES.parse(body);
  return Object.fromEntries(NAMES_OF_STAGE[stage].map((name) => [name, names[name]]));
}
