import { type Bytes, concatBytes, encodeLatin1 } from '../../src/bytes/index.ts';

/** Objects by number: what stands between `obj` and `endobj`. */
export type ObjectTexts = Readonly<Record<number, string>>;

export const PAGE_OBJECTS: ObjectTexts = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 200 100 ] >>',
};

export interface SectionOptions {
  /** Entries of the trailer besides /Size and /Prev. */
  readonly trailer?: string;
  readonly size?: number;
  /** Offset of the section before. */
  readonly previous?: number;
  readonly free?: readonly number[];
}

/** A file with a classical table, or one more revision of `before` with one. Positions are Latin-1 positions of the text. */
export function withTable(before: string, objects: ObjectTexts, options: SectionOptions = {}): { text: string; startxref: number } {
  const { text, offsets } = withObjects(before, objects);
  const numbers = Object.keys(objects).map(Number);
  const lines = numbers.map((number) => ({ number, line: `${pad(offsets[number] ?? 0, 10)} 00000 n ` }));
  for (const number of options.free ?? []) lines.push({ number, line: '0000000000 00001 f ' });
  if (options.previous === undefined) lines.push({ number: 0, line: '0000000000 65535 f ' });
  lines.sort((left, right) => left.number - right.number);
  const table = lines.map(({ number, line }) => `${number} 1\n${line}\n`).join('');
  const size = options.size ?? Math.max(0, ...lines.map(({ number }) => number)) + 1;
  const previous = options.previous === undefined ? '' : ` /Prev ${options.previous}`;
  const trailer = `trailer\n<< /Size ${size}${previous} ${options.trailer ?? '/Root 1 0 R'} >>\n`;
  return { text: `${text}xref\n${table}${trailer}startxref\n${text.length}\n%%EOF\n`, startxref: text.length };
}

/** The same with a cross-reference stream, which object `own` is. Compressed objects: number → [container, index]. */
export function withStream(
  before: string,
  objects: ObjectTexts,
  own: number,
  options: SectionOptions & { readonly compressed?: Readonly<Record<number, readonly [number, number]>> } = {},
): { text: string; startxref: number } {
  const { text, offsets } = withObjects(before, objects);
  const rows = new Map<number, readonly [number, number, number]>([[own, [1, text.length, 0]]]);
  for (const [number, offset] of Object.entries(offsets)) rows.set(Number(number), [1, offset, 0]);
  for (const [number, [container, index]] of Object.entries(options.compressed ?? {})) rows.set(Number(number), [2, container, index]);
  for (const number of options.free ?? []) rows.set(number, [0, 0, 1]);
  const numbers = [...rows.keys()].sort((left, right) => left - right);
  const body = numbers
    .map((number) => (rows.get(number) ?? [0, 0, 0]).map((field, index) => pad(field.toString(16), [2, 8, 4][index] ?? 0)).join(''))
    .join('');
  const size = options.size ?? Math.max(...numbers) + 1;
  const previous = options.previous === undefined ? '' : `/Prev ${options.previous} `;
  const index = numbers.map((number) => `${number} 1`).join(' ');
  const dict = `<< /Type /XRef /W [ 1 4 2 ] /Index [ ${index} ] /Size ${size} ${previous}${options.trailer ?? '/Root 1 0 R'} /Filter /ASCIIHexDecode /Length ${body.length + 1} >>`;
  return {
    text: `${text}${own} 0 obj\n${dict}\nstream\n${body}>\nendstream\nendobj\nstartxref\n${text.length}\n%%EOF\n`,
    startxref: text.length,
  };
}

/** The text of an object stream. */
export function objectStreamText(objects: ObjectTexts, extra = ''): string {
  const numbers = Object.keys(objects).map(Number);
  let position = 0;
  const pairs = numbers.map((number) => {
    const pair = `${number} ${position}`;
    position += (objects[number] ?? '').length + 1;
    return pair;
  });
  const head = `${pairs.join(' ')} `;
  const body = head + numbers.map((number) => `${objects[number] ?? ''} `).join('');
  return `<< /Type /ObjStm /N ${numbers.length} /First ${head.length} /Length ${body.length} ${extra}>>\nstream\n${body}\nendstream`;
}

export function bytesOf(text: string): Bytes {
  return encodeLatin1(text);
}

/** The file with the octet at `at` changed by exclusive or. */
export function flipped(bytes: Uint8Array, at: number, mask: number): Bytes {
  const changed = concatBytes(bytes);
  changed[at] = (changed[at] ?? 0) ^ mask;
  return changed;
}

function withObjects(before: string, objects: ObjectTexts): { text: string; offsets: Record<number, number> } {
  let text = before === '' ? '%PDF-1.7\n' : before;
  const offsets: Record<number, number> = {};
  for (const [number, body] of Object.entries(objects)) {
    offsets[Number(number)] = text.length;
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  return { text, offsets };
}

function pad(value: number | string, width: number): string {
  return String(value).padStart(width, '0');
}
