import type { BatchAct } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

/** Before the one confirmation goes out; cancelable. */
export class SealBeforeBatchEvent extends SealEvent {
  /** What is about to be confirmed; it names no document. */
  readonly act: BatchAct;

  constructor(act: BatchAct) {
    super('seal-before-batch', { cancelable: true });
    this.act = act;
  }
}

/** Acts wait for their one confirmation: a host that keeps the id can have the batch taken up again. */
export class SealBatchOpenEvent extends SealEvent {
  readonly batchId: string;

  constructor(batchId: string) {
    super('seal-batch-open');
    this.batchId = batchId;
  }
}

/** The person looks at a document. */
export class SealDocumentOpenEvent extends SealEvent {
  /** The host's own name of it. */
  readonly documentId: string;

  constructor(documentId: string) {
    super('seal-document-open');
    this.documentId = documentId;
  }
}

/** One document more is signed or failed. */
export class SealBatchProgressEvent extends SealEvent {
  readonly done: number;
  readonly failed: number;
  readonly total: number;

  constructor({ done, failed, total }: { readonly done: number; readonly failed: number; readonly total: number }) {
    super('seal-batch-progress');
    this.done = done;
    this.failed = failed;
    this.total = total;
  }
}

/** A document that is signed: the file, checked in this page, and the receipt, which is what a host checks. */
export interface SignedOfBatch {
  readonly documentId: string;
  readonly file: File;
  /** Compact JWS. */
  readonly receipt: string;
}

/** Nothing goes on any more; what failed can be tried again, after which this comes once more. */
export class SealBatchCompleteEvent extends SealEvent {
  readonly receipts: readonly SignedOfBatch[];
  readonly failures: readonly { readonly documentId: string; readonly code: string; readonly retryable: boolean }[];

  constructor(
    receipts: readonly SignedOfBatch[],
    failures: readonly { readonly documentId: string; readonly code: string; readonly retryable: boolean }[],
  ) {
    super('seal-batch-complete');
    this.receipts = receipts;
    this.failures = failures;
  }
}
