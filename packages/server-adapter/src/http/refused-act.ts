import { z } from 'zod';
import type { Principal } from '../adapter-config.ts';
import type { ActStage, RefusedAttempt } from '../audit/use-log.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { idSchema, sealNumberSchema } from './schemas/values.ts';

/** A request of a person that is known, with as much of it as could be read before it was refused. */
export interface RefusedRequest {
  readonly principal: Principal;
  /** Values out of the path, as they were sent. */
  readonly path: Readonly<Record<string, string>>;
  /** Parsed JSON, whatever it holds; undefined where it was not read. */
  readonly body: unknown;
}

const BODY = z
  .object({
    number: sealNumberSchema.optional().catch(undefined),
    scope: z.string().optional().catch(undefined),
    id: idSchema.optional().catch(undefined),
  })
  .catch({});

/** What a refused act was about, as far as the caller's own tenant has it. */
export async function readActAttempt(
  tx: StoreTransaction,
  { principal, path, body }: RefusedRequest,
  stage: ActStage,
  time: Date,
): Promise<Omit<RefusedAttempt, 'refusal'>> {
  const { tenant, personId } = principal;
  const named = await readNamed(tx, tenant, stage, { ...path, body: BODY.parse(body) });
  const seal = named.sealNumber === undefined ? undefined : await tx.register.findSeal(tenant, named.sealNumber);
  const envelope = named.envelopeId === undefined ? undefined : await tx.envelopes.find(tenant, named.envelopeId);
  return {
    tenant,
    personId,
    stage,
    time,
    envelope: envelope ?? null,
    seal: seal === undefined ? null : { number: seal.number, version: null },
    pages: [],
    originalDigest: null,
    permit: null,
  };
}

interface Named {
  readonly sealNumber?: string | undefined;
  readonly envelopeId?: string | undefined;
}

async function readNamed(
  tx: StoreTransaction,
  tenant: string,
  stage: ActStage,
  { number, id, body }: { readonly number?: string; readonly id?: string; readonly body: z.infer<typeof BODY> },
): Promise<Named> {
  if (number !== undefined) return { sealNumber: number };
  if (stage === 'draft') return { sealNumber: body.number };
  if (stage === 'stop') return body.scope === 'seal' ? { sealNumber: body.id } : {};
  if (id === undefined) return {};
  if (stage === 'grant') return { sealNumber: (await tx.register.findGrant(tenant, id))?.sealNumber };
  return stage === 'approval' ? ((await tx.approvals.find(tenant, id)) ?? {}) : { envelopeId: id };
}
