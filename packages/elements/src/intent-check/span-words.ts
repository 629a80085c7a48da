import type { Words } from '../foundation/messages.ts';
import type { IntentId } from './intent-check.messages.ts';

/** A span of time as people say it: `4 min 12 s`, `48 s`. */
export function spanWords(seconds: number, words: Words<IntentId>): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? words.text('seconds', { seconds: rest }) : words.text('minutes', { minutes, seconds: rest });
}
