import type { UseView } from '@sealkit/core/protocol';
import { formatSequence } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

/**
 * The event that an entry stands for, by its place in the chain of its seal or document. It is called an event and not an entry:
 * the chain counts permits and the steps of a use too, and its numbers run ahead of the count of entries shown beside them.
 */
export function entryName(use: UseView, words: Words<UseLogId>): string {
  const number = formatSequence(use.sequence);
  return use.seal ? words.text('entryOfSeal', { number, name: use.seal.name }) : words.text('entryOfDocument', { number });
}
