import { type CallOptions, decodeLatin1, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { findMarker } from '../file/find-marker.ts';
import { parseGrowing } from '../file/growing-window.ts';
import { scanObjects } from '../file/object-scan.ts';
import type { PdfLimits } from '../limits.ts';
import { type PdfDict, type PdfObject, type PdfRange, type PdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { parseObject } from '../syntax/object-parser.ts';
import type { XrefEntry } from '../xref/xref-section.ts';

/** What a scan of the whole file finds in place of its cross-reference, each in the order of the file. */
export interface ScannedFile {
  readonly definitions: readonly Definition[];
  readonly trailers: readonly { readonly at: number; readonly dict: PdfDict }[];
  /** Positions after each `startxref`, `%%EOF` and at most one end of line. */
  readonly ends: readonly number[];
}

/** An object where it is defined; one in an object stream counts as defined where the stream lies. */
export interface Definition {
  readonly at: number;
  readonly entry: XrefEntry;
  readonly role?: 'catalog' | 'object-stream';
}

export interface RebuildOptions extends CallOptions {
  readonly limits: PdfLimits;
}

const TRAILER = encodeLatin1('trailer');
const EOF_MARKER = encodeLatin1('%%EOF');
const ENDING = /startxref[\0\t\n\f\r ]*\d{1,15}[\0\t\n\f\r ]*$/;
const MAX_MARKERS = 1024;

/** Scans the file for objects, trailers and ends of revisions. How damaged files are read is the reader's choice. */
export async function scanFile(cache: ChunkCache, options: RebuildOptions): Promise<ScannedFile> {
  const definitions: Definition[] = [];
  const trailers: { at: number; dict: PdfDict }[] = [];
  const bodies: PdfRange[] = [];
  for await (const objects of scanObjects(cache, { ...options, search: new EndstreamSearch() })) {
    for (const { ref, offset, type, trailer, body } of objects) {
      if (ref.number > options.limits.objectNumber || ref.number === 0) continue;
      const entry: XrefEntry = { kind: 'offset', number: ref.number, generation: ref.generation, offset };
      const role = type === 'ObjStm' ? 'object-stream' : type === 'Catalog' ? 'catalog' : undefined;
      definitions.push(role === undefined ? { at: offset, entry } : { at: offset, entry, role });
      if (body !== undefined) bodies.push(body);
      if (trailer !== undefined) trailers.push({ at: offset, dict: trailer });
    }
  }
  for (const at of await findOutside(cache, TRAILER, bodies, options)) {
    const dict = await tryParse(cache, at + TRAILER.length, options);
    if (dict?.kind === 'dict') trailers.push({ at, dict });
  }
  trailers.sort((left, right) => left.at - right.at);
  return { definitions, trailers, ends: await findEnds(cache, bodies, options) };
}

async function findEnds(cache: ChunkCache, bodies: readonly PdfRange[], options: RebuildOptions): Promise<readonly number[]> {
  const ends: number[] = [];
  for (const at of await findOutside(cache, EOF_MARKER, bodies, options)) {
    const before = decodeLatin1(await cache.load(at - 64, at, options));
    if (!ENDING.test(before)) continue;
    const end = at + EOF_MARKER.length;
    const [first, second] = await cache.load(end, end + 2, options);
    ends.push(end + (first === 0x0d && second === 0x0a ? 2 : first === 0x0d || first === 0x0a ? 1 : 0));
  }
  return ends;
}

/** Positions of a marker outside of the bodies of streams. */
async function findOutside(
  cache: ChunkCache,
  marker: Uint8Array,
  bodies: readonly PdfRange[],
  options: RebuildOptions,
): Promise<readonly number[]> {
  const found: number[] = [];
  let position = 0;
  let body = 0;
  while (found.length < MAX_MARKERS) {
    const at = await findMarker(cache, marker, position, cache.size, options);
    if (at === undefined) break;
    while ((bodies[body]?.end ?? Infinity) <= at) body += 1;
    const within = bodies[body];
    if (within !== undefined && within.start <= at) {
      position = within.end;
      continue;
    }
    found.push(at);
    position = at + marker.length;
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

/** Object streams of a scan, each where nothing later defines its number. */
export function currentContainers(scanned: ScannedFile): readonly { readonly ref: PdfRef; readonly at: number }[] {
  const last = new Map<number, number>();
  for (const { at, entry } of scanned.definitions) last.set(entry.number, at);
  return scanned.definitions
    .filter(({ at, entry, role }) => role === 'object-stream' && last.get(entry.number) === at)
    .map(({ at, entry }) => ({ at, ref: { kind: 'ref', number: entry.number, generation: entry.generation } }));
}
