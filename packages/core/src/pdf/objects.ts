import { type Bytes, copyBytes, decodeLatin1 } from '../bytes/index.ts';
import { PdfError } from './pdf-error.ts';
import { canonicalNumber } from './syntax/number-text.ts';

/** Octets of the file from `start` (included) to `end` (excluded). */
export interface PdfRange {
  readonly start: number;
  readonly end: number;
}

export interface PdfNull {
  readonly kind: 'null';
}

export interface PdfBoolean {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** A number with its decimal text in the one spelling; a real is never printed from a double. */
export interface PdfNumber {
  readonly kind: 'number';
  readonly form: 'integer' | 'real';
  readonly text: string;
  readonly value: number;
}

/** A name, decoded: one UTF-16 unit for each octet. */
export interface PdfName {
  readonly kind: 'name';
  readonly value: string;
}

export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Bytes;
  /** How the file writes it; a string that was made has none. */
  readonly written?: 'literal' | 'hexadecimal';
  /** Where the file has it, delimiters included; none for strings in object streams. */
  readonly range?: PdfRange;
}

export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
}

export interface PdfDict {
  readonly kind: 'dict';
  /** Values by decoded key in the order of the file; of a repeated key the last value. */
  readonly entries: ReadonlyMap<string, PdfObject>;
  /** Keys that occur more than once. */
  readonly duplicates: readonly string[];
}

export interface PdfStream {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  /** The octets between `stream` and `endstream`, still encoded. */
  readonly rawRange: PdfRange;
  /** False when /Length is not the distance to `endstream`, which was searched instead. */
  readonly lengthHolds: boolean;
  /** The indirect object that the stream is. */
  readonly ref: PdfRef;
}

export interface PdfRef {
  readonly kind: 'ref';
  readonly number: number;
  readonly generation: number;
}

export type PdfObject = PdfNull | PdfBoolean | PdfNumber | PdfName | PdfString | PdfArray | PdfDict | PdfStream | PdfRef;

export const PDF_NULL: PdfNull = { kind: 'null' };
const TRUE: PdfBoolean = { kind: 'boolean', value: true };
const FALSE: PdfBoolean = { kind: 'boolean', value: false };

export function pdfBoolean(value: boolean): PdfBoolean {
  return value ? TRUE : FALSE;
}

/** @throws RangeError when the value is not a safe integer. */
export function pdfInteger(value: number): PdfNumber {
  if (!Number.isSafeInteger(value)) throw new RangeError(`value: expected a safe integer, got ${value}`);
  return { kind: 'number', form: 'integer', text: String(value === 0 ? 0 : value), value };
}

/**
 * A number from its decimal text.
 *
 * @throws {@link PdfError} `PDF_OBJECT_MALFORMED` for text that is no number.
 */
export function pdfNumber(text: string): PdfNumber {
  const canonical = canonicalNumber(text);
  if (canonical === undefined) throw new PdfError('PDF_OBJECT_MALFORMED', 'expected a decimal number');
  return { kind: 'number', form: canonical.includes('.') ? 'real' : 'integer', text: canonical, value: Number(canonical) };
}

/** A name from its decoded value, one UTF-16 unit below 256 for each octet. */
export function pdfName(value: string): PdfName {
  return { kind: 'name', value };
}

export function pdfString(bytes: Uint8Array): PdfString {
  return { kind: 'string', bytes: copyBytes(bytes) };
}

export function pdfArray(items: readonly PdfObject[]): PdfArray {
  return { kind: 'array', items };
}

/** A dictionary from entries; a later entry replaces an earlier one with its key. */
export function pdfDict(entries: Iterable<readonly [string, PdfObject]> | Readonly<Record<string, PdfObject>>): PdfDict {
  const pairs = Symbol.iterator in entries ? entries : Object.entries(entries);
  return { kind: 'dict', entries: new Map(pairs), duplicates: [] };
}

export function pdfRef(number: number, generation = 0): PdfRef {
  return { kind: 'ref', number, generation };
}

/** The dictionary of a dictionary or stream. */
export function dictOf(object: PdfObject | undefined): PdfDict | undefined {
  if (object?.kind === 'dict') return object;
  return object?.kind === 'stream' ? object.dict : undefined;
}

/** The direct value of a key; null counts as absent (ISO 32000-2 §7.3.7). */
export function entryOf(dict: PdfDict, key: string): PdfObject | undefined {
  const value = dict.entries.get(key);
  return value?.kind === 'null' ? undefined : value;
}

/** The value of an integer, also one written as an integral real; undefined for all else. */
export function integerOf(object: PdfObject | undefined): number | undefined {
  return object?.kind === 'number' && Number.isSafeInteger(object.value) ? object.value : undefined;
}

export function nameOf(object: PdfObject | undefined): string | undefined {
  return object?.kind === 'name' ? object.value : undefined;
}

export function isNamed(object: PdfObject | undefined, name: string): boolean {
  return object?.kind === 'name' && object.value === name;
}

/** The octets of a string as Latin-1 text. */
export function latin1Of(object: PdfObject | undefined): string | undefined {
  return object?.kind === 'string' ? decodeLatin1(object.bytes) : undefined;
}

export function sameRef(left: PdfObject | undefined, right: PdfObject | undefined): boolean {
  return left?.kind === 'ref' && right?.kind === 'ref' && left.number === right.number && left.generation === right.generation;
}
