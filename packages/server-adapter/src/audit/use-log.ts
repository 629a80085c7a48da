import type { AuditEventRecord, EnvelopeRecord, UseLogRow, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { type NewAuditEvent, appendEvent } from './audit-event.ts';

/** An act on the register, grants, approvals or envelopes. */
export type ActStage =
  | 'draft'
  | 'transition'
  | 'production'
  | 'version'
  | 'record'
  | 'policy'
  | 'stop'
  | 'grant'
  | 'approval'
  | 'envelope'
  | 'identity';

/** An attempt that was refused: what is known of it. Values that the caller made up are recorded as digests and ids only. */
export interface RefusedAttempt {
  readonly tenant: string;
  readonly personId: string;
  /** The step of a use, or the act. */
  readonly stage: 'permit' | 'use' | 'confirm' | 'completion' | ActStage;
  readonly refusal: string;
  readonly time: Date;
  readonly envelope: EnvelopeRecord | null;
  readonly seal: { readonly number: string; readonly version: number | null } | null;
  readonly pages: readonly number[];
  readonly originalDigest: string | null;
  readonly permit: { readonly id: string; readonly digest: string | null } | null;
  readonly useId?: string;
  /** The batch whose confirmation was refused, where it is about no single use. */
  readonly batchId?: string;
  /** How many refusals of the same kind the last event of the kind stood for besides; for acts. */
  readonly folded?: number;
}

/** Appends the event of a refusal and its row in the use log; answers the event, whose id is the row's. */
export async function recordRefusal(tx: StoreTransaction, attempt: RefusedAttempt): Promise<AuditEventRecord> {
  const event = await appendEvent(tx, {
    tenant: attempt.tenant,
    envelopeId: attempt.envelope?.id ?? null,
    sealNumber: attempt.seal?.number ?? null,
    type: 'use-refused',
    time: attempt.time,
    actor: attempt.personId,
    body: {
      stage: attempt.stage,
      refusal: attempt.refusal,
      sealVersion: attempt.seal?.version ?? null,
      pages: attempt.pages,
      originalDigest: attempt.originalDigest,
      permitId: attempt.permit?.id ?? null,
      permit: attempt.permit?.digest ?? null,
      useId: attempt.useId ?? null,
      ...(attempt.batchId === undefined ? {} : { batchId: attempt.batchId }),
      ...(attempt.folded === undefined ? {} : { folded: attempt.folded }),
    },
  });
  await tx.audit.putRow({
    tenant: attempt.tenant,
    id: event.id,
    sealNumber: attempt.seal?.number ?? null,
    envelopeId: attempt.envelope?.id ?? null,
    personId: attempt.personId,
    time: event.time,
    result: 'refused',
    useId: null,
    sealVersion: attempt.seal?.version ?? null,
    digests: attempt.originalDigest === null ? [] : [attempt.originalDigest],
    eventIds: [event.id],
    search: searchText(
      event.id,
      attempt.envelope?.name,
      attempt.seal?.number,
      attempt.refusal,
      attempt.originalDigest,
      attempt.permit?.id,
      attempt.useId,
      attempt.batchId,
    ),
  });
  return event;
}

/** Appends an event of a use and brings its row in the use log up to date. */
export async function recordUseEvent(
  tx: StoreTransaction,
  use: UseRecord,
  event: Pick<NewAuditEvent, 'type' | 'time' | 'actor' | 'body'>,
  result: UseLogRow['result'],
): Promise<AuditEventRecord> {
  const record = await appendEvent(tx, {
    ...event,
    tenant: use.tenant,
    envelopeId: use.envelopeId,
    sealNumber: use.sealNumber,
    body: { useId: use.id, ...event.body },
  });
  const row = await tx.audit.findRow(use.tenant, use.id);
  await tx.audit.putRow({
    tenant: use.tenant,
    id: use.id,
    sealNumber: use.sealNumber,
    envelopeId: use.envelopeId,
    personId: use.personId,
    time: record.time,
    result,
    useId: use.id,
    sealVersion: use.sealVersion,
    digests: digestsOf(use),
    eventIds: [...(row?.eventIds ?? []), record.id],
    search: searchText(use.act.envelopeName, use.sealNumber, use.act.originalDigest, use.permitId, use.id, refusalOf(event.body)),
  });
  return record;
}

function digestsOf({ act, completed }: UseRecord): readonly string[] {
  const { originalDigest, messageDigest } = act;
  return completed === null ? [originalDigest, messageDigest] : [originalDigest, messageDigest, completed.fileDigest];
}

function refusalOf(body: NewAuditEvent['body']): string | undefined {
  const refusal = body['refusal'];
  return typeof refusal === 'string' ? refusal : undefined;
}

function searchText(...parts: readonly (string | null | undefined)[]): string {
  return parts
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase();
}
