import { z } from 'zod';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { type ActStage, type RefusedAttempt, recordRefusal } from '../audit/use-log.ts';
import { PROBLEMS } from '../problem-codes.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { attemptOn } from '../uses/use-attempt.ts';
import { readActAttempt, type RefusedRequest } from './refused-act.ts';
import { digestSchema, idSchema, sealNumberSchema } from './schemas/values.ts';

/** A step on the way of a use, as a request asks for it. */
export type UseStage = 'permit' | 'use' | 'confirm';

/** A request, and which step of a use or which act it asks for. */
export interface ActRequest extends RefusedRequest {
  readonly stage: UseStage | ActStage;
}

/**
 * Sees to it that a refused try to use a seal, and a refused act on seals, grants, approvals and envelopes, is in the log before the
 * caller hears of it: a refusal that has no row yet gets one, and the answer names it. The same refusal of an act is one row in a minute. What the request speaks of is named as far as the caller's own tenant has it.
 * Failures of the server, and what has only to wait, are no refusals.
 */
export async function withRefusalRow(context: AdapterContext, request: ActRequest, error: unknown): Promise<unknown> {
  if (!(error instanceof AdapterError)) return error;
  const [status, , retryable] = PROBLEMS[error.code];
  if (status >= 500 || retryable) return error;
  const { stage } = request;
  if (!isUseStage(stage)) return withFoldedRow(context, request, stage, error);
  if (error.eventId !== undefined) return error;
  const now = context.clock.now();
  const event = await context.store.transaction(async (tx) =>
    recordRefusal(tx, { ...(await readAttempt(tx, request, stage, now)), refusal: error.code }),
  );
  return error.withEvent(event.id);
}

/** Some acts leave an event of their own when they are refused, in the chain of what they are about: the answer names that one. */
async function withFoldedRow(context: AdapterContext, request: ActRequest, stage: ActStage, error: AdapterError): Promise<AdapterError> {
  const { store, clock, refusalFold } = context;
  const { principal, path } = request;
  const now = clock.now();
  const { key, event } = await store.transaction(async (tx) => {
    const attempt = { ...(await readActAttempt(tx, request, stage, now)), refusal: error.code };
    const about = [attempt.seal?.number ?? null, attempt.envelope?.id ?? null, path['version'] ?? null];
    const key = JSON.stringify([principal.tenant, principal.personId, stage, error.code, ...about]);
    const folded = refusalFold.fold(key);
    if (folded !== undefined) return { key, event: { id: folded } };
    return { key, event: await recordRefusal(tx, { ...attempt, folded: refusalFold.foldedInto(key) }) };
  });
  if ('digest' in event) refusalFold.remember(key, event.id);
  return error.eventId === undefined ? error.withEvent(event.id) : error;
}

const USE_STAGES: ReadonlySet<string> = new Set<UseStage>(['permit', 'use', 'confirm']);

function isUseStage(stage: UseStage | ActStage): stage is UseStage {
  return USE_STAGES.has(stage);
}

async function readAttempt(
  tx: StoreTransaction,
  { principal, path, body }: ActRequest,
  stage: UseStage,
  now: Date,
): Promise<Omit<RefusedAttempt, 'refusal'>> {
  const { tenant, personId } = principal;
  const useId = path['id'];
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
