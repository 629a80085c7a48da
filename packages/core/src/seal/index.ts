export { type BatchMembership, batchPath, batchRoot, isInBatch, MAX_BATCH_ACTS } from './intent/batch-tree.ts';
export { findIntentPolicyFault, type IntentPolicyFault } from './intent/intent-policy.ts';
export { type BatchFacts, type IntentProofFacts, observeIntentProof } from './intent/intent-proof.ts';
export { findPasskeyFault, type PasskeyAssertion, type PasskeyFault } from './intent/passkey-assertion.ts';
export {
  dueParties,
  type EnvelopeParty,
  type EnvelopeStanding,
  findPartiesFault,
  isEnvelopeOverdue,
  openActs,
  type PartiesFault,
  type PartyAct,
  type PartyState,
  partyState,
} from './envelope/envelope-parties.ts';
export {
  assertEnvelopeTransition,
  ENVELOPE_TRANSITIONS,
  type EnvelopeRole,
  type EnvelopeState,
  type EnvelopeTransition,
  nextEnvelopeStates,
} from './envelope/envelope-states.ts';
export {
  actsFor,
  type EnvelopeActor,
  envelopeStateAfter,
  type EnvelopeTurn,
  findEnvelopeTurn,
  type TurnObstacle,
} from './envelope/envelope-turn.ts';
export { drawSealFace, findFaceIssues } from './face/draw-seal-face.ts';
export { type RingLayout, type RingOptions, ringLayout } from './face/ring-layout.ts';
export { type FaceIssue, type FaceIssueCode, SEAL_RED, type SealFace, type SealFaceSpec } from './face/seal-face.ts';
export { approvalProgress, type ApprovalDecision, type ApprovalProgress, approvalTierOf, describes } from './grant/approval-progress.ts';
export { findGrantObstacle, GRANT_OBSTACLES, type GrantedUse, type GrantObstacle, isWithinSchedule } from './grant/grant-obstacle.ts';
export type {
  Amount,
  ApprovalPolicy,
  ApprovalTier,
  Approver,
  GrantHolder,
  GrantSchedule,
  GrantTerms,
  Weekday,
} from './grant/grant-terms.ts';
export { findWiderTerm, type WiderTerm } from './grant/narrower-terms.ts';
export {
  AUDITOR_ROLE,
  findApproverFault,
  findRequesterFault,
  type RequestParties,
  type SeparationFault,
} from './grant/separation-of-duties.ts';
export { isRecordable, RECORDED_SEAL_ACTS, type RecordedSealAct } from './lifecycle/recorded-acts.ts';
export { faceLikeness, LIKE_FACE_THRESHOLD } from './likeness/face-likeness.ts';
export { likenessOfFace } from './likeness/likeness-of-face.ts';
export type { SealKind, SealState, SealVersionState } from './lifecycle/states.ts';
export {
  allowedSealTransitions,
  assertSealTransition,
  assertSealVersionTransition,
  isUsableState,
  nextSealStates,
  SEAL_TRANSITIONS,
  SEAL_VERSION_TRANSITIONS,
  type SealRole,
  type SealTransition,
  type SealVersionTransition,
} from './lifecycle/transitions.ts';
export { ACT_LANGUAGES, type ActLanguage } from './permit/act-language.ts';
export type {
  PermitApproval,
  PermitApprovalPolicy,
  PermitAttestation,
  PermitIntentPolicy,
  PermitPayload,
  ReceiptPayload,
  UseRecordPayload,
} from './permit/payloads.ts';
export {
  type CountersignatureFacts,
  type CountersignatureFault,
  findCountersignatureFault,
  observeCountersignatures,
} from './permit/countersignatures.ts';
export { fileIdentifier, permitDigest, permitRequestDigest } from './permit/permit-digests.ts';
export { passkeyAssertionShape } from './permit/payload-shapes.ts';
export {
  assertPermitPayload,
  composePermit,
  composeReceipt,
  composeUseRecord,
  parsePermit,
  parseReceipt,
  parseUseRecord,
  type RegisterJws,
} from './permit/register-jws.ts';
export { instant, integer, list, literal, members, nullable, type Shape, ShapeMismatch, text } from './permit/strict-shape.ts';
export { fieldName, type PermittedActOptions, signingActFromPermit } from './permit/signing-act.ts';
export { type DocumensoField, fromDocumenso, toDocumenso } from './placement/converters/documenso.ts';
export { type DocusealField, type DocusealOptions, fromDocuseal, toDocuseal } from './placement/converters/docuseal.ts';
export {
  DOCUSIGN_KEYWORD_RELATION,
  type DocusignTab,
  type DocusignTabs,
  fromDocusign,
  toDocusign,
} from './placement/converters/docusign.ts';
export { type EsignField, fromEsign, toEsign } from './placement/converters/esign.ts';
export { FADADA_KEYWORD_RELATION, type FadadaField, fromFadada, toFadada } from './placement/converters/fadada.ts';
export { fromQiyuesuo, QIYUESUO_KEYWORD_RELATION, type QiyuesuoStamper, toQiyuesuo } from './placement/converters/qiyuesuo.ts';
export type { ImportOptions, RequestedPlacement, StraddleRequest } from './placement/converters/requested-placement.ts';
export { type RequestTargets, resolveRequest } from './placement/converters/resolve-request.ts';
export { fromTencent, TENCENT_RELATIONS, type TencentComponent, toTencent } from './placement/converters/tencent.ts';
export { displayedPage, readDisplayedPages } from './placement/document-pages.ts';
export { type FieldFit, placeOnField } from './placement/field-anchor.ts';
export { type FieldPlace, readFieldPlaces } from './placement/field-places.ts';
export { type EarlierPlace, findOverlaps, type PlacementOverlap, readEarlierPlaces } from './placement/overlaps.ts';
export { findKeyword, type KeywordHit, type KeywordOptions, type KeywordSearch } from './placement/find-keyword.ts';
export { type KeywordAnchor, type KeywordRelation, placeAtKeyword } from './placement/keyword-anchor.ts';
export {
  type AnchorBox,
  type AnchorOrigin,
  anchorOfPlacement,
  type DisplayedPage,
  type PageArea,
  type PlacementAnchor,
  type PlacementUnit,
  resolvePlacement,
  type SealBox,
  type UnitDistance,
} from './placement/page-anchor.ts';
export { formatPageSet, parsePageSet } from './placement/page-set.ts';
export { clampToPage, type CopyOptions, copyToPages, isOnPage } from './placement/place-on-pages.ts';
export { type PdfjsDocument, type PdfjsPage, type PdfjsStyle, pdfjsTextSource } from './placement/pdfjs-text.ts';
export { type PlacementBounds, placementBounds, placementCorners, placementsOverlap } from './placement/placement-bounds.ts';
export { type FoldedText, foldText, type TextFolding } from './placement/text-folding.ts';
export {
  type Fraction,
  fraction,
  type Millimetres,
  micrometresToMillimetres,
  micrometresToPoints,
  millimetresToMicrometres,
  mm,
  type Percent,
  percent,
  type Points,
  pointsToMicrometres,
  pt,
} from './placement/units.ts';
export { SealError, type SealErrorCode } from './seal-error.ts';
export { isPermittedSigner } from './statement/permitted-signers.ts';
export {
  encodePermitAssertion,
  encodeStatementAssertion,
  encodeUseRecordAssertion,
  readSealAssertions,
  type SealAssertions,
} from './statement/seal-assertions.ts';
export { parseSealInfo } from './statement/seal-info-reader.ts';
export { encodeSealInfo } from './statement/seal-info-writer.ts';
export {
  type CertificateDigest,
  type ParsedSealInfo,
  type PermittedSigners,
  SEAL_INFO_LIMITS,
  type SealInfo,
  type SealPicture,
  SES_VERSION,
} from './statement/seal-info.ts';
export { findSealKind, SEAL_KINDS, sealKindNumber } from './statement/seal-kinds.ts';
export { sealPictureToFace } from './statement/seal-picture.ts';
export { composeSealStatement, parseSealStatement, type SealStatement, type SealStatementOptions } from './statement/seal-statement.ts';
