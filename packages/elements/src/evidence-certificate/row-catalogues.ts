/** The words of rows, loaded with the first package: pages that check none do not carry them. */
export { ROW_REASONS } from './row-reasons.messages.ts';
export { ROW_WORDS } from './row-words.messages.ts';
