import type { IntentBatchView } from '@sealkit/core/protocol';
import type { UsePreview } from '../worker/signing-tasks.ts';
import type { FailureCode } from './failure-code.ts';
import type { SignedDocument, SigningRequest } from './signing-state.ts';
import type { DocumentReading, WaitingAct } from './signing-steps.ts';

/** `waiting`: prepared, and part of what is to be confirmed. `failed`: with a reason, at whatever stage. */
export type BatchStage = 'reading' | 'ready' | 'preparing' | 'waiting' | 'signing' | 'signed' | 'failed';

/** One document of a batch. Replaced as a whole on every change. */
export interface BatchRow {
  readonly id: string;
  readonly request: SigningRequest;
  readonly stage: BatchStage;
  /** Null as long as the document was not read, or cannot be. */
  readonly read: DocumentReading | null;
  /** The person had its pages before them. */
  readonly opened: boolean;
  readonly chosen: boolean;
  /** The envelope that was opened for it, kept for another try. */
  readonly envelopeId: string | null;
  readonly act: (WaitingAct & { readonly preview: UsePreview }) | null;
  readonly signed: SignedDocument | null;
  readonly failure: FailureCode | null;
}

/** `result`: nothing goes on; what failed may be tried again. */
export type BatchStep = 'choose' | 'confirm' | 'sign' | 'result';

export interface BatchState {
  readonly step: BatchStep;
  readonly rows: readonly BatchRow[];
  /** What is to be confirmed at once, with the digest of it as this page computed it. */
  readonly batch: { readonly view: IntentBatchView; readonly shownDigest: string } | null;
  readonly work: 'reading' | 'preparing' | 'confirming' | 'signing' | null;
  /** No further document is begun; those under way are finished. */
  readonly paused: boolean;
  /** Of all documents together. */
  readonly failure: FailureCode | null;
}

export const IDLE_BATCH: BatchState = { step: 'choose', rows: [], batch: null, work: null, paused: false, failure: null };

/** Whether a document can be signed as far as is known: it was read, is not signed yet, and its seal may be used. */
export function isChoosable({ read, stage }: BatchRow): boolean {
  return read !== null && (stage === 'ready' || stage === 'failed') && obstacleOf(read) === null;
}

/** Why the seal may not be used now, as the server says; an approval is for one document alone. */
export function obstacleOf({ seal }: DocumentReading): string | null {
  return seal === null || seal.use.allowed ? null : seal.use.reason;
}

export function countStage(rows: readonly BatchRow[], ...stages: readonly BatchStage[]): number {
  return rows.filter(({ stage }) => stages.includes(stage)).length;
}

/** Documents that are to be confirmed at once now. */
export function chosenRows(rows: readonly BatchRow[]): readonly BatchRow[] {
  return rows.filter((row) => row.chosen && isChoosable(row));
}
