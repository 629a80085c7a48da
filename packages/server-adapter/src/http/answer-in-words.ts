import type { PersonalText } from '@sealkit/core/protocol';
import type { AdapterContext } from '../adapter-context.ts';
import { isSoundValue, markedDigest, PERSONAL_MEMBERS } from '../audit/personal-values/personal-value.ts';
import type { PersonalValueRecord } from '../storage/records.ts';
import { type Answer, JSON_TYPE, type OctetAnswer } from './answer.ts';

/**
 * An answer as people read it: where a mark stands for what a person wrote, the text itself, verified against its salted digest; or
 * that it was erased, or is not what was written. Answers are kept for repeats with their marks, so that what is erased is gone there.
 */
export async function answerInWords<T extends Answer | OctetAnswer>(
  { store }: AdapterContext,
  tenant: string,
  answer: T,
): Promise<T | Answer> {
  if (typeof answer.body !== 'string' || answer.contentType !== JSON_TYPE || !answer.body.includes('"salted-sha256:')) return answer;
  const body = JSON.parse(answer.body) as unknown;
  const digests = new Set<string>();
  replaceMarks(body, (digest) => void digests.add(digest));
  const texts = new Map<string, PersonalText>();
  for (const value of await store.transaction((tx) => tx.personal.find(tenant, [...digests]))) texts.set(value.digest, await textOf(value));
  const shown = replaceMarks(body, (digest) => texts.get(digest) ?? ALTERED);
  return { status: answer.status, contentType: JSON_TYPE, body: JSON.stringify(shown) };
}

const ALTERED = { withheld: 'altered' } as const;

async function textOf(value: PersonalValueRecord): Promise<PersonalText> {
  if (!(await isSoundValue(value))) return ALTERED;
  if (value.erased !== null) return { withheld: 'erased', at: value.erased.at };
  return value.text ?? ALTERED;
}

/** A copy in which each mark is what `replace` makes of its digest. */
function replaceMarks(value: unknown, replace: (digest: string) => PersonalText | undefined): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => replaceMarks(element, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      const digest = PERSONAL_MEMBERS.has(name) ? markedDigest(member) : undefined;
      return [name, digest === undefined ? replaceMarks(member, replace) : replace(digest)];
    }),
  );
}
