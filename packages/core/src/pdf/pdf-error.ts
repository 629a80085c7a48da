import { SealkitError } from '../errors/index.ts';

export type PdfErrorCode =
  | 'PDF_HEADER_MISSING'
  | 'PDF_UNEXPECTED_END'
  | 'PDF_OBJECT_MALFORMED'
  | 'PDF_OBJECT_MISSING'
  | 'PDF_DUPLICATE_KEY'
  | 'PDF_NOT_SPELLABLE'
  | 'PDF_SPELLING_NOT_CANONICAL'
  | 'PDF_XREF_MALFORMED'
  | 'PDF_XREF_LOOP'
  | 'PDF_XREF_MISMATCH'
  | 'PDF_TRAILER_MALFORMED'
  | 'PDF_OBJECT_STREAM_MALFORMED'
  | 'PDF_STREAM_MALFORMED'
  | 'PDF_FILTER_UNSUPPORTED'
  | 'PDF_CATALOG_MISSING'
  | 'PDF_PAGE_TREE_MALFORMED'
  | 'PDF_LIMIT_EXCEEDED'
  | 'PDF_ENCRYPTED_UNSUPPORTED'
  | 'PDF_PASSWORD_NEEDED';

/** Octets that are not the PDF they should be, or more of it than the limits allow. */
export class PdfError extends SealkitError<PdfErrorCode> {}
