import type { PersonalText } from '@sealkit/core/protocol';
import { formatDay } from './format.ts';
import type { Words } from './messages.ts';
import type { VocabularyId } from './vocabulary.ts';

/** What a person wrote; or that it was erased, and on which day; or that it is not what was written. */
export function personalWords(text: PersonalText, vocabulary: Words<VocabularyId>, timeZone: string): string {
  if (typeof text === 'string') return text;
  return text.withheld === 'erased'
    ? vocabulary.text('textErased', { date: formatDay(text.at, timeZone) })
    : vocabulary.text('textAltered');
}
