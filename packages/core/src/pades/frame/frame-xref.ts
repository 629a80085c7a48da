import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDocument, type XrefEntry, objectsByText } from '../../pdf/index.ts';
import type { FrameXref, FrameXrefEntry } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';

/** Ambiguous objects that a refusal names at most. */
const MAX_NAMED = 100;
/** Originals from this length on get offsets as wide as they need: room for a revision is left below four octets. */
const WIDE_FROM = 0xf000_0000;
/** The last field of an entry: a generation, or an index in an object stream. */
const LARGEST_LAST_FIELD = 0xffff;

/**
 * What a new section needs behind this document, as the mode `direct` takes it; undefined where it needs no more than one of
 * explained signing.
 *
 * @throws {@link PadesError} `PADES_XREF_REPAIRED` for a document whose cross-reference does not hold and whose objects readers
 * may find in different places, with the numbers of these objects as fact.
 */
export async function readFrameXref(document: PdfDocument, options: CallOptions): Promise<FrameXref | undefined> {
  const xref: FrameXref = {
    ...(document.offsetBase === 0 ? {} : { base: document.offsetBase }),
    ...(document.size < WIDE_FROM ? {} : { wide: true }),
    ...(document.repaired ? { objects: await unambiguousObjects(document, options) } : {}),
  };
  return Object.keys(xref).length === 0 ? undefined : xref;
}

async function unambiguousObjects(document: PdfDocument, options: CallOptions): Promise<readonly FrameXrefEntry[]> {
  const { entries, doubts, ...found } = await objectsByText(document, options);
  const ambiguous = [...found.ambiguous, ...entries.filter((entry) => !isListable(entry)).map(({ number }) => number)];
  if (ambiguous.length > 0 || doubts.length > 0)
    throw new PadesError('PADES_XREF_REPAIRED', 'expected a cross-reference that holds, or each object in one place only', {
      facts: { objects: ambiguous.slice(0, MAX_NAMED), count: ambiguous.length, doubts },
    });
  return entries.flatMap(frameEntry);
}

function isListable(entry: XrefEntry): boolean {
  return (entry.kind === 'compressed' ? entry.index : entry.generation) <= LARGEST_LAST_FIELD;
}

function frameEntry(entry: XrefEntry): readonly FrameXrefEntry[] {
  if (entry.kind === 'offset') return [[entry.number, entry.generation, entry.offset]];
  return entry.kind === 'compressed' ? [[entry.number, [entry.container, entry.index]]] : [];
}

/** The form of the new section: that of the file, and behind one that does not hold the one that can list its objects. */
export function frameXrefForm(document: PdfDocument, xref: FrameXref | undefined): 'table' | 'stream' {
  if (xref?.objects !== undefined) return xref.objects.some(([, second]) => typeof second !== 'number') ? 'stream' : 'table';
  return document.revisions.at(-1)?.xrefForm === 'stream' ? 'stream' : 'table';
}
