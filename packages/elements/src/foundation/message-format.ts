/**
 * Messages in a subset of ICU MessageFormat: `{name}`, `{count, plural, =0 {…} one {…} other {…}}` with `#`, and
 * `{kind, select, a {…} other {…}}`. An apostrophe is an apostrophe; there is no quoting, because no message needs a brace.
 */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'count'; readonly name: string }
  | {
      readonly kind: 'plural' | 'select';
      readonly name: string;
      readonly branches: ReadonlyMap<string, readonly MessagePart[]>;
    };

/** A message could not be read. Thrown where a catalogue or an override is wrong, never because of the values. */
export class MessageFormatError extends Error {
  constructor(message: string, source: string) {
    super(`${message} in message: ${source}`);
    this.name = 'MessageFormatError';
  }
}

/** Reads a message into parts. */
export function parseMessage(source: string): readonly MessagePart[] {
  const reader = { source, at: 0 };
  const parts = readParts(reader, null);
  if (reader.at < source.length) throw new MessageFormatError('unexpected }', source);
  return parts;
}

/**
 * The message with its values, as the pieces a template renders: text, and each value as it was given. Numbers are written
 * in the way of the locale; a missing value shows its name in braces, so that the fault is seen and nothing else is lost.
 */
export function formatParts<Value>(
  parts: readonly MessagePart[],
  values: Readonly<Record<string, Value>>,
  locale: string,
): readonly (string | Value)[] {
  const pieces: (string | Value)[] = [];
  appendParts(parts, values, locale, undefined, pieces);
  return pieces;
}

type Reader = { readonly source: string; at: number };

function readParts(reader: Reader, countName: string | null): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  while (reader.at < reader.source.length) {
    const character = reader.source.charAt(reader.at);
    if (character === '}') break;
    reader.at += 1;
    if (character === '{') {
      flush();
      parts.push(readArgument(reader));
    } else if (character === '#' && countName !== null) {
      flush();
      parts.push({ kind: 'count', name: countName });
    } else text += character;
  }
  flush();
  return parts;
}

function readArgument(reader: Reader): MessagePart {
  const name = readUntil(reader, /[,}]/).trim();
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) throw new MessageFormatError(`expected a name, got "${name}"`, reader.source);
  if (reader.source.charAt(reader.at) === '}') {
    reader.at += 1;
    return { kind: 'value', name };
  }
  reader.at += 1;
  const kind = readUntil(reader, /,/).trim();
  reader.at += 1;
  if (kind !== 'plural' && kind !== 'select') throw new MessageFormatError(`unknown kind "${kind}"`, reader.source);
  return { kind, name, branches: readBranches(reader, kind === 'plural' ? name : null) };
}

function readBranches(reader: Reader, countName: string | null): ReadonlyMap<string, readonly MessagePart[]> {
  const branches = new Map<string, readonly MessagePart[]>();
  for (;;) {
    const key = readUntil(reader, /[{}]/).trim();
    const bracket = reader.source.charAt(reader.at);
    reader.at += 1;
    if (bracket === '}' && key === '') break;
    if (bracket !== '{' || key === '') throw new MessageFormatError('expected a branch', reader.source);
    branches.set(key, readParts(reader, countName));
    if (reader.source.charAt(reader.at) !== '}') throw new MessageFormatError('expected }', reader.source);
    reader.at += 1;
  }
  if (!branches.has('other')) throw new MessageFormatError('no branch "other"', reader.source);
  return branches;
}

function readUntil(reader: Reader, stop: RegExp): string {
  const start = reader.at;
  while (reader.at < reader.source.length && !stop.test(reader.source.charAt(reader.at))) reader.at += 1;
  if (reader.at >= reader.source.length) throw new MessageFormatError('unexpected end', reader.source);
  return reader.source.slice(start, reader.at);
}

function appendParts<Value>(
  parts: readonly MessagePart[],
  values: Readonly<Record<string, Value>>,
  locale: string,
  count: number | undefined,
  pieces: (string | Value)[],
): void {
  for (const part of parts) {
    if (part.kind === 'text') pieces.push(part.text);
    else if (part.kind === 'count') pieces.push(formatNumber(count ?? 0, locale));
    else if (part.kind === 'value') pieces.push(valuePiece(part.name, values, locale));
    else {
      const value = values[part.name];
      const number = typeof value === 'number' ? value : Number(value);
      const branch =
        part.kind === 'plural'
          ? pluralBranch(part.branches, number, locale)
          : (part.branches.get(String(value)) ?? part.branches.get('other'));
      appendParts(branch ?? [], values, locale, part.kind === 'plural' ? number : count, pieces);
    }
  }
}

function pluralBranch(
  branches: ReadonlyMap<string, readonly MessagePart[]>,
  count: number,
  locale: string,
): readonly MessagePart[] | undefined {
  return branches.get(`=${count}`) ?? branches.get(new Intl.PluralRules(locale).select(count)) ?? branches.get('other');
}

function valuePiece<Value>(name: string, values: Readonly<Record<string, Value>>, locale: string): string | Value {
  const value = values[name];
  if (value === undefined) return `{${name}}`;
  return typeof value === 'number' ? formatNumber(value, locale) : value;
}

/** Digits from five on are grouped by a thin space, in every locale. */
function formatNumber(value: number, locale: string): string {
  const digits = new Intl.NumberFormat(locale, { useGrouping: false }).format(value);
  return Math.abs(value) < 10_000 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '\u2009');
}
