import { decodeLatin1 } from '../../bytes/index.ts';
import type { PdfLimits } from '../limits.ts';
import { type PdfDict, type PdfObject, entryOf, isNamed, pdfDict, pdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import { type ObjectStream, objectAt } from './object-stream.ts';
import type { Definition, ScannedFile } from './rebuild.ts';
import type { PdfRevision } from './revision.ts';

/** Octets within which a catalog says that it is one. */
const CATALOG_HEAD = 2048;
const TRAILER_KEYS = ['Root', 'Encrypt', 'Info', 'ID'];

/**
 * Revisions of a scanned file: an end with `startxref` and `%%EOF` closes one if objects lie before it. What lies after the
 * last end is one more. A file without objects is one revision without entries.
 */
export function rebuiltRevisions(scanned: ScannedFile, size: number): readonly PdfRevision[] {
  const revisions: PdfRevision[] = [];
  let start = 0;
  let next = 0;
  for (const end of [...scanned.ends, size]) {
    const entries = new Map<number, XrefEntry>();
    let after = next;
    for (let own = scanned.definitions[after]; own !== undefined && own.at < end; own = scanned.definitions[after]) {
      entries.set(own.entry.number, own.entry);
      after += 1;
    }
    const isTail = end === size && !scanned.ends.includes(size);
    if (entries.size === 0 && (end !== size || revisions.length > 0)) continue;
    next = after;
    revisions.push({
      index: revisions.length + 1,
      start,
      end,
      endOfLine: 'none',
      closed: !isTail,
      startxref: 0,
      xrefForm: 'rebuilt',
      sections: [],
      notices: [],
      trailer: joinTrailers(scanned, end),
      entries: [...entries.values()].sort((left, right) => left.number - right.number),
    });
    start = end;
  }
  return revisions;
}

/** What an object stream defines. Catalogs are marked, for files without a trailer. */
export function compressedDefinitions(stream: ObjectStream, container: number, at: number, limits: PdfLimits): readonly Definition[] {
  const definitions: Definition[] = [];
  for (const [index, number] of stream.numbers.entries()) {
    if (number === 0 || number > limits.objectNumber) continue;
    const entry: XrefEntry = { kind: 'compressed', number, generation: 0, container, index };
    definitions.push(isCatalog(stream, index, limits) ? { at, entry, role: 'catalog' } : { at, entry });
  }
  return definitions;
}

function isCatalog(stream: ObjectStream, index: number, limits: PdfLimits): boolean {
  // Offsets may repeat, so that parsing each object could cost the square of the stream: only a short piece is looked at.
  const offset = stream.offsets[index] ?? 0;
  if (!decodeLatin1(stream.bytes.subarray(offset, offset + CATALOG_HEAD)).includes('Catalog')) return false;
  try {
    const { value } = objectAt({ ...stream, bytes: stream.bytes.subarray(0, offset + CATALOG_HEAD * 4) }, index, limits);
    return value.kind === 'dict' && isNamed(entryOf(value, 'Type'), 'Catalog');
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}

/** Definitions with those of object streams after their stream. */
export function withCompressed(scanned: ScannedFile, compressed: ReadonlyMap<number, readonly Definition[]>): ScannedFile {
  return { ...scanned, definitions: scanned.definitions.flatMap((own) => [own, ...(compressed.get(own.at) ?? [])]) };
}

/** Of each key the value in the last trailer before `end` that has a /Root; without one the last catalog before it. */
function joinTrailers(scanned: ScannedFile, end: number): PdfDict {
  const entries = new Map<string, PdfObject>();
  for (const { at, dict } of scanned.trailers) {
    if (at >= end || entryOf(dict, 'Root')?.kind !== 'ref') continue;
    for (const key of TRAILER_KEYS) {
      const value = entryOf(dict, key);
      if (value !== undefined) entries.set(key, value);
    }
  }
  if (!entries.has('Root')) {
    for (const { at, entry, role } of scanned.definitions) {
      if (role === 'catalog' && at < end) entries.set('Root', pdfRef(entry.number, entry.generation));
    }
  }
  return pdfDict(entries);
}
