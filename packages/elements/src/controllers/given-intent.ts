import type { IntentAnswer, IntentBatchView, IntentMethod, UseChallenge } from '@sealkit/core/protocol';
import { failureCodeOf } from './failure-code.ts';

/** What a person is asked to confirm: one act, or a batch of them. */
export type AskedIntent = UseChallenge | IntentBatchView;

/** What the person gave for a proof of intent; with the digest of the act that was shown it is the end of a confirmation. */
export interface GivenIntent {
  readonly intentId: string;
  readonly method: IntentMethod;
  readonly answer: IntentAnswer;
  /** The server is asked whether the person is done elsewhere: nobody waits at a button. */
  readonly asksOnly: boolean;
}

/** Brings what was given to the server; resolves once it is accepted, and rejects with the refusal. */
export type ConfirmIntent = (given: GivenIntent) => Promise<void>;

/** Refusals of what was given, after which the same act can be confirmed by something else. */
const ANSWER_FAULTS = new Set([
  'INTENT_CODE_WRONG',
  'INTENT_PROOF_INVALID',
  'INTENT_PENDING',
  'INTENT_TRIES_USED',
  'INTENT_SUPERSEDED',
  'INTENT_SPENT',
  'INTENT_NOT_FOUND',
  'INTENT_FOREIGN',
  'INTENT_LOCKED',
  'INTENT_PROVIDER_FAILED',
]);

/**
 * Whether a failure concerns what was given alone. A proof that came too late is such a one as long as the act itself still waits; that
 * a question for a provider's answer got none is one too: it is asked again.
 */
export function isAnswerFault(error: unknown, given: GivenIntent, { act }: AskedIntent, now: Date): boolean {
  const { code, retryable } = failureCodeOf(error);
  if (code === 'INTENT_EXPIRED') return now < new Date(act.expires);
  return ANSWER_FAULTS.has(code) || (given.asksOnly && retryable && code !== 'PAGE_FAILED');
}
