import type { IntentStatement } from './intent-provider.ts';

/** Characters of a digest that a person compares. */
const DIGEST_END = 6;

/**
 * What a message or a question calls an act, and the end of the digest that the page shows too: of the document, of the batch's root, or
 * of the act where that is a change of what the person confirms with.
 */
export function namedAct({ act, digest }: IntentStatement): { readonly name: string; readonly digestEnd: string } {
  if ('envelopeName' in act) return { name: act.envelopeName, digestEnd: act.originalDigest.slice(-DIGEST_END) };
  if (act.action !== 'batch') return { name: act.wording.text, digestEnd: digest.slice(-DIGEST_END) };
  return { name: BATCH_NAMES[act.wording.locale](act.count), digestEnd: act.root.slice(-DIGEST_END) };
}

const BATCH_NAMES = {
  en: (count: number) => (count === 1 ? '1 document' : `${count} documents`),
  'zh-CN': (count: number) => `${count}份文件`,
} as const;
