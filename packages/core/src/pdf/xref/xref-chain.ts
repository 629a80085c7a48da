import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import type { EndstreamSearch } from '../file/endstream-search.ts';
import { findMarker } from '../file/find-marker.ts';
import { parseGrowing } from '../file/growing-window.ts';
import { readIndirectObject } from '../file/indirect-object.ts';
import { decodeFilters, type InflateEngine, streamFilters } from '../filters/stream-filters.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import { entryOf, integerOf, isNamed } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { parseXrefStreamEntries } from './xref-stream.ts';
import type { XrefSection } from './xref-section.ts';
import { parseXrefTable } from './xref-table.ts';

export interface XrefOptions extends CallOptions {
  readonly limits: PdfLimits;
  readonly search: EndstreamSearch;
  /** Added to every offset that the file states: the position of its header, where offsets count from there. */
  readonly offsetBase: number;
  readonly engine?: InflateEngine;
}

/** A section as the chain leads to it. */
export interface ChainedSection extends XrefSection {
  /** Whether it lies beside the offset that was stated for it. */
  readonly foundNear: boolean;
}

const XREF = encodeLatin1('xref');
/** Octets by which `startxref` or `/Prev` may miss a table that is read all the same. */
export const XREF_NEAR = 16;

/**
 * All sections from the one at `offset` through /Prev, newest first; /XRefStm hangs on its table.
 *
 * @throws {@link PdfError} `PDF_XREF_MALFORMED`, `PDF_XREF_LOOP`, `PDF_TRAILER_MALFORMED`, `PDF_LIMIT_EXCEEDED`
 */
export async function readXrefChain(cache: ChunkCache, offset: number, options: XrefOptions): Promise<readonly ChainedSection[]> {
  const sections: ChainedSection[] = [];
  const seen = new Set<number>();
  let entries = 0;
  let octets = 0;
  for (let next: number | undefined = offset; next !== undefined;) {
    options.signal?.throwIfAborted();
    if (seen.has(next)) throw new PdfError('PDF_XREF_LOOP', `expected each section once, got ${next} again`, { facts: { offset: next } });
    seen.add(next);
    const section: ChainedSection = await readXrefSection(cache, next, withinOctets(options, octets));
    sections.push(section);
    if (section.foundNear) noteImprecise(sections);
    entries += section.entries.size + (section.hybrid?.entries.size ?? 0);
    octets += section.octets + (section.hybrid?.octets ?? 0);
    assertWithin('xrefSections', sections.length, options.limits);
    assertWithin('xrefEntries', entries, options.limits);
    assertWithin('xrefBytes', octets, options.limits);
    next = previousOffset(section, options);
  }
  return sections;
}

/** Limits under which a section may not decode to more than is left of `xrefBytes`. */
function withinOctets(options: XrefOptions, octets: number): XrefOptions {
  const decodedBytes = Math.min(options.limits.decodedBytes, options.limits.xrefBytes - octets);
  return { ...options, limits: { ...options.limits, decodedBytes } };
}

function previousOffset(section: XrefSection, options: XrefOptions): number | undefined {
  const previous = entryOf(section.trailer, 'Prev');
  if (previous === undefined) return undefined;
  const value = integerOf(previous);
  if (value === undefined || value < 0) throw new PdfError('PDF_XREF_MALFORMED', 'expected an integer as /Prev');
  // Some writers put /Prev 0 where there is no earlier section.
  return value === 0 ? undefined : value + options.offsetBase;
}

/** The fault is that of the section which states the offset; of the newest one `startxref` does. */
function noteImprecise(sections: ChainedSection[]): void {
  const at = Math.max(0, sections.length - 2);
  const section = sections[at];
  if (section !== undefined) sections[at] = { ...section, notices: [...section.notices, 'xref-offset-imprecise'] };
}

async function readXrefSection(cache: ChunkCache, offset: number, options: XrefOptions): Promise<ChainedSection> {
  if (offset >= cache.size) throw new PdfError('PDF_XREF_MALFORMED', `expected a section within the file, got ${offset}`);
  if (await isTableAt(cache, offset, options)) return { ...(await readXrefTable(cache, offset, options)), foundNear: false };
  try {
    return { ...(await readXrefStream(cache, offset, options)), foundNear: false };
  } catch (error) {
    if (!(error instanceof PdfError) || error.code !== 'PDF_XREF_MISMATCH') throw error;
    const near = await tableNear(cache, offset, options);
    if (near === undefined) throw error;
    return { ...(await readXrefTable(cache, near, options)), foundNear: true };
  }
}

/** Readers forgive an offset that misses the keyword of a table by a few octets. */
async function tableNear(cache: ChunkCache, offset: number, options: XrefOptions): Promise<number | undefined> {
  const found = await findMarker(cache, XREF, Math.max(0, offset - XREF_NEAR), Math.min(cache.size, offset + XREF_NEAR), options);
  return found !== undefined && (await isTableAt(cache, found, options)) ? found : undefined;
}

function isTableAt(cache: ChunkCache, offset: number, options: XrefOptions): Promise<boolean> {
  return parseGrowing(cache, offset, options, (lexer) => {
    lexer.skipSpace();
    return lexer.takeKeyword('xref');
  });
}

async function readXrefTable(cache: ChunkCache, offset: number, options: XrefOptions): Promise<XrefSection> {
  const maximum = options.limits.xrefBytes;
  const table = await parseGrowing(cache, offset, { ...options, maximum }, (lexer) => parseXrefTable(lexer, options.offsetBase));
  const stated = entryOf(table.trailer, 'XRefStm');
  const hybrid = integerOf(stated);
  // Readers that do not know hybrid files pass over the key; so do those that find no number there.
  if (hybrid === undefined) return stated === undefined ? table : { ...table, notices: [...table.notices, 'xref-hybrid-malformed'] };
  return { ...table, hybrid: await readXrefStream(cache, hybrid + options.offsetBase, options) };
}

/** @see ISO 32000-2 §7.5.8 */
export async function readXrefStream(cache: ChunkCache, offset: number, options: XrefOptions): Promise<XrefSection> {
  const object = await readIndirectObject(cache, offset, options);
  const stream = object.value;
  if (stream.kind !== 'stream' || !isNamed(entryOf(stream.dict, 'Type'), 'XRef') || object.range === undefined) {
    throw new PdfError('PDF_XREF_MALFORMED', `expected a cross-reference stream at ${offset}`, { facts: { offset } });
  }
  const filters = streamFilters(entryOf(stream.dict, 'Filter'), entryOf(stream.dict, 'DecodeParms'), options.limits);
  const raw = await cache.load(stream.rawRange.start, stream.rawRange.end, options);
  const decoded = decodeFilters(raw, filters, options.limits, options.engine);
  const notices = [...(stream.lengthHolds ? [] : ['xref-stream-length']), ...(decoded.complete ? [] : ['xref-stream-damaged'])];
  const entries = parseXrefStreamEntries(stream.dict, decoded.bytes, options.offsetBase, options.limits);
  return { form: 'stream', range: object.range, entries, trailer: stream.dict, octets: decoded.bytes.length, notices };
}
