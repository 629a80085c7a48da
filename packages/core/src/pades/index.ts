export type { DocumentFrame, FrameLock, FramePage, FramePreparedField, FrameStructure, UntaggedReason } from './document-frame.ts';
export type { PreparedSignature, SignedRevision } from './prepared-signature.ts';
export type { SealPlacement } from './seal-placement.ts';
export type {
  SignatureFace,
  SigningAct,
  SigningNotice,
  SigningPlace,
  SigningRevision,
  TextFace,
  TextGlyph,
  TextRun,
} from './signing-act.ts';
export { breakLines, GlyphCollection, layOutText, type TextBlock, type TextRow, timeText } from './appearance/text-layout.ts';
export { type GlyphCodes, textContent, type TextFonts, textFonts } from './appearance/text-objects.ts';
export { formatPoints } from './geometry/points.ts';
export type { RevisionObject } from './revision/revision-object.ts';
export { writeWholeFile } from './revision/whole-file.ts';
export { PadesError, type PadesErrorCode } from './pades-error.ts';
export { type PageBox, displayedSize } from './geometry/page-geometry.ts';
export {
  type PlacementGeometry,
  type SpelledMatrix,
  type SpelledRectangle,
  assertPlacement,
  placementToRect,
} from './geometry/placement-geometry.ts';
export { type PlacedForm, rectToPlacement } from './geometry/rect-placement.ts';
export { type FacePath, type FaceSegment, parseFacePath } from './appearance/face-path.ts';
export { FACE_SVG_LIMIT, type FaceSvg, type FaceSvgPath, parseFaceSvg } from './appearance/face-svg.ts';
export { type FaceForm, faceToForm } from './appearance/face-form.ts';
export { type JpegFacts, readJpeg } from './appearance/jpeg-image.ts';
export { type RasterSamples, decodePng } from './appearance/png-image.ts';
export { CALIBRATED_COLOURS } from './appearance/form-style.ts';
export {
  type RevisionDigest,
  type RevisionHole,
  digestOfState,
  digestRevision,
  fillHole,
  finishFileDigest,
} from './signature/revision-digest.ts';
export { MAX_REVISION } from './revision/compose-signing-revision.ts';
export { writeSigningRevision } from './revision/write-signing-revision.ts';
export { MAX_FRAME, digestOfFrame } from './frame/frame-digest.ts';
export { type HeldFrame, readHeldFrame } from './frame/read-held-frame.ts';
export { assertOpen } from './frame/assert-open.ts';
export { assertExplainedFrame } from './frame/explained-frame.ts';
export { type OriginalDigest, digestOriginal } from './frame/original-digest.ts';
export { type DocumentFrameOptions, frameOfDocument, readDocumentFrame } from './frame/read-document-frame.ts';
export { type CompleteSignatureOptions, completeSignature, finishRevision } from './signature/complete-signature.ts';
export { fileIdentifierOf } from './signature/file-identifier.ts';
export { type PrepareSignatureOptions, type RequestedAct, prepareSignature } from './signature/prepare-signature.ts';
export { type FieldTree, type TerminalField, walkFieldTree } from './reading/field-tree.ts';
export { type SignatureField, type SignatureWidget, findSignatureFields } from './reading/signature-fields.ts';
export { type SignatureDictionary, readSignatureDictionary } from './reading/signature-dictionary.ts';
export { type DocumentPermissions, readPermissions } from './reading/permissions.ts';
export { textOf } from './reading/text-string.ts';
export {
  type AugmentationStep,
  type AugmentedDocument,
  augmentSignature,
  type AugmentSignatureOptions,
} from './levels/augment-signature.ts';
export { addDocumentTimestamp, type DocumentTimestamp, type DocumentTimestampOptions } from './levels/document-timestamp.ts';
export { readSecurityStore, type SecurityStore } from './levels/security-store.ts';
export {
  completeAtLevel,
  type CompleteAtLevelOptions,
  signDocument,
  type SignDocumentOptions,
  type SignedDocument,
  TIMESTAMP_RESERVE,
} from './levels/sign-document.ts';
export { writeValidationRevision, type ValidationRevisionOptions } from './levels/validation-revision.ts';
export { type EnvelopeField, prepareEnvelope, type PrepareEnvelopeOptions } from './envelope/prepare-envelope.ts';
export { type BatchDocument, type BatchOutcome, signDocuments, type SignDocumentsOptions } from './levels/sign-documents.ts';
