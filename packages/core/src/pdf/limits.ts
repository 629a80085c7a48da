import { PdfError } from './pdf-error.ts';

/** What bounds reading: each limit ends in `PDF_LIMIT_EXCEEDED`, never in exhausted memory or stack. */
export interface PdfLimits {
  /** Arrays and dictionaries within each other in one object. */
  readonly nesting: number;
  /** Octets of one object, the body of a stream not counted. */
  readonly objectBytes: number;
  /** Values within one object. */
  readonly objectValues: number;
  /** Octets of a name, decoded. */
  readonly nameBytes: number;
  /** Characters of a number. */
  readonly numberCharacters: number;
  /** Highest object number (ISO 32000-2 annex C). */
  readonly objectNumber: number;
  /** Cross-reference entries of all sections of a file. */
  readonly xrefEntries: number;
  /** Octets of all cross-reference sections of a file, decoded. */
  readonly xrefBytes: number;
  /** Cross-reference sections of a file. */
  readonly xrefSections: number;
  /** Octets that an object stream may decode to. */
  readonly objectStreamBytes: number;
  /** Objects in one object stream. */
  readonly objectStreamObjects: number;
  /** References followed from one to the next. */
  readonly referenceChain: number;
  /** Filters of one stream. */
  readonly filters: number;
  /** Octets that a stream may decode to. */
  readonly decodedBytes: number;
  /** Octets that the object streams of a file may decode to in sum when all are read. */
  readonly scanDecodedBytes: number;
  /** Octets before the header and after the last %%EOF that are searched. */
  readonly searchBytes: number;
  /** Levels of the page tree. */
  readonly pageTreeDepth: number;
  /** Nodes of the page tree. */
  readonly pageTreeNodes: number;
}

export const PDF_LIMITS: PdfLimits = {
  nesting: 128,
  objectBytes: 32 * 1024 * 1024,
  objectValues: 1_000_000,
  nameBytes: 4096,
  numberCharacters: 256,
  objectNumber: 8_388_607,
  xrefEntries: 500_000,
  xrefBytes: 32 * 1024 * 1024,
  xrefSections: 16_384,
  objectStreamBytes: 64 * 1024 * 1024,
  objectStreamObjects: 100_000,
  referenceChain: 32,
  filters: 8,
  decodedBytes: 256 * 1024 * 1024,
  scanDecodedBytes: 256 * 1024 * 1024,
  searchBytes: 64 * 1024,
  pageTreeDepth: 256,
  pageTreeNodes: 200_000,
};

export function assertWithin(limit: keyof PdfLimits, value: number, limits: PdfLimits = PDF_LIMITS): void {
  if (value > limits[limit]) {
    throw new PdfError('PDF_LIMIT_EXCEEDED', `expected ${limit} up to ${limits[limit]}, got ${value}`, { facts: { limit, value } });
  }
}
