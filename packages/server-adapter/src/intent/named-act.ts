import type { IntentStatement } from './intent-provider.ts';

/** Characters of a digest that a person compares. */
const DIGEST_END = 6;

/** What a message or a question calls an act, and the end of the digest that the page shows too: of the document, or of the batch's root. */
export function namedAct({ act }: IntentStatement): { readonly name: string; readonly digestEnd: string } {
  if (act.action !== 'batch') return { name: act.envelopeName, digestEnd: act.originalDigest.slice(-DIGEST_END) };
  return { name: BATCH_NAMES[act.wording.locale](act.count), digestEnd: act.root.slice(-DIGEST_END) };
}

const BATCH_NAMES = {
  en: (count: number) => (count === 1 ? '1 document' : `${count} documents`),
  'zh-CN': (count: number) => `${count}份文件`,
} as const;
