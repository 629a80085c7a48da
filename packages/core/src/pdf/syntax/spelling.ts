import { BytesError, encodeHex, encodeLatin1 } from '../../bytes/index.ts';
import type { PdfDict, PdfObject } from '../objects.ts';
import { assertWithin } from '../limits.ts';
import { PdfError } from '../pdf-error.ts';
import { PdfLexer } from './lexer.ts';
import { parseObject } from './object-parser.ts';

/**
 * The one spelling of an object, which the frame digest is taken over and revisions are written in: one space between
 * tokens; names decoded, then `#XX` for octets outside 21–7E, delimiters and `#`; keys sorted by their decoded octets, null
 * entries dropped; numbers from their decimal text; strings as upper-case hexadecimal; references `n g R`.
 *
 * @throws {@link PdfError} `PDF_DUPLICATE_KEY`; `PDF_NOT_SPELLABLE` for a stream; `PDF_LIMIT_EXCEEDED` beyond the nesting
 * that the reader takes.
 */
export function spellObject(object: PdfObject): string {
  const tokens: string[] = [];
  spellInto(tokens, object, 0);
  return tokens.join(' ');
}

/** What the revision writer writes for an object: the same spelling. */
export function serializeObject(object: PdfObject): string {
  return spellObject(object);
}

/**
 * The object that a text spells; exactly the inverse of {@link spellObject}.
 *
 * @throws {@link PdfError} `PDF_SPELLING_NOT_CANONICAL` for any other spelling, `PDF_OBJECT_MALFORMED` and its like for none.
 */
export function parseSpelled(text: string): PdfObject {
  const lexer = new PdfLexer(latin1(text));
  const parsed = parseObject(lexer);
  const object = withoutTraces(parsed);
  if (spellObject(object) !== text) throw new PdfError('PDF_SPELLING_NOT_CANONICAL', 'expected an object in the one spelling');
  return object;
}

function latin1(text: string): Uint8Array {
  try {
    return encodeLatin1(text);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw new PdfError('PDF_SPELLING_NOT_CANONICAL', 'expected text of ASCII characters', { cause });
  }
}

/** A string keeps how the file wrote it; a value that was spelled was not read from a file. */
function withoutTraces(object: PdfObject): PdfObject {
  if (object.kind === 'string') return { kind: 'string', bytes: object.bytes };
  if (object.kind === 'array') return { kind: 'array', items: object.items.map(withoutTraces) };
  if (object.kind !== 'dict') return object;
  const entries = new Map<string, PdfObject>();
  for (const [key, value] of object.entries) entries.set(key, withoutTraces(value));
  return { kind: 'dict', entries, duplicates: object.duplicates };
}

function spellInto(tokens: string[], object: PdfObject, depth: number): void {
  assertWithin('nesting', depth);
  switch (object.kind) {
    case 'null':
      tokens.push('null');
      return;
    case 'boolean':
      tokens.push(object.value ? 'true' : 'false');
      return;
    case 'number':
      tokens.push(object.text);
      return;
    case 'name':
      tokens.push(spellName(object.value));
      return;
    case 'string':
      tokens.push(`<${encodeHex(object.bytes).toUpperCase()}>`);
      return;
    case 'ref':
      tokens.push(String(object.number), String(object.generation), 'R');
      return;
    case 'array':
      tokens.push('[');
      for (const item of object.items) spellInto(tokens, item, depth + 1);
      tokens.push(']');
      return;
    case 'dict':
      spellDict(tokens, object, depth + 1);
      return;
    case 'stream':
      throw new PdfError('PDF_NOT_SPELLABLE', 'expected an object without a stream body');
  }
}

function spellDict(tokens: string[], dict: PdfDict, depth: number): void {
  if (dict.duplicates.length > 0) throw new PdfError('PDF_DUPLICATE_KEY', 'expected each key once');
  tokens.push('<<');
  for (const key of [...dict.entries.keys()].sort(byOctets)) {
    const value = dict.entries.get(key);
    if (value === undefined || value.kind === 'null') continue;
    tokens.push(spellName(key));
    spellInto(tokens, value, depth);
  }
  tokens.push('>>');
}

/** Names hold one unit for each octet, so the order of units is the order of octets. */
function byOctets(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function spellName(value: string): string {
  return `/${value.replace(/[^!-~]|[()<>[\]{}/%#]/g, (character) => {
    const unit = character.charCodeAt(0);
    if (unit > 0xff) throw new PdfError('PDF_NOT_SPELLABLE', 'expected a name of octets');
    return `#${unit.toString(16).toUpperCase().padStart(2, '0')}`;
  })}`;
}
