import type { CallOptions } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import type { InflateEngine } from '../filters/stream-filters.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import type { PdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import type { PdfHeader } from '../xref/header.ts';
import type { DocumentView, OpenedFile } from './document-view.ts';
import type { ObjectStream } from './object-stream.ts';
import { openDecrypted, openView, type OpenViewOptions } from './open-view.ts';
import type { PdfDocument } from './pdf-document.ts';
import { type Definition, type ScannedFile, currentContainers, scanFile } from './rebuild.ts';
import { compressedDefinitions, rebuiltRevisions, withCompressed } from './rebuilt-revisions.ts';

interface OpenByTextOptions extends OpenViewOptions {
  readonly engine?: InflateEngine;
}

/** Opens a document by the objects that a search of its text finds, whatever its cross-reference says. */
export async function openByText(
  cache: ChunkCache,
  header: PdfHeader,
  limits: PdfLimits,
  options: OpenByTextOptions,
): Promise<PdfDocument> {
  const scanned = await scanFile(cache, { ...options, limits });
  const open = (content: ScannedFile): OpenedFile => ({
    cache,
    limits,
    engine: options.engine,
    headerOffset: header.offset,
    offsetBase: header.offset,
    version: header.version,
    linearized: false,
    notices: ['xref-rebuilt'],
    repaired: true,
    revisions: rebuiltRevisions(content, cache.size),
  });
  const outer = await openDecrypted(open(scanned), options);
  const compressed = new Map<number, readonly Definition[]>();
  let decoded = 0;
  for (const { ref, at } of currentContainers(scanned)) {
    const stream = await readContainer(outer, ref, options);
    decoded += stream?.bytes.length ?? 0;
    assertWithin('scanDecodedBytes', decoded, limits);
    if (stream !== undefined) compressed.set(at, compressedDefinitions(stream, ref.number, at, limits));
  }
  return openView(open(withCompressed(scanned, compressed)), options);
}

async function readContainer(view: DocumentView, container: PdfRef, options: CallOptions): Promise<ObjectStream | undefined> {
  try {
    return await view.objectStream(container, options);
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
    return undefined;
  }
}
