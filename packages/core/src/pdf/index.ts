export { PdfError, type PdfErrorCode } from './pdf-error.ts';
export { PDF_LIMITS, type PdfLimits } from './limits.ts';
export {
  type PdfArray,
  type PdfBoolean,
  type PdfDict,
  type PdfName,
  type PdfNull,
  type PdfNumber,
  type PdfObject,
  type PdfRange,
  type PdfRef,
  type PdfStream,
  type PdfString,
  PDF_NULL,
  dictOf,
  entryOf,
  integerOf,
  isNamed,
  latin1Of,
  nameOf,
  pdfArray,
  pdfBoolean,
  pdfDict,
  pdfInteger,
  pdfName,
  pdfNumber,
  pdfRef,
  pdfString,
  sameRef,
} from './objects.ts';
export { parseSpelled, serializeObject, spellObject } from './syntax/spelling.ts';
export { type PdfDocument, type PdfEncryption } from './document/pdf-document.ts';
export { type Encryptor, encryptDictStrings, encryptStrings } from './encryption/encryptor.ts';
export { type PdfPermissions, permissionsOf } from './encryption/permissions.ts';
export { type OpenPdfOptions, openPdf } from './document/open-pdf.ts';
export { type EndOfLine, type PdfRevision } from './document/revision.ts';
export { type ObjectStream } from './document/object-stream.ts';
export { type PdfCatalog, documentCatalog } from './document/catalog.ts';
export {
  type PageTree,
  type PageTreeFault,
  type PageTreeOptions,
  type PdfPage,
  type PdfRectangle,
  walkPageTree,
  walkPages,
} from './document/page-tree.ts';
export { type PdfIndirectObject } from './file/indirect-object.ts';
export { type DecodedStream } from './filters/stream-filters.ts';
export { XREF_NEAR } from './xref/xref-chain.ts';
export { type XrefEntry } from './xref/xref-section.ts';
export { firstFreeObjectNumber, highestObjectNumber } from './document/object-number-scan.ts';
export { objectsByText } from './document/objects-by-text.ts';
export type { ObjectsByText } from './document/unambiguous-objects.ts';
export { type RevisionDoubt, revisionDoubts } from './document/revision-doubts.ts';
export { inflateRaw } from './filters/inflate.ts';
