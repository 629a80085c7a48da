import type { UseView } from '@sealkit/core/protocol';
import { formatSequence } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

/** An entry is counted in the chain of its seal, or of its document: a number alone would say nothing in a table of several chains. */
export function entryName(use: UseView, words: Words<UseLogId>): string {
  const number = formatSequence(use.sequence);
  return use.seal ? words.text('entryOfSeal', { number, name: use.seal.name }) : words.text('entryOfDocument', { number });
}
