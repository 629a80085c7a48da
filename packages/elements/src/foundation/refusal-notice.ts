import { nothing, type TemplateResult } from 'lit';
import { failureCodeOf } from '../controllers/failure-code.ts';
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

/** An error of the client or the page as a notice; nothing without one. */
export function refusalNotice(
  error: unknown,
  notice: RefusalNotice,
  words: { readonly refusals: Words<RefusalId>; readonly vocabulary: Words<VocabularyId> },
): TemplateResult | typeof nothing {
  if (error === null) return nothing;
  const { code, retryable, facts } = failureCodeOf(error);
  const { reason, next } = refusalWords(code, words.refusals, undefined, facts);
  return failureNotice({ ...notice, reason: `${reason} ${next}`.trim(), code, retryable }, words.vocabulary);
}
