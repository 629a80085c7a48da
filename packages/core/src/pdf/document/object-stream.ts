import { type PdfLimits, assertWithin } from '../limits.ts';
import { type PdfDict, type PdfObject, type PdfRef, entryOf, integerOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';

/** A decoded object stream: its objects are parsed when they are asked for (ISO 32000-2 §7.5.7). */
export interface ObjectStream {
  readonly bytes: Uint8Array;
  readonly numbers: readonly number[];
  /** Positions within `bytes`. */
  readonly offsets: readonly number[];
  readonly extends?: PdfRef;
}

/**
 * Reads the pairs at the head of a decoded object stream.
 *
 * @throws {@link PdfError} `PDF_OBJECT_STREAM_MALFORMED`, `PDF_LIMIT_EXCEEDED`
 */
export function parseObjectStream(dict: PdfDict, bytes: Uint8Array, limits: PdfLimits): ObjectStream {
  const count = integerOf(entryOf(dict, 'N'));
  const first = integerOf(entryOf(dict, 'First'));
  if (count === undefined || count < 0 || first === undefined || first < 0 || first > bytes.length) {
    throw new PdfError('PDF_OBJECT_STREAM_MALFORMED', 'expected /N and /First of an object stream');
  }
  assertWithin('objectStreamObjects', count, limits);
  const lexer = new PdfLexer(bytes.subarray(0, first), { limits });
  const numbers: number[] = [];
  const offsets: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = takeNumber(lexer);
    const offset = takeNumber(lexer);
    if (number === undefined || offset === undefined)
      throw new PdfError('PDF_OBJECT_STREAM_MALFORMED', `expected ${count} pairs of integers`);
    numbers.push(number);
    offsets.push(first + offset);
  }
  const base = entryOf(dict, 'Extends');
  return base?.kind === 'ref' ? { bytes, numbers, offsets, extends: base } : { bytes, numbers, offsets };
}

/** The object at a place of the head, and how many octets it takes. */
export function objectAt(stream: ObjectStream, index: number, limits: PdfLimits): { readonly value: PdfObject; readonly octets: number } {
  const offset = stream.offsets[index];
  if (offset === undefined || offset > stream.bytes.length) {
    throw new PdfError('PDF_OBJECT_STREAM_MALFORMED', `expected an object at index ${index} of the object stream`);
  }
  const lexer = new PdfLexer(stream.bytes.subarray(offset), { limits });
  const value = parseObject(lexer);
  return { value, octets: lexer.position };
}

/** The index that an entry states if the head agrees, else where the head has the number; undefined when it has not. */
export function findIndex(stream: ObjectStream, number: number, stated: number): number | undefined {
  if (stream.numbers[stated] === number) return stated;
  const found = stream.numbers.indexOf(number);
  return found < 0 ? undefined : found;
}

function takeNumber(lexer: PdfLexer): number | undefined {
  lexer.skipSpace();
  return lexer.takeUnsigned();
}
