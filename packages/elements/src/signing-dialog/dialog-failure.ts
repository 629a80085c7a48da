import type { TemplateResult } from 'lit';
import type { FailureCode } from '../controllers/failure-code.ts';
import type { SigningState } from '../controllers/signing-state.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { DialogId } from './signing-dialog.messages.ts';
import type { StepWords } from './step-words.ts';

/** Refusals after which a new permit and a new use may well succeed. */
const START_AGAIN = new Set([
  'PERMIT_USED',
  'PERMIT_EXPIRED',
  'PERMIT_REFUSED',
  'APPROVAL_EXPIRED',
  'PERMIT_NOT_FOUND',
  'INTENT_EXPIRED',
  'INTENT_NOT_GIVEN',
  'INTENT_MISMATCH',
  'USE_DISCARDED',
  'USE_NOT_FOUND',
  'SEAL_CHANGED',
  'CERTIFICATE_MISMATCH',
]);

export interface FailureActions {
  readonly refusals: Words<RefusalId>;
  readonly retry: () => void;
  readonly back: () => void;
  readonly close: () => void;
}

/** What was refused or failed, what is kept, and the one way on. */
export function dialogFailure(state: SigningState, failure: FailureCode, shown: StepWords & FailureActions): TemplateResult {
  const { words, vocabulary } = shown;
  const { reason, next } = refusalWords(failure.code, shown.refusals, failure.facts['reason']);
  const [title, kept] = outcome(state, failure);
  const { comment } = failure.facts;
  return failureNotice(
    {
      title: words.text(title),
      reason: typeof comment === 'string' && comment !== '' ? words.text('refusedWith', { reason, comment }) : `${reason} ${next}`,
      kept: words.text(kept),
      code: failure.code,
      retryable: failure.retryable,
      action: failure.retryable
        ? { label: vocabulary.text('retry'), icon: 'refresh', run: shown.retry }
        : START_AGAIN.has(failure.code)
          ? { label: words.text('startAgain'), icon: 'undo', run: shown.back }
          : { label: words.text('backToDocument'), icon: 'chevron-left', run: shown.close },
    },
    vocabulary,
  );
}

/** How far it had come: title, and what stays. */
function outcome(state: SigningState, failure: FailureCode): readonly [DialogId, DialogId] {
  if (failure.code === 'RESULT_NOT_VERIFIED' || failure.code === 'RECEIPT_NOT_VERIFIED') return ['failedAfterTitle', 'keptAfter'];
  if (state.challenge !== null && failure.retryable) return ['failedUnknownTitle', 'keptUnknown'];
  if (!state.reading) return ['failedOpenTitle', 'kept'];
  return [state.request?.sealNumber !== null ? 'failedTitle' : 'failedTitleSignature', 'kept'];
}
