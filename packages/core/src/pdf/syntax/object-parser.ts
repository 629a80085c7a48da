import {
  type PdfArray,
  type PdfDict,
  type PdfObject,
  type PdfNumber,
  type PdfRef,
  type PdfString,
  PDF_NULL,
  pdfBoolean,
} from '../objects.ts';
import { assertWithin } from '../limits.ts';
import { canonicalNumber } from './number-text.ts';
import type { PdfLexer } from './lexer.ts';

/**
 * The direct object or reference at the cursor.
 *
 * @throws {@link PdfError} `PDF_OBJECT_MALFORMED`, `PDF_UNEXPECTED_END`, `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.3
 */
export function parseObject(lexer: PdfLexer, depth = 0): PdfObject {
  lexer.values += 1;
  if (lexer.values > lexer.limits.objectValues) assertWithin('objectValues', lexer.values, lexer.limits);
  lexer.skipSpace();
  const byte = lexer.peek();
  switch (byte) {
    case undefined:
      throw lexer.unexpectedEnd();
    case 0x2f:
      return { kind: 'name', value: lexer.readName() };
    case 0x28:
      return parseString(lexer, 'literal');
    case 0x5b:
      return parseArray(lexer, depth + 1);
    case 0x3c:
      return isDictNext(lexer) ? parseDict(lexer, depth + 1) : parseString(lexer, 'hexadecimal');
    default:
      return isNumberStart(byte) ? parseNumberOrRef(lexer) : parseKeyword(lexer);
  }
}

function isDictNext(lexer: PdfLexer): boolean {
  lexer.position += 1;
  const next = lexer.peek();
  lexer.position -= 1;
  return next === 0x3c;
}

function isNumberStart(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

function parseString(lexer: PdfLexer, written: 'literal' | 'hexadecimal'): PdfString {
  const start = lexer.position;
  const bytes = written === 'literal' ? lexer.readLiteral() : lexer.readHexadecimal();
  if (lexer.base === undefined) return { kind: 'string', bytes, written };
  return { kind: 'string', bytes, written, range: { start: lexer.base + start, end: lexer.base + lexer.position } };
}

function parseArray(lexer: PdfLexer, depth: number): PdfArray {
  assertWithin('nesting', depth, lexer.limits);
  lexer.position += 1;
  const items: PdfObject[] = [];
  for (;;) {
    lexer.skipSpace();
    if (lexer.peek() === 0x5d) break;
    items.push(parseObject(lexer, depth));
  }
  lexer.position += 1;
  return { kind: 'array', items };
}

function parseDict(lexer: PdfLexer, depth: number): PdfDict {
  assertWithin('nesting', depth, lexer.limits);
  lexer.position += 2;
  const entries = new Map<string, PdfObject>();
  const duplicates: string[] = [];
  for (;;) {
    lexer.skipSpace();
    const byte = lexer.peek();
    if (byte === 0x3e) break;
    if (byte === undefined) throw lexer.unexpectedEnd();
    if (byte !== 0x2f) throw lexer.malformed('a name as key');
    const key = lexer.readName();
    lexer.skipSpace();
    // A key right before `>>` has no value: as good as absent, and readers agree.
    const value = lexer.peek() === 0x3e ? PDF_NULL : parseObject(lexer, depth);
    const before = entries.size;
    entries.set(key, value);
    if (entries.size === before) duplicates.push(key);
  }
  lexer.position += 1;
  if (lexer.peek() !== 0x3e) throw lexer.peek() === undefined ? lexer.unexpectedEnd() : lexer.malformed('>>');
  lexer.position += 1;
  return { kind: 'dict', entries, duplicates };
}

function parseNumberOrRef(lexer: PdfLexer): PdfObject {
  const whole = takeRefOrUnsigned(lexer);
  if (whole !== undefined) return whole;
  const written = lexer.readRegular(lexer.limits.numberCharacters);
  const text = canonicalNumber(written);
  if (text === undefined) throw lexer.malformed('a number');
  return { kind: 'number', form: text.includes('.') ? 'real' : 'integer', text, value: Number(text) };
}

/** A reference, or the unsigned integer that might have begun one. */
function takeRefOrUnsigned(lexer: PdfLexer): PdfRef | PdfNumber | undefined {
  const number = lexer.takeUnsigned();
  if (number === undefined) return undefined;
  const end = lexer.position;
  lexer.skipSpace();
  const generation = lexer.takeUnsigned();
  if (generation !== undefined) {
    lexer.skipSpace();
    if (lexer.takeKeyword('R')) return { kind: 'ref', number, generation };
  }
  lexer.position = end;
  return { kind: 'number', form: 'integer', text: String(number), value: number };
}

function parseKeyword(lexer: PdfLexer): PdfObject {
  const start = lexer.position;
  const word = lexer.readRegular();
  if (word === 'true' || word === 'false') return pdfBoolean(word === 'true');
  if (word === 'null') return PDF_NULL;
  lexer.position = start;
  throw lexer.malformed('an object');
}
