/** The tasks: what a host does with a document. Everything below them is under its layer's own path, `@sealkit/core/pades` and so on. */
export { type ByteSource, type Bytes, blobSource, concatSources, memorySource } from './bytes/index.ts';
export { SealkitError } from './errors/index.ts';
export {
  type DocumentFrame,
  type PreparedSignature,
  type SignedRevision,
  completeSignature,
  digestOfFrame,
  prepareSignature,
  readDocumentFrame,
} from './pades/index.ts';
export {
  VALIDATION_POLICIES,
  type ValidationReport,
  extractRevision,
  validateCms,
  validateDocument,
  verifyReceipt,
} from './validation/index.ts';
