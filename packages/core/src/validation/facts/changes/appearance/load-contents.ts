import type { CallOptions } from '../../../../bytes/index.ts';
import { type PdfDict, type PdfDocument, PdfError, type PdfStream } from '../../../../pdf/index.ts';
import { readFieldTree } from '../field-tree.ts';
import { type RevisionSnapshot, type RevisionStep, catalogOf, dictAt } from '../revision-step.ts';
import { isLookedAt, streamsOfAppearance } from './appearance-reach.ts';

/** Decoded octets that one step loads; what lies beyond is not compared, and so not permitted. */
const OCTETS_LIMIT = 32 * 1024 * 1024;

type Viewed = RevisionSnapshot & { readonly view: PdfDocument };

/** The decoded appearances, by where their octets begin, of the fields whose value or appearance a step changed. */
export async function loadAppearanceContents(
  older: Viewed,
  newer: Viewed,
  touched: RevisionStep['touched'],
  options: CallOptions,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const contents = new Map<number, Uint8Array>();
  if (touched.size === 0) return contents;
  const before = readFieldTree(older);
  let octets = 0;
  for (const [number, node] of readFieldTree(newer).nodes) {
    const old = before.nodes.get(number);
    if (old === undefined || node.type === 'Btn' || !isLookedAt({ older, newer, touched }, old, node)) continue;
    for (const [snapshot, dict] of [[older, old.dict] as const, [newer, node.dict] as const]) {
      for (const stream of streamsOfAppearance(snapshot, dict, defaultResources(snapshot))) {
        const key = stream.rawRange.start;
        if (contents.has(key) || octets > OCTETS_LIMIT) continue;
        options.signal?.throwIfAborted();
        const bytes = await tryDecode(snapshot.view, stream, options);
        octets += bytes?.length ?? 0;
        if (bytes !== undefined) contents.set(key, bytes);
      }
    }
  }
  return contents;
}

function defaultResources(snapshot: RevisionSnapshot): PdfDict | undefined {
  const catalog = catalogOf(snapshot);
  const form = catalog && dictAt(snapshot, catalog, 'AcroForm');
  return form && dictAt(snapshot, form, 'DR');
}

/** A stream that is damaged or cut short shows nobody knows what. */
async function tryDecode(view: PdfDocument, stream: PdfStream, options: CallOptions): Promise<Uint8Array | undefined> {
  try {
    const decoded = await view.decodeStream(stream, options);
    return decoded.complete ? decoded.bytes : undefined;
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}
