import type { ActLanguage } from '../seal/index.ts';
import type { IntentMethod } from './intents.ts';
import type { UseChallenge } from './uses.ts';

/** `POST /intent-batches`: uses of the caller's that wait for intent, to be confirmed by one proof; their order is that of the tree. */
export interface IntentBatchRequest {
  readonly useIds: readonly string[];
}

/**
 * What one proof for several acts is about. It names no document: each act is a leaf under `root`, so that whoever is shown one act with
 * its path learns nothing of the others.
 */
export interface BatchAct {
  readonly v: 1;
  readonly action: 'batch';
  readonly tenant: string;
  readonly person: string;
  readonly personName: string;
  /** Acts in the batch. */
  readonly count: number;
  /** `sha256:<hex>`, root over the acts' challenges in their order. */
  readonly root: string;
  /** The sentence that the page shows, in its language; the person agrees to this text. */
  readonly wording: { readonly locale: ActLanguage; readonly text: string };
  readonly nonce: string;
  readonly issuedAt: string;
  readonly expires: string;
}

/** What the person confirms at once. The page shows each act, and computes root and digest of what it showed. */
export interface IntentBatchView {
  readonly batchId: string;
  /** `confirmed`: each use may now be confirmed with `{ batchId, shownDigest }`, until the batch expires. */
  readonly status: 'awaiting-intent' | 'confirmed';
  readonly act: BatchAct;
  /** `sha256:<hex>` over the canonical JSON of `act`. */
  readonly challenge: string;
  /** In the order of the tree. */
  readonly uses: readonly { readonly useId: string; readonly challenge: string }[];
  /** Ways of confirming that the permits of all uses take; all but `confirm` begin with `POST /intent-batches/{id}/intents`. */
  readonly methods: readonly IntentMethod[];
  readonly minimumAssurance: number;
}

/** `GET /intent-batches/{id}`: a batch of the caller's with its acts, so that a page can show them again and go on. */
export interface IntentBatchRecall extends IntentBatchView {
  /** In the order of the tree; each as it was answered when its use was started, whatever became of it since. */
  readonly acts: readonly { readonly envelopeId: string; readonly permit: string; readonly challenge: UseChallenge }[];
}
