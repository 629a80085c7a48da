import { hexValue, isDigit, isRegular, isWhiteSpace } from '../syntax/characters.ts';
import { literalClose } from '../syntax/literal-string.ts';

/** What a search of a file needs to know of an object that begins with a dictionary. */
export interface SkimmedHead {
  /** Where the body begins, when it is a stream. */
  readonly body: number | undefined;
  /** `/Length`, where the dictionary states it itself. */
  readonly length: number | undefined;
  readonly type: string | undefined;
}

const DEEPEST = 16;
const LONGEST_INTEGER = 15;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const WORDS = new Set(['true', 'false', 'null']);
/** Octets of `stream` with its end of line, and more than any other keyword has. */
const KEYWORD = 10;
const NOT_PLAIN = -1;

/**
 * Skims the dictionary at `start` without making objects of it: a file has thousands, and of most only the end matters. What it
 * answers is what the parser would find; undefined where the dictionary is anything but plain, and the parser has to look.
 */
export function skimHead(bytes: Uint8Array, start: number): SkimmedHead | undefined {
  let length: number | undefined;
  let type: string | undefined;
  let plain = true;
  const end = skipDict(bytes, start, 0, (key, at, valueEnd) => {
    if (key === 'Type') type = bytes[at] === 0x2f ? textOf(bytes, at + 1, valueEnd) : undefined;
    if (key !== 'Length') return;
    const text = textOf(bytes, at, valueEnd);
    const stated = text.length <= LONGEST_INTEGER && /^\d+$/.test(text);
    plain &&= stated || text.endsWith('R');
    length = stated ? Number(text) : undefined;
  });
  if (end === NOT_PLAIN || !plain) return undefined;
  const keyword = skipSpace(bytes, end);
  if (keyword + KEYWORD > bytes.length || bytes[keyword] === 0x25) return undefined;
  let body = skipRegular(bytes, keyword);
  if (textOf(bytes, keyword, body) !== 'stream') return { body: undefined, length, type };
  if (bytes[body] === 0x0d) body += 1;
  if (bytes[body] === 0x0a) body += 1;
  return { body, length, type };
}

type NoteEntry = (key: string, valueStart: number, valueEnd: number) => void;

/** The position behind the dictionary; as of all that skip here, `NOT_PLAIN` for what is left to the parser. */
function skipDict(bytes: Uint8Array, start: number, depth: number, note?: NoteEntry): number {
  if (depth > DEEPEST || bytes[start] !== 0x3c || bytes[start + 1] !== 0x3c) return NOT_PLAIN;
  for (let at = skipSpace(bytes, start + 2); ; at = skipSpace(bytes, at)) {
    if (bytes[at] === 0x3e) return bytes[at + 1] === 0x3e ? at + 2 : NOT_PLAIN;
    const keyEnd = skipName(bytes, at);
    if (keyEnd === NOT_PLAIN) return NOT_PLAIN;
    const value = skipSpace(bytes, keyEnd);
    const valueEnd = skipValue(bytes, value, depth + 1);
    if (valueEnd === NOT_PLAIN) return NOT_PLAIN;
    note?.(textOf(bytes, at + 1, keyEnd), value, valueEnd);
    at = valueEnd;
  }
}

function skipValue(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case 0x2f:
      return skipName(bytes, at);
    case 0x3c:
      return bytes[at + 1] === 0x3c ? skipDict(bytes, at, depth) : skipHexadecimal(bytes, at);
    case 0x5b:
      return skipArray(bytes, at, depth);
    case 0x28:
      return skipLiteral(bytes, at);
    case undefined:
      return NOT_PLAIN;
    default:
      return skipWord(bytes, at);
  }
}

function skipArray(bytes: Uint8Array, start: number, depth: number): number {
  if (depth > DEEPEST) return NOT_PLAIN;
  for (let at = skipSpace(bytes, start + 1); at !== NOT_PLAIN; at = skipValue(bytes, at, depth + 1)) {
    at = skipSpace(bytes, at);
    if (bytes[at] === 0x5d) return at + 1;
  }
  return NOT_PLAIN;
}

/** A name without escapes. */
function skipName(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== 0x2f) return NOT_PLAIN;
  const end = skipRegular(bytes, start + 1);
  for (let at = start + 1; at < end; at += 1) if (bytes[at] === 0x23) return NOT_PLAIN;
  return end;
}

function skipLiteral(bytes: Uint8Array, start: number): number {
  const close = literalClose(bytes, start);
  return close === undefined ? NOT_PLAIN : close + 1;
}

function skipHexadecimal(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === 0x3e) return at + 1;
    if (hexValue(bytes[at]) < 0 && !isWhiteSpace(bytes[at])) return NOT_PLAIN;
  }
  return NOT_PLAIN;
}

/** A number, a reference or a keyword. */
function skipWord(bytes: Uint8Array, start: number): number {
  const end = skipRegular(bytes, start);
  if (isUnsigned(bytes, start, end)) return skipRestOfRef(bytes, end) ?? end;
  const text = textOf(bytes, start, end);
  return NUMBER.test(text) || WORDS.has(text) ? end : NOT_PLAIN;
}

/** Generation and `R` behind an object number. */
function skipRestOfRef(bytes: Uint8Array, numberEnd: number): number | undefined {
  const generation = skipSpace(bytes, numberEnd);
  const generationEnd = skipRegular(bytes, generation);
  if (generation === numberEnd || !isUnsigned(bytes, generation, generationEnd)) return undefined;
  const keyword = skipSpace(bytes, generationEnd);
  const end = skipRegular(bytes, keyword);
  return end === keyword + 1 && bytes[keyword] === 0x52 ? end : undefined;
}

function isUnsigned(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > LONGEST_INTEGER) return false;
  for (let at = start; at < end; at += 1) if (!isDigit(bytes[at])) return false;
  return true;
}

/** A `%` stays where it is: nothing that is expected begins with it. */
function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isWhiteSpace(bytes[at])) at += 1;
  return at;
}

function skipRegular(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isRegular(bytes[at])) at += 1;
  return at;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
