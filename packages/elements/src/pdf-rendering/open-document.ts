import type { ByteSource } from '@sealkit/core/bytes';
import type { PDFDataRangeTransport, PDFDocumentLoadingTask } from 'pdfjs-dist';
import type { AssetUrls } from '../foundation/context.ts';
import { documentSource, type DocumentInput } from './document-input.ts';
import { loadPdfLibrary, pdfAssets, type PdfAssets, type PdfLibrary } from './pdf-library.ts';
import { readDocumentFacts } from './document-facts.ts';
import { RenderedDocument } from './rendered-document.ts';
import { RenderingError } from './rendering-error.ts';

const FIRST_READ = 65_536;

/**
 * Opens a document for drawing. It is read by ranges, so that a large file is not copied; pdf.js works in a worker of its
 * own, without WebAssembly, which a strict content security policy does not allow.
 *
 * @throws {@link RenderingError} `DOCUMENT_EMPTY`, `DOCUMENT_ENCRYPTED`, `DOCUMENT_MALFORMED`, `DOCUMENT_UNREADABLE`,
 *   `RENDERER_UNAVAILABLE`; an abort rejects with the signal's reason.
 */
export async function openDocument(input: DocumentInput, urls: AssetUrls, signal: AbortSignal): Promise<RenderedDocument> {
  const source = documentSource(input);
  if (source.size === 0) throw new RenderingError('DOCUMENT_EMPTY', 'expected a document, got no octets');
  const assets = pdfAssets(urls);
  const library = await loadPdfLibrary(assets);
  signal.throwIfAborted();
  const port = startWorker(assets.worker);
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // It can fail before anything waits for it, and after a race is won.
  failed.catch(() => undefined);
  port.addEventListener('error', () => fail(new RenderingError('RENDERER_UNAVAILABLE', `no worker started from ${assets.worker}`)));
  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  let task: PDFDocumentLoadingTask | undefined;
  try {
    const transport = await rangeTransport(library, source, fail);
    const worker = library.PDFWorker.create({ port });
    task = library.getDocument({ ...loadingOptions(assets), range: transport, worker });
    const proxy = await Promise.race([task.promise, failed]);
    const facts = await Promise.race([readDocumentFacts(source, proxy, signal), failed]);
    const fingerprint = [...proxy.fingerprints, source.size].join(' ');
    return new RenderedDocument({ library, proxy, facts, fingerprint, release: () => port.terminate() });
  } catch (error) {
    await task?.destroy().catch(() => undefined);
    port.terminate();
    throw openingError(error, signal);
  }
}

function loadingOptions(assets: PdfAssets) {
  return {
    cMapUrl: assets.cMaps,
    cMapPacked: true,
    standardFontDataUrl: assets.standardFonts,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    stopAtErrors: false,
    verbosity: 0,
  } as const;
}

function startWorker(address: string): Worker {
  try {
    return new Worker(address, { type: 'module' });
  } catch (error) {
    throw new RenderingError('RENDERER_UNAVAILABLE', `no worker may start from ${address}`, { cause: error });
  }
}

async function rangeTransport(library: PdfLibrary, source: ByteSource, fail: (error: unknown) => void): Promise<PDFDataRangeTransport> {
  const unreadable = (error: unknown): RenderingError =>
    new RenderingError('DOCUMENT_UNREADABLE', 'the document could not be read to its end', { cause: error });
  const first = await source.read(0, Math.min(FIRST_READ, source.size)).catch((error: unknown) => {
    throw unreadable(error);
  });
  const transport = new library.PDFDataRangeTransport(source.size, first);
  transport.requestDataRange = (begin: number, end: number): void => {
    source.read(begin, Math.min(end, source.size)).then(
      (bytes) => transport.onDataRange(begin, bytes),
      (error: unknown) => fail(unreadable(error)),
    );
  };
  return transport;
}

function openingError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof RenderingError) return error;
  // pdf.js does not export this class.
  if (error instanceof Error && error.name === 'PasswordException')
    return new RenderingError('DOCUMENT_ENCRYPTED', 'the document opens with a password only', { cause: error });
  return new RenderingError('DOCUMENT_MALFORMED', 'the document is not a PDF that can be read', { cause: error });
}
