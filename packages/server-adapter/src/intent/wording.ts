import type { UseChallenge } from '@sealkit/core/protocol';
import type { ActLanguage } from '@sealkit/core/seal';

/** What the sentence speaks of. */
export type WordedAct = Pick<UseChallenge['act'], 'organisation' | 'personName' | 'envelopeName' | 'seal' | 'pages'>;

/** The sentence that a person agrees to, in the language of their page. */
export function wordingOf(act: WordedAct, locale: ActLanguage): UseChallenge['act']['wording'] {
  return { locale, text: SENTENCES[locale](act) };
}

const SENTENCES: Readonly<Record<ActLanguage, (act: WordedAct) => string>> = {
  en: ({ organisation, personName, envelopeName, seal, pages }) =>
    seal === null
      ? `I, ${personName}, sign “${envelopeName}” in my own name.`
      : `I, ${personName}, put the seal “${seal.name}” (${seal.number}, version ${seal.version}) of ${organisation} on “${envelopeName}”, page ${rangesOf(pages, ', ')}.`,
  'zh-CN': ({ organisation, personName, envelopeName, seal, pages }) =>
    seal === null
      ? `本人${personName}确认以个人名义签署“${envelopeName}”。`
      : `本人${personName}确认在“${envelopeName}”第${rangesOf(pages, '、')}页加盖${organisation}的“${seal.name}”（编号${seal.number}，第${seal.version}版）。`,
};

/** The sentence that a person agrees to who confirms several acts at once. */
export function batchWordingOf({ personName, count }: { readonly personName: string; readonly count: number }, locale: ActLanguage) {
  return { locale, text: BATCH_SENTENCES[locale](personName, count) } as const;
}

const BATCH_SENTENCES: Readonly<Record<ActLanguage, (personName: string, count: number) => string>> = {
  en: (personName, count) =>
    `I, ${personName}, confirm ${count === 1 ? 'the 1 act' : `the ${count} acts`} listed here, each as it is shown.`,
  'zh-CN': (personName, count) => `本人${personName}确认此处列出的${count}项签署，每一项均以所示内容为准。`,
};

/** 1–3, 5 */
function rangesOf(pages: readonly number[], separator: string): string {
  const ranges: [number, number][] = [];
  for (const page of [...pages].sort((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last !== undefined && page <= last[1] + 1) last[1] = page;
    else ranges.push([page, page]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(separator);
}
