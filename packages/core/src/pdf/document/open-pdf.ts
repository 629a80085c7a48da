import type { ByteSource, CallOptions } from '../../bytes/index.ts';
import { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { parseGrowing } from '../file/growing-window.ts';
import { takeObjectHeader } from '../file/indirect-object.ts';
import { type PdfLimits, PDF_LIMITS } from '../limits.ts';
import type { InflateEngine } from '../filters/stream-filters.ts';
import { entryOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { parseObject } from '../syntax/object-parser.ts';
import { type PdfHeader, findHeader, findStartXref } from '../xref/header.ts';
import { readXrefChain } from '../xref/xref-chain.ts';
import { openView } from './open-view.ts';
import type { PdfDocument } from './pdf-document.ts';
import { areInOrder, buildRevisions, hasFrontSection, sectionNotices } from './revisions.ts';

export interface OpenPdfOptions extends CallOptions {
  readonly limits?: Partial<PdfLimits>;
  /** Decodes natively what is sound; JavaScript does the rest, and all by default. */
  readonly engine?: InflateEngine;
  /** User or owner password of an encrypted document; the empty one is tried without being asked for. */
  readonly password?: string;
  /** Whether a cross-reference that cannot be followed is rebuilt by a scan (the default), never, or always. */
  readonly xref?: 'follow-or-rebuild' | 'follow' | 'rebuild';
}

/**
 * Opens a PDF: reads its tail, its cross-reference sections and its catalog, nothing else. A document whose strings and
 * streams cannot be decrypted opens too and says so in `encryption`.
 *
 * @throws {@link PdfError} `PDF_HEADER_MISSING`; the fault of the cross-reference when `xref` is `follow`;
 * `PDF_CATALOG_MISSING` when a rebuilt one has no catalog; `PDF_LIMIT_EXCEEDED`.
 * @see ISO 32000-2 §7.5
 */
export async function openPdf(source: ByteSource, options: OpenPdfOptions = {}): Promise<PdfDocument> {
  const cache = new ChunkCache(source);
  const limits = { ...PDF_LIMITS, ...options.limits };
  const header = await findHeader(cache, options);
  if (header === undefined) throw new PdfError('PDF_HEADER_MISSING', 'expected %PDF- within the first 1024 octets');
  if (options.xref === 'rebuild') return openRebuilt(cache, header, limits, options);
  try {
    return await openFollowed(cache, header, limits, options);
  } catch (error) {
    if (options.xref === 'follow' || !(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
    return openRebuilt(cache, header, limits, options);
  }
}

/** Loaded for those files alone that need it. */
async function openRebuilt(cache: ChunkCache, header: PdfHeader, limits: PdfLimits, options: OpenPdfOptions): Promise<PdfDocument> {
  const { openByText } = await import('./open-by-text.ts');
  return openByText(cache, header, limits, options);
}

/** Offsets count from the first octet of the file, or as some writers have it from the header. */
async function openFollowed(cache: ChunkCache, header: PdfHeader, limits: PdfLimits, options: OpenPdfOptions): Promise<PdfDocument> {
  if (header.offset === 0) return openAtBase(cache, header, 0, limits, options);
  try {
    return await openAtBase(cache, header, header.offset, limits, options);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return openAtBase(cache, header, 0, limits, options);
  }
}

async function openAtBase(
  cache: ChunkCache,
  header: PdfHeader,
  offsetBase: number,
  limits: PdfLimits,
  options: OpenPdfOptions,
): Promise<PdfDocument> {
  const startxref = await findStartXref(cache, limits.searchBytes, options);
  const search = new EndstreamSearch();
  const sections = await readXrefChain(cache, startxref.value + offsetBase, { ...options, limits, search, offsetBase });
  const linearized = hasFrontSection(sections) && (await isLinearized(cache, header.offset, limits, options));
  const revisions = await buildRevisions(cache, sections, { ...options, startxref, linearized, offsetBase });
  const notices = new Set(sections.flatMap(sectionNotices));
  const repaired = notices.size > 0;
  if (header.offset > 0) notices.add('octets-before-header');
  if (!areInOrder(revisions, cache.size)) notices.add('revisions-out-of-order');
  const { offset: headerOffset, version } = header;
  const { engine } = options;
  const file = { cache, limits, engine, headerOffset, offsetBase, version, linearized, notices: [...notices], revisions };
  return openView({ ...file, repaired }, options);
}

/** @see ISO 32000-2 annex F.3.3 */
async function isLinearized(cache: ChunkCache, headerOffset: number, limits: PdfLimits, options: CallOptions): Promise<boolean> {
  const end = headerOffset + 1024;
  try {
    return await parseGrowing(cache, headerOffset, { ...options, limits, end }, (lexer) => {
      lexer.skipSpace();
      if (takeObjectHeader(lexer) === undefined) return false;
      const first = parseObject(lexer);
      return first.kind === 'dict' && entryOf(first, 'Linearized') !== undefined;
    });
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}
