import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { findMarker } from '../file/find-marker.ts';
import { parseGrowing } from '../file/growing-window.ts';
import { scanObjects } from '../file/object-scan.ts';
import type { PdfLimits } from '../limits.ts';
import { type PdfDict, type PdfObject, type PdfRange, type PdfRef, entryOf, isNamed, pdfDict } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { parseObject } from '../syntax/object-parser.ts';
import type { XrefEntry } from '../xref/xref-section.ts';

/** What a scan of the whole file finds in place of its cross-reference. */
export interface RebuiltXref {
  /** By object number the last definition in the file. */
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDict;
  /** Object streams in the order of the file, each where it is still the definition of its number. */
  readonly containers: readonly { readonly ref: PdfRef; readonly offset: number }[];
}

export interface RebuildOptions extends CallOptions {
  readonly limits: PdfLimits;
}

const TRAILER = encodeLatin1('trailer');
const MAX_TRAILERS = 1024;
const TRAILER_KEYS = ['Root', 'Encrypt', 'Info', 'ID'];

/** @see ISO 32000-2 annex I (how readers treat damaged files is theirs to choose) */
export async function rebuildXref(cache: ChunkCache, options: RebuildOptions): Promise<RebuiltXref> {
  const entries = new Map<number, XrefEntry>();
  const containers: { ref: PdfRef; offset: number }[] = [];
  const trailers: { at: number; dict: PdfDict }[] = [];
  const bodies: PdfRange[] = [];
  let catalog: PdfRef | undefined;
  for await (const { ref, offset, dict, body } of scanObjects(cache, { ...options, search: new EndstreamSearch() })) {
    if (ref.number > options.limits.objectNumber || ref.number === 0) continue;
    entries.set(ref.number, { kind: 'offset', number: ref.number, generation: ref.generation, offset });
    if (body !== undefined) bodies.push(body);
    const type = dict === undefined ? undefined : entryOf(dict, 'Type');
    if (dict !== undefined && isNamed(type, 'XRef')) trailers.push({ at: offset, dict });
    if (isNamed(type, 'ObjStm')) containers.push({ ref, offset });
    if (isNamed(type, 'Catalog')) catalog = ref;
  }
  trailers.push(...(await findTrailers(cache, bodies, options)));
  trailers.sort((left, right) => left.at - right.at);
  const trailer = joinTrailers(
    trailers.map(({ dict }) => dict),
    catalog,
  );
  const current = containers.filter(({ ref, offset }) => {
    const entry = entries.get(ref.number);
    return entry?.kind === 'offset' && entry.offset === offset;
  });
  return { entries, trailer, containers: current };
}

async function findTrailers(
  cache: ChunkCache,
  bodies: readonly PdfRange[],
  options: RebuildOptions,
): Promise<{ at: number; dict: PdfDict }[]> {
  const found: { at: number; dict: PdfDict }[] = [];
  let position = 0;
  for (let count = 0; count < MAX_TRAILERS; count += 1) {
    const at = await findMarker(cache, TRAILER, position, cache.size, options);
    if (at === undefined) break;
    position = at + TRAILER.length;
    if (bodies.some((body) => body.start <= at && at < body.end)) continue;
    const dict = await tryParse(cache, position, options);
    if (dict?.kind === 'dict') found.push({ at, dict });
  }
  return found;
}

async function tryParse(cache: ChunkCache, offset: number, options: RebuildOptions): Promise<PdfObject | undefined> {
  try {
    return await parseGrowing(cache, offset, { ...options, maximum: options.limits.searchBytes }, (lexer) => parseObject(lexer));
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

/** Of each key the value in the last trailer that has a /Root; without one the last catalog of the file. */
function joinTrailers(trailers: readonly PdfDict[], catalog: PdfRef | undefined): PdfDict {
  const entries = new Map<string, PdfObject>();
  for (const trailer of trailers) {
    if (entryOf(trailer, 'Root')?.kind !== 'ref') continue;
    for (const key of TRAILER_KEYS) {
      const value = entryOf(trailer, key);
      if (value !== undefined) entries.set(key, value);
    }
  }
  if (!entries.has('Root') && catalog !== undefined) entries.set('Root', catalog);
  return pdfDict(entries);
}
