import { type Bytes, concatBytes } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfInteger, pdfName, spellObject } from '../../pdf/index.ts';

/** Offsets in a table have ten digits (ISO 32000-2 §7.5.4); in a stream of `/W [1 4 2]` four octets, in a wide one up to eight. */
export const LARGEST_OFFSET: Readonly<Record<'table' | 'stream' | 'wide', number>> = {
  table: 9_999_999_999,
  stream: 0xffff_ffff,
  wide: Number.MAX_SAFE_INTEGER,
};

/** An entry of a section; positions count as the file has them count. */
export type SectionEntry =
  | { readonly kind: 'offset'; readonly number: number; readonly generation: number; readonly offset: number }
  /** The head of a list of free objects that holds nothing else. */
  | { readonly kind: 'free'; readonly number: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly number: number; readonly container: number; readonly index: number };

/** Octets of the type, of an offset or object number, and of a generation or index. */
const TYPE_WIDTH = 1;
const OFFSET_WIDTH = 4;
const LAST_WIDTH = 2;
const TYPES = { free: 0, offset: 1, compressed: 2 } as const;

/** A cross-reference table with its trailer: subsections of consecutive numbers, entries of twenty octets. */
export function writeXrefTable(entries: readonly SectionEntry[], trailer: PdfDict, position: number): string {
  const lines = ['xref\n'];
  for (const run of consecutive(entries)) {
    lines.push(`${run[0]?.number ?? 0} ${run.length}\n`);
    for (const entry of run) lines.push(tableEntry(entry));
  }
  return `${lines.join('')}trailer\n${spellObject(trailer)}\nstartxref\n${position}\n%%EOF\n`;
}

function tableEntry(entry: SectionEntry): string {
  if (entry.kind === 'compressed') throw new TypeError(`entries: expected object ${entry.number} outside of object streams`);
  const position = entry.kind === 'offset' ? entry.offset : 0;
  return `${String(position).padStart(10, '0')} ${String(entry.generation).padStart(5, '0')} ${entry.kind === 'offset' ? 'n' : 'f'} \n`;
}

/**
 * A cross-reference stream without a filter, which lists itself under `number` (ISO 32000-2 §7.5.8). The trailer's
 * entries stand in its dictionary.
 *
 * @param wide whether offsets may take more than four octets, where they need them.
 */
export function writeXrefStream(
  entries: readonly SectionEntry[],
  trailer: PdfDict,
  position: number,
  number: number,
  wide: boolean,
): readonly (string | Bytes)[] {
  const all: readonly SectionEntry[] = [...entries, { kind: 'offset', number, generation: 0, offset: position }];
  const index = consecutive(all).flatMap((run) => [run[0]?.number ?? 0, run.length]);
  const widths = [TYPE_WIDTH, wide ? offsetWidth(all) : OFFSET_WIDTH, LAST_WIDTH] as const;
  const content = concatBytes(...all.map((entry) => streamEntry(entry, widths[1])));
  const dict = pdfDict(
    new Map<string, PdfObject>([
      ...trailer.entries,
      ['Type', pdfName('XRef')],
      ['W', pdfArray(widths.map(pdfInteger))],
      ['Index', pdfArray(index.map(pdfInteger))],
      ['Length', pdfInteger(content.length)],
    ]),
  );
  return [`${number} 0 obj\n${spellObject(dict)}\nstream\n`, content, `\nendstream\nendobj\nstartxref\n${position}\n%%EOF\n`];
}

function offsetWidth(entries: readonly SectionEntry[]): number {
  const largest = entries.reduce((most, entry) => (entry.kind === 'offset' ? Math.max(most, entry.offset) : most), 0);
  let width = OFFSET_WIDTH;
  while (largest >= 256 ** width) width += 1;
  return width;
}

function streamEntry(entry: SectionEntry, width: number): Bytes {
  const octets = new Uint8Array(TYPE_WIDTH + width + LAST_WIDTH);
  octets[0] = TYPES[entry.kind];
  const [position, last] = fieldsOf(entry);
  let middle = position;
  for (let at = TYPE_WIDTH + width - 1; at >= TYPE_WIDTH; at -= 1) {
    octets[at] = middle % 256;
    middle = Math.floor(middle / 256);
  }
  new DataView(octets.buffer).setUint16(TYPE_WIDTH + width, last);
  return octets;
}

function fieldsOf(entry: SectionEntry): readonly [number, number] {
  if (entry.kind === 'compressed') return [entry.container, entry.index];
  return [entry.kind === 'offset' ? entry.offset : 0, entry.generation];
}

function consecutive(entries: readonly SectionEntry[]): readonly (readonly SectionEntry[])[] {
  const runs: SectionEntry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.number === entry.number - 1) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}
