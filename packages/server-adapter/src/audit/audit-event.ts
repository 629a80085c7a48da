import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import { newId } from '../new-id.ts';
import type { AuditEventRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** What happened; position, links and digest follow from the chains. */
export interface NewAuditEvent {
  readonly tenant: string;
  /** Null for what has no envelope: it belongs to `register:<tenant>`. */
  readonly envelopeId: string | null;
  readonly sealNumber: string | null;
  readonly type: AuditEventType;
  readonly time: Date;
  readonly actor: string;
  readonly body: { readonly [name: string]: JsonValue };
}

export type AuditEventType =
  | 'organisation-registered'
  | 'person-registered'
  | 'seal-registered'
  | 'seal-version-registered'
  | 'seal-requested'
  | 'seal-revised'
  | 'seal-state-changed'
  | 'seal-transition-proposed'
  | 'seal-transition-withdrawn'
  | 'seal-transition-declined'
  | 'seal-transition-refused'
  | 'seal-version-made'
  | 'seal-version-unregistered'
  | 'seal-version-activated'
  | 'seal-version-discarded'
  | 'seal-likeness-accepted'
  | 'seal-act-recorded'
  | 'personal-values-erased'
  | 'stop-ordered'
  | 'stop-lifted'
  | 'grant-given'
  | 'grant-extended'
  | 'grant-revoked'
  | 'grant-lapsing'
  | 'approval-requested'
  | 'approval-decided'
  | 'approval-refused'
  | 'approval-withdrawn'
  | 'approval-expired'
  | 'envelope-opened'
  | 'envelope-document-stored'
  | 'envelope-version-added'
  | 'envelope-party-completed'
  | 'envelope-completed'
  | 'envelope-declined'
  | 'envelope-voided'
  | 'envelope-expired'
  | 'envelope-reminded'
  | 'permit-issued'
  | 'intent-policy-set'
  | 'intent-requested'
  | 'intent-batch-confirmed'
  | 'intent-failures-forgiven'
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'authenticator-act-refused'
  | 'use-refused'
  | 'use-prepared'
  | 'use-expired'
  | 'use'
  | 'use-failed'
  | 'use-discarded'
  | 'use-completed'
  | 'one-time-key-made'
  | 'one-time-certificate-issued'
  | 'one-time-signature-made'
  | 'one-time-key-destroyed'
  | 'identity-started'
  | 'identity-verified'
  | 'identity-failed'
  | 'certificate-issued';

/** Name of the chain of everything in a tenant that belongs to no envelope. */
export function registerChain(tenant: string): string {
  return `register:${tenant}`;
}

/** Appends an event to its envelope's chain and, where a seal is meant, to the seal's chain, within the effect's transaction. */
export async function appendEvent(tx: StoreTransaction, event: NewAuditEvent): Promise<AuditEventRecord> {
  const { tenant, sealNumber } = event;
  const chain = event.envelopeId ?? registerChain(tenant);
  const head = await tx.audit.findHead(tenant, { chain });
  const sealHead = sealNumber === null ? undefined : await tx.audit.findHead(tenant, { sealNumber });
  const undigested = {
    v: 1,
    id: newId(),
    tenant,
    chain,
    sequence: (head?.sequence ?? 0) + 1,
    prev: head?.digest ?? null,
    sealNumber,
    sealSequence: sealNumber === null ? null : (sealHead?.sequence ?? 0) + 1,
    sealPrev: sealHead?.digest ?? null,
    type: event.type,
    time: event.time.toISOString(),
    actor: event.actor,
    body: event.body,
  } as const;
  const record: AuditEventRecord = { ...undigested, digest: await digestOfJson(undigested) };
  await tx.audit.append(record);
  return record;
}

/** Digest of an event: of its RFC 8785 JSON with `prev` and `sealPrev`, without its own digest. */
export async function digestOfEvent(event: AuditEventRecord): Promise<string> {
  const { digest: _own, ...undigested } = event;
  return digestOfJson(undigested);
}
