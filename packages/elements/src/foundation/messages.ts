import { formatParts, parseMessage, type MessagePart } from './message-format.ts';

/** The locales that ship complete. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The messages of one subject in each shipped locale; the ids are the same in all. */
export interface Catalogue<Id extends string> {
  /** Prefix of the ids for overrides, for instance `signing-dialog`. */
  readonly name: string;
  readonly messages: { readonly [L in Locale]: Readonly<Record<Id, string>> };
}

/**
 * What a host puts in place of shipped messages, by locale and by `<catalogue>.<id>`, for instance
 * `{ 'zh-CN': { 'signing-dialog.confirm': '加盖印章' } }`. A locale of the host's own falls back to English per id.
 */
export type MessageOverrides = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type MessageValues<Value = unknown> = Readonly<Record<string, Value>>;

/** Messages bound to an element: its locale, and what the host overrides. */
export interface Words<Id extends string> {
  /** The sentence as text. */
  text(id: Id, values?: MessageValues<string | number>): string;
  /** The sentence as pieces for a template, so that a value can be an element, for instance a name in `<bdi>`. */
  parts(id: Id, values: MessageValues): readonly unknown[];
  /** What the host says under an id of its own, which no catalogue has; undefined where it says nothing. */
  own(id: string): string | undefined;
  /** Whether the catalogue has this id: for ids that come from data, such as codes of checks. */
  has(id: string): id is Id;
}

/** Where messages take the locale and the overrides from at the time of rendering. */
export interface MessageSource {
  readonly locale: string;
  readonly messageOverrides: MessageOverrides;
}

export function bindMessages<Id extends string>(source: MessageSource, catalogue: Catalogue<Id>): Words<Id> {
  const pick = (id: Id): string => {
    const { locale, messageOverrides } = source;
    const key = `${catalogue.name}.${id}`;
    const shipped = catalogue.messages[shippedLocale(locale)][id];
    return messageOverrides[locale]?.[key] ?? messageOverrides[shippedLocale(locale)]?.[key] ?? shipped;
  };
  return {
    text: (id, values = {}) => formatParts(parsed(pick(id)), values, source.locale).join(''),
    parts: (id, values) => formatParts(parsed(pick(id)), values, source.locale),
    own: (id) => {
      const { locale, messageOverrides } = source;
      const key = `${catalogue.name}.${id}`;
      return messageOverrides[locale]?.[key] ?? messageOverrides[shippedLocale(locale)]?.[key];
    },
    has: (id): id is Id => Object.hasOwn(catalogue.messages.en, id),
  };
}

/** The shipped locale that serves a language tag: Chinese of any script and region, else English. */
export function shippedLocale(tag: string): Locale {
  return /^zh\b/i.test(tag) ? 'zh-CN' : 'en';
}

/** Parsed messages by their source: a pure function remembered. */
const PARSED = new Map<string, readonly MessagePart[]>();

function parsed(source: string): readonly MessagePart[] {
  const known = PARSED.get(source);
  if (known) return known;
  const parts = parseMessage(source);
  PARSED.set(source, parts);
  return parts;
}
