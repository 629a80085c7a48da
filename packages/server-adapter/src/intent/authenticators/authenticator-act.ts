import type { AuthenticatorAct, IntentMethod } from '@sealkit/core/protocol';
import type { ActLanguage } from '@sealkit/core/seal';
import type { AuthenticatorActRecord } from '../../storage/records.ts';
import { digestOfAct } from '../challenge.ts';
import type { IntentContext } from '../intent-provider.ts';

/** A person has so long to confirm it, and so long to finish an enrolment. */
export const ACT_LIFETIME_MS = 10 * 60_000;

/** What is added or removed. */
export interface AuthenticatorChange {
  readonly action: AuthenticatorAct['action'];
  readonly authenticatorId: string;
  readonly method: IntentMethod;
  readonly name: string;
}

/** The act in the words that are shown, and the digest that a proof of intent must answer. */
export async function composeAuthenticatorAct(
  id: string,
  { tenant, personId, personName, now }: IntentContext,
  change: AuthenticatorChange,
  language: ActLanguage,
): Promise<AuthenticatorActRecord> {
  const createdAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + ACT_LIFETIME_MS).toISOString();
  const { action, authenticatorId, method, name } = change;
  const act = {
    v: 1,
    action,
    tenant,
    person: personId,
    personName,
    id,
    authenticatorId,
    method,
    name,
    wording: { locale: language, text: SENTENCES[language][action](personName, name, methodName(method, language)) },
    issuedAt: createdAt,
    expires: expiresAt,
  } as const;
  const challenge = await digestOfAct(act);
  return { tenant, id, personId, act, challenge, createdAt, expiresAt, confirmedAt: null, intent: null };
}

type Sentence = (person: string, name: string, method: string) => string;

const SENTENCES: Readonly<Record<ActLanguage, Readonly<Record<AuthenticatorAct['action'], Sentence>>>> = {
  en: {
    'add-authenticator': (person, name, method) => `Add “${name}” (${method}) to what I, ${person}, confirm with.`,
    'remove-authenticator': (person, name, method) => `Remove “${name}” (${method}) from what I, ${person}, confirm with.`,
  },
  'zh-CN': {
    'add-authenticator': (person, name, method) => `添加“${name}”（${method}），作为本人${person}的签署确认方式。`,
    'remove-authenticator': (person, name, method) => `移除“${name}”（${method}），本人${person}不再以其确认签署。`,
  },
};

/** Of the methods that an authenticator is set up for; a host's own is called by its id. */
const METHOD_NAMES: Readonly<Record<ActLanguage, ReadonlyMap<string, string>>> = {
  en: new Map([
    ['totp', 'authenticator app'],
    ['passkey', 'passkey'],
  ]),
  'zh-CN': new Map([
    ['totp', '身份验证器应用'],
    ['passkey', '通行密钥'],
  ]),
};

function methodName(method: IntentMethod, language: ActLanguage): string {
  return METHOD_NAMES[language].get(method) ?? method;
}
