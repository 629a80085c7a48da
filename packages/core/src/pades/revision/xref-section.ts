import { type Bytes, concatBytes } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfInteger, pdfName, spellObject } from '../../pdf/index.ts';
import type { ObjectOffset } from './layout.ts';

/** Offsets in a table have ten digits (ISO 32000-2 §7.5.4); in a stream of `/W [1 4 2]` four octets. */
export const LARGEST_OFFSET = { table: 9_999_999_999, stream: 0xffff_ffff } as const;

const FIELD_WIDTHS = [1, 4, 2] as const;
const ENTRY_LENGTH = 7;
const IN_USE = 1;

/** A cross-reference table with its trailer: subsections of consecutive numbers, entries of twenty octets, none free. */
export function writeXrefTable(offsets: readonly ObjectOffset[], trailer: PdfDict, position: number): string {
  const lines = ['xref\n'];
  for (const run of consecutive(offsets)) {
    lines.push(`${run[0]?.number ?? 0} ${run.length}\n`);
    for (const { offset, generation } of run) lines.push(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`);
  }
  return `${lines.join('')}trailer\n${spellObject(trailer)}\nstartxref\n${position}\n%%EOF\n`;
}

/**
 * A cross-reference stream without a filter, which lists itself under `number` (ISO 32000-2 §7.5.8). The trailer's
 * entries stand in its dictionary.
 */
export function writeXrefStream(
  offsets: readonly ObjectOffset[],
  trailer: PdfDict,
  position: number,
  number: number,
): readonly (string | Bytes)[] {
  const all = [...offsets, { number, generation: 0, offset: position }];
  const index = consecutive(all).flatMap((run) => [run[0]?.number ?? 0, run.length]);
  const content = concatBytes(...all.map(streamEntry));
  const dict = pdfDict(
    new Map<string, PdfObject>([
      ...trailer.entries,
      ['Type', pdfName('XRef')],
      ['W', pdfArray(FIELD_WIDTHS.map(pdfInteger))],
      ['Index', pdfArray(index.map(pdfInteger))],
      ['Length', pdfInteger(content.length)],
    ]),
  );
  return [`${number} 0 obj\n${spellObject(dict)}\nstream\n`, content, `\nendstream\nendobj\nstartxref\n${position}\n%%EOF\n`];
}

function streamEntry({ offset, generation }: ObjectOffset): Bytes {
  const entry = new Uint8Array(ENTRY_LENGTH);
  const view = new DataView(entry.buffer);
  view.setUint8(0, IN_USE);
  view.setUint32(1, offset);
  view.setUint16(5, generation);
  return entry;
}

function consecutive(offsets: readonly ObjectOffset[]): readonly (readonly ObjectOffset[])[] {
  const runs: ObjectOffset[][] = [];
  for (const entry of offsets) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.number === entry.number - 1) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}
