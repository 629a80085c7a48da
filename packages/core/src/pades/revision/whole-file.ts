import { type Bytes, concatBytes, encodeLatin1 } from '../../bytes/index.ts';
import { type PdfDict, pdfDict, pdfInteger } from '../../pdf/index.ts';
import { spellIndirect } from './layout.ts';
import type { RevisionObject } from './revision-object.ts';
import { writeXrefTable } from './xref-section.ts';

/** The second line says that octets above 127 follow (ISO 32000-2 §7.5.2). */
const HEADER = Uint8Array.from([...encodeLatin1('%PDF-1.7\n%'), 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]);

/**
 * A whole document of one revision in one form: header, objects in the order given, cross-reference table, trailer. The same objects
 * are the same octets.
 *
 * @param objects with the numbers from 1 on, each once, none of them a signature
 * @param trailer without `/Size`
 */
export function writeWholeFile(objects: readonly RevisionObject[], trailer: PdfDict): Bytes {
  const parts: Bytes[] = [HEADER];
  const offsets: number[] = [];
  let length = HEADER.length;
  for (const object of objects) {
    offsets.push(length);
    for (const part of spellIndirect(object).parts) {
      parts.push(part);
      length += part.length;
    }
  }
  const entries = objects
    .map(({ number }, index) => ({ kind: 'offset', number, generation: 0, offset: offsets[index] ?? 0 }) as const)
    .toSorted((left, right) => left.number - right.number);
  const all = [{ kind: 'free', number: 0, generation: 65_535 } as const, ...entries];
  const sized = pdfDict([...trailer.entries, ['Size', pdfInteger(all.length)]]);
  return concatBytes(...parts, encodeLatin1(writeXrefTable(all, sized, length)));
}
