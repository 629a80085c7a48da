import type { CallOptions } from '../../bytes/index.ts';
import type { PdfIndirectObject } from '../file/indirect-object.ts';
import { PdfError } from '../pdf-error.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import type { PdfDocument } from './pdf-document.ts';

const BASE = 16 * 1024 * 1024;
const TIMES = 4;

/**
 * Bounds the reading of all objects of a file: those of an honest one do not overlap, so that together they take no more
 * octets than the file has. A hostile one may have each object reach to its end.
 */
export class ReadingBudget {
  private left: number;
  private readonly document: PdfDocument;

  constructor(document: PdfDocument) {
    this.document = document;
    this.left = BASE + TIMES * document.size;
  }

  /**
   * The object of an entry; undefined when it cannot be read.
   *
   * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
   */
  async read(view: PdfDocument, entry: XrefEntry, options?: CallOptions): Promise<PdfIndirectObject | undefined> {
    try {
      const object = await view.readEntry(entry, options);
      this.spend(object?.octets ?? 0);
      return object;
    } catch (error) {
      if (!(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
      this.spend(entry.kind === 'offset' ? this.failedOctets(error, entry.offset) : 0);
      return undefined;
    }
  }

  private spend(octets: number): void {
    this.left -= octets;
    if (this.left < 0) throw new PdfError('PDF_LIMIT_EXCEEDED', 'expected objects that do not overlap', { facts: { limit: 'reading' } });
  }

  /** Up to where the error says that reading came. */
  private failedOctets(error: PdfError, offset: number): number {
    const reached = error.facts['offset'];
    const end = typeof reached === 'number' && reached >= offset ? reached : this.document.size;
    return Math.min(end - offset, this.document.limits.objectBytes);
  }
}
