import { nothing, type TemplateResult } from 'lit';
import { type FailureCode, failureCodeOf } from '../controllers/failure-code.ts';
import { failureNotice, type Failure } from './failure-notice.ts';
import type { Words } from './messages.ts';
import { refusalWords } from './refusal-words.ts';
import type { RefusalId } from './refusals.messages.ts';
import type { VocabularyId } from './vocabulary.ts';

export interface RefusalNotice {
  readonly title: string;
  readonly kept?: string;
  readonly action?: NonNullable<Failure['action']>;
}

interface NoticeWords {
  readonly refusals: Words<RefusalId>;
  readonly vocabulary: Words<VocabularyId>;
}

/** An error of the client or the page as a notice; nothing without one. */
export function refusalNotice(error: unknown, notice: RefusalNotice, words: NoticeWords): TemplateResult | typeof nothing {
  return codeNotice(error === null ? null : failureCodeOf(error), notice, words);
}

/** The same for a failure whose code is known. */
export function codeNotice(failure: FailureCode | null, notice: RefusalNotice, words: NoticeWords): TemplateResult | typeof nothing {
  if (failure === null) return nothing;
  const { code, retryable, facts } = failure;
  const { reason, next } = refusalWords(code, words.refusals, undefined, facts);
  return failureNotice({ ...notice, reason: `${reason} ${next}`.trim(), code, retryable }, words.vocabulary);
}
