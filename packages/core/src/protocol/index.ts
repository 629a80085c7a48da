export type { AnomalyKind, AnomalyList, AnomalyQuery, AnomalyRow, AnomalySeverity, AnomalyView } from './anomalies.ts';
export type {
  ApprovalDecisionRequest,
  ApprovalList,
  ApprovalQuery,
  ApprovalResult,
  ApprovalRule,
  ApprovalStatus,
  ApprovalView,
} from './approvals.ts';
export type { BatchAct, IntentBatchRequest, IntentBatchView } from './batches.ts';
export type {
  EnvelopeActAnswer,
  EnvelopeEndRequest,
  EnvelopeList,
  EnvelopePartyView,
  EnvelopePlaceView,
  EnvelopeQuery,
  EnvelopeRequest,
  EnvelopeResult,
  EnvelopeStorage,
  EnvelopeVersion,
  EnvelopeView,
} from './envelopes.ts';
export type { EventProofView } from './event-proofs.ts';
export type { GrantChange, GrantList, GrantRequest, GrantResult, GrantView, OrganisationList, PersonList } from './grants.ts';
export type {
  AuthenticatorRemoval,
  AuthenticatorView,
  EnrolmentConfirmation,
  EnrolmentRequest,
  EnrolmentView,
  IntentAnswer,
  IntentAssurance,
  IntentForm,
  IntentMethod,
  IntentMethodList,
  IntentPolicy,
  IntentRequest,
  IntentView,
  PasskeyCreationOptions,
  PasskeyDescriptor,
  PasskeyRequestOptions,
} from './intents.ts';
export type {
  IdentityDecisionRequest,
  IdentityProviderList,
  IdentityStepRequest,
  IdentitySubject,
  IdentityVerificationList,
  IdentityVerificationRequest,
  IdentityVerificationView,
  IssuedCertificateView,
} from './identity.ts';
export type { PersonalText, WithheldText } from './personal-text.ts';
export type { PermitRequest, PermitView } from './permits.ts';
export type { ProblemDetails } from './problem-details.ts';
export type {
  LikeFace,
  Named,
  NamedOrganisation,
  SealActRequest,
  SealActView,
  SealDesign,
  Decided,
  SealDraftRequest,
  SealDraftView,
  SealRevisionRequest,
  SealProposalEnd,
  SealHistory,
  SealHistoryEntry,
  SealList,
  SealProductionRequest,
  SealQuery,
  SealTransitionRequest,
  SealTransitionResult,
  SealVersionDecision,
  SealVersionList,
  SealVersionView,
  SealView,
  StopList,
  StopRequest,
  StopResult,
} from './seals.ts';
export type { CertificateStatusRequest, CertificateStatusView, SessionView, TrustView } from './session.ts';
export type {
  ClientReport,
  ConfirmProof,
  ConfirmUseRequest,
  ConsentReport,
  ReadingReport,
  UseChain,
  UseChallenge,
  UseList,
  UsePending,
  UseQuery,
  UseRequest,
  UseResult,
  UseView,
} from './uses.ts';
