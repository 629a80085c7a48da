import { type PdfLimits, assertWithin } from '../limits.ts';
import { type PdfDict, entryOf, integerOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { addEntry } from './xref-table.ts';
import type { XrefEntry } from './xref-section.ts';

/**
 * The entries of a decoded cross-reference stream.
 *
 * @throws {@link PdfError} `PDF_XREF_MALFORMED`, `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.5.8.2, §7.5.8.3
 */
export function parseXrefStreamEntries(dict: PdfDict, bytes: Uint8Array, offsetBase: number, limits: PdfLimits): Map<number, XrefEntry> {
  const widths = integersOf(dict, 'W');
  const [first = 0, second = 0, third = 0] = widths ?? [];
  if (widths === undefined || widths.length < 3 || widths.some((width) => width > 8)) throw malformed('/W with three widths');
  const width = widths.reduce((sum, own) => sum + own, 0);
  if (width === 0) throw malformed('/W above zero');
  const size = integerOf(entryOf(dict, 'Size'));
  const index = entryOf(dict, 'Index') === undefined ? [0, size ?? 0] : integersOf(dict, 'Index');
  if (index === undefined || index.length % 2 !== 0) throw malformed('/Index with pairs of integers');
  const entries = new Map<number, XrefEntry>();
  let position = 0;
  for (let pair = 0; pair < index.length; pair += 2) {
    const start = index[pair] ?? 0;
    const count = index[pair + 1] ?? 0;
    for (let offset = 0; offset < count && position + width <= bytes.length; offset += 1) {
      const type = first === 0 ? 1 : readField(bytes, position, first);
      const left = readField(bytes, position + first, second);
      const right = readField(bytes, position + first + second, third);
      const entry = streamEntry(start + offset, type, left, right, offsetBase);
      if (entry !== undefined) addEntry(entries, entry, limits);
      if (entries.size > limits.xrefEntries) assertWithin('xrefEntries', entries.size, limits);
      position += width;
    }
  }
  return entries;
}

function streamEntry(number: number, type: number, left: number, right: number, offsetBase: number): XrefEntry | undefined {
  if (type === 0 || (type === 1 && left === 0)) return { kind: 'free', number, generation: right };
  if (type === 1) return { kind: 'offset', number, generation: right, offset: left + offsetBase };
  if (type === 2) return { kind: 'compressed', number, generation: 0, container: left, index: right };
  // Any other type is a reference to null (§7.5.8.3).
  return { kind: 'free', number, generation: 0 };
}

function readField(bytes: Uint8Array, start: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[start + index] ?? 0);
  return value;
}

function integersOf(dict: PdfDict, key: string): readonly number[] | undefined {
  const array = entryOf(dict, key);
  if (array?.kind !== 'array') return undefined;
  const integers: number[] = [];
  for (const item of array.items) {
    const value = integerOf(item);
    if (value === undefined || value < 0) return undefined;
    integers.push(value);
  }
  return integers;
}

function malformed(expected: string): PdfError {
  return new PdfError('PDF_XREF_MALFORMED', `expected a cross-reference stream with ${expected}`);
}
