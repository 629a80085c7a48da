export {
  SealBatchCompleteEvent,
  SealBatchOpenEvent,
  SealBatchProgressEvent,
  SealBeforeBatchEvent,
  SealDocumentOpenEvent,
  type SignedOfBatch,
} from './batch-signing/batch-signing.events.ts';
export { type BatchOrder, BatchSigning } from './batch-signing/batch-signing.ts';
export { ClientError, type ClientErrorCode } from './client/client-error.ts';
export { createHttpClient, type HttpClientOptions } from './client/http-client.ts';
export type { BatchProof, ClientCallOptions, SealClient } from './client/seal-client.ts';
export { readSealsToPlace } from './client/seals-to-place.ts';
export type { Transport } from './client/transport.ts';
export { SigningController, type SigningEnvironment } from './controllers/signing-controller.ts';
export type { SignedDocument, SigningRequest, SigningState, SigningStep } from './controllers/signing-state.ts';
export type { AskedIntent, ConfirmIntent, GivenIntent } from './controllers/given-intent.ts';
export type { DeviceOf } from './controllers/intent-controller.ts';
export { indexedDbSigningStore, type SigningRecord, type SigningStore } from './controllers/signing-store.ts';
export { VerificationController, type VerificationTerms } from './controllers/verification-controller.ts';
export { DocumentViewer } from './document-viewer/document-viewer.ts';
export type { HandedInDocument } from './controllers/identity-controller.ts';
export {
  type IdentityStep,
  SealIdentityFailedEvent,
  SealIdentityStepEvent,
  SealIdentityVerifiedEvent,
  SealManualReviewEvent,
} from './identity-check/identity-check.events.ts';
export { IdentityCheck } from './identity-check/identity-check.ts';
export {
  SealDocumentErrorEvent,
  SealDocumentLoadedEvent,
  SealPageChangeEvent,
  SealZoomChangeEvent,
} from './document-viewer/document-viewer.events.ts';
export type { PageMark } from './document-viewer/page-marks.ts';
export { SealEvidenceEvent } from './evidence-certificate/evidence-certificate.events.ts';
export { EvidenceCertificate } from './evidence-certificate/evidence-certificate.ts';
export { sealContext, type AssetUrls, type Mode, type SealContext, type Theme, type TrustAnchors } from './foundation/context.ts';
export type { Locale, MessageOverrides } from './foundation/messages.ts';
export { SealElement } from './foundation/seal-element.ts';
export { SealEvent, type EventSource } from './foundation/seal-event.ts';
export { IntentAuthenticators } from './intent-authenticators/intent-authenticators.ts';
export { SealAuthenticatorsChangeEvent } from './intent-authenticators/intent-authenticators.events.ts';
export {
  SealChallengeSentEvent,
  SealFailedEvent,
  SealLockedEvent,
  SealMethodChangeEvent,
  SealVerifiedEvent,
} from './intent-check/intent-check.events.ts';
export { IntentCheck } from './intent-check/intent-check.ts';
export {
  SealApprovalOpenEvent,
  SealBeforeDecisionEvent,
  type SealDecision,
  SealDecisionEvent,
} from './seal-approval/seal-approval.events.ts';
export { SealApproval } from './seal-approval/seal-approval.ts';
export {
  SealActEvent,
  SealBeforeActEvent,
  type SealCenterAct,
  SealCenterSelectionEvent,
  SealCreateEvent,
} from './seal-control-center/seal-control-center.events.ts';
export type { GlyphLoader } from './seal-control-center/glyph-shelf.ts';
export { SealControlCenter } from './seal-control-center/seal-control-center.ts';
export type { GrantConflict } from './seal-grant-editor/grant-conflicts.ts';
export {
  type GrantAct,
  SealBeforeGrantSaveEvent,
  SealConflictEvent,
  SealGrantSaveEvent,
} from './seal-grant-editor/seal-grant-editor.events.ts';
export { SealGrantEditor } from './seal-grant-editor/seal-grant-editor.ts';
export {
  SealBeforeProposalEndEvent,
  SealBeforeStateChangeEvent,
  SealProposalEndEvent,
  SealStateChangeEvent,
} from './seal-lifecycle/seal-lifecycle.events.ts';
export { SealLifecycle } from './seal-lifecycle/seal-lifecycle.ts';
export {
  SealBeforePlacementChangeEvent,
  SealHistoryChangeEvent,
  SealPlacementAddEvent,
  SealPlacementChangeEvent,
  SealPlacementRemoveEvent,
  SealPlacementSubmitEvent,
  SealSelectionChangeEvent,
  SealValidityChangeEvent,
} from './seal-placement/seal-placement.events.ts';
export { SealPlacement } from './seal-placement/seal-placement.ts';
export type { PadMode } from './seal-pad/pad-content.ts';
export type { PadPoint, PadStroke } from './seal-pad/pad-strokes.ts';
export { SealChangeEvent, SealStrokeEndEvent, SealStrokeStartEvent } from './seal-pad/seal-pad.events.ts';
export { SealPad } from './seal-pad/seal-pad.ts';
export { SealErrorEvent, SealReceiptEvent, SealSessionExpiredEvent } from './seal-provider/seal-provider.events.ts';
export { SealProvider } from './seal-provider/seal-provider.ts';
export { logProofVerifier, type LogTrust } from './seal-use-log/log-proof-verifier.ts';
export type { SavedView } from './seal-use-log/saved-views.ts';
export { SealExportEvent, SealRowOpenEvent, SealViewsChangeEvent } from './seal-use-log/seal-use-log.events.ts';
export { SealUseLog } from './seal-use-log/seal-use-log.ts';
export type { ProofCheck, ProofCheckId, ProofVerifier } from './seal-use-log/use-proofs.ts';
export {
  SealBeforeSignEvent,
  SealCancelEvent,
  SealCompleteEvent,
  SealConsentEvent,
  SealDeclineEvent,
  SealFieldsEvent,
  SealReadProgressEvent,
  SealReadyEvent,
  SealSigningEvent,
  SealStepChangeEvent,
  SealTimeWarningEvent,
  SealVerifyEvent,
  SealWaitingEvent,
} from './signing-dialog/signing-dialog.events.ts';
export type { PagesInSight } from './document-viewer/page-layout.ts';
export type { ConsentText } from './signing-dialog/consent-step.ts';
export { SigningDialog } from './signing-dialog/signing-dialog.ts';
export type { SigningOrder } from './signing-dialog/signing-order.ts';
export {
  SealBeforeTrustChangeEvent,
  SealCheckDetailEvent,
  SealResultEvent,
  SealTrustChangeEvent,
} from './verification-report/verification-report.events.ts';
export { VerificationReport } from './verification-report/verification-report.ts';
export type { EvidenceFindings } from './worker/evidence-findings.ts';
export { createTaskRunner, type TaskRunner } from './worker/task-runner.ts';
export type { PolicyName } from './worker/validation-tasks.ts';
