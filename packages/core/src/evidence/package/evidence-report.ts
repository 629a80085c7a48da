import type { JsonValue } from '../../bytes/index.ts';

/** What was looked at, each in one row. docs/evidence-format.md §6 says what each means. */
export type EvidenceCheckId =
  | 'container.form'
  | 'container.entries'
  | 'container.manifest'
  | 'container.sha256'
  | 'container.sm3'
  | 'container.signature-form'
  | 'container.signature'
  | 'container.timestamp'
  | 'evidence.form'
  | 'report.evidence'
  | 'report.pages'
  | 'anchor.receipt'
  | 'revocation.answer'
  | 'events.chain'
  | 'events.head'
  | 'events.envelope'
  | 'log.inclusion'
  | 'log.timestamp'
  | 'seal.statement'
  | 'seal.statement-evidence'
  | 'document.given'
  | 'document.version'
  | 'document.integrity'
  | 'document.signature'
  | 'use.permit'
  | 'use.permit-evidence'
  | 'use.permit-statement'
  | 'use.permit-countersigned'
  | 'use.record'
  | 'use.record-evidence'
  | 'use.record-permit'
  | 'use.record-intent'
  | 'use.record-event'
  | 'use.receipt'
  | 'use.receipt-evidence'
  | 'use.receipt-permit'
  | 'use.receipt-event'
  | 'use.intent-evidence'
  | 'use.intent-permit'
  | 'use.intent-act'
  | 'use.intent-batch'
  | 'use.intent-passkey'
  | 'use.event-evidence'
  | 'use.event-permit'
  | 'use.event-intent'
  | 'use.document-range'
  | 'use.document-signature'
  | 'use.document-permit'
  | 'use.document-record'
  | 'use.document-statement';

export type EvidenceStatus = 'passed' | 'failed' | 'indeterminate';

export interface EvidenceRow {
  readonly id: EvidenceCheckId;
  /** The entry, event, use, seal version or field that the row is about; empty for the package as a whole. */
  readonly subject: string;
  readonly status: EvidenceStatus;
  /** Stable code; null where it passed. */
  readonly reason: string | null;
  readonly values: { readonly [name: string]: JsonValue };
}

/** What a package proves. What it does not hold has no row. Plain JSON. */
export interface EvidenceReport {
  readonly version: 1;
  /** `FAILED` with any row that failed, else `INDETERMINATE` with any that stays open. */
  readonly indication: 'PASSED' | 'FAILED' | 'INDETERMINATE';
  readonly validationTime: string;
  /** Both null where the package cannot be read that far. */
  readonly tenant: string | null;
  readonly envelopeId: string | null;
  readonly rows: readonly EvidenceRow[];
}

export function passed(id: EvidenceCheckId, subject: string, values: EvidenceRow['values'] = {}): EvidenceRow {
  return { id, subject, status: 'passed', reason: null, values };
}

export function failed(id: EvidenceCheckId, subject: string, reason: string, values: EvidenceRow['values'] = {}): EvidenceRow {
  return { id, subject, status: 'failed', reason, values };
}

/** A row whose reason is null where the status is `passed`. */
export function row(
  id: EvidenceCheckId,
  subject: string,
  status: EvidenceStatus,
  reason: string | null,
  values: EvidenceRow['values'] = {},
): EvidenceRow {
  return { id, subject, status, reason: status === 'passed' ? null : (reason ?? 'UNKNOWN'), values };
}

/** Two sources say the same: of every member the two values, of which the first pair that differs is the reason. */
export function agreement(
  id: EvidenceCheckId,
  subject: string,
  members: { readonly [name: string]: readonly [left: JsonValue | undefined, right: JsonValue | undefined] },
): EvidenceRow {
  for (const [member, [left = null, right = null]] of Object.entries(members))
    if (left !== right) return failed(id, subject, 'DIFFERS', { member, left, right });
  return passed(id, subject);
}

export function indicationOf(rows: readonly EvidenceRow[]): EvidenceReport['indication'] {
  if (rows.some(({ status }) => status === 'failed')) return 'FAILED';
  return rows.some(({ status }) => status === 'indeterminate') ? 'INDETERMINATE' : 'PASSED';
}

/** The status of a verdict in the words of EN 319 102-1. */
export function statusOf(indication: string | null): EvidenceStatus {
  if (indication === 'PASSED' || indication === 'TOTAL-PASSED') return 'passed';
  return indication === 'FAILED' || indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate';
}
