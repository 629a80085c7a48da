import type {
  AnomalyList,
  AnomalyQuery,
  ApprovalCountersignatureView,
  ApprovalDecisionRequest,
  ApprovalList,
  ApprovalQuery,
  ApprovalResult,
  ApprovalView,
  AuthenticatorActConfirmation,
  AuthenticatorActRequest,
  AuthenticatorActResult,
  AuthenticatorActView,
  EnrolmentConfirmation,
  EnrolmentRequest,
  EnrolmentView,
  EnvelopeEndRequest,
  EnvelopeList,
  EnvelopeQuery,
  EnvelopeRequest,
  EnvelopeResult,
  EnvelopeView,
  EventProofView,
  GrantChange,
  GrantList,
  GrantRequest,
  GrantResult,
  ConfirmProof,
  IntentBatchRecall,
  IntentBatchRequest,
  IntentBatchView,
  IntentMethodList,
  IntentRequest,
  IntentView,
  IdentityDecisionRequest,
  IdentityProviderList,
  IdentityStepRequest,
  IdentityVerificationList,
  IdentityVerificationRequest,
  IdentityVerificationView,
  IssuedCertificateView,
  OrganisationList,
  PermitRequest,
  PermitView,
  PersonList,
  SealActRequest,
  SealDraftRequest,
  SealDraftView,
  SealProposalEnd,
  SealRevisionRequest,
  SealHistory,
  SealIntentPolicyRequest,
  SealIntentPolicyView,
  SealList,
  SealProductionRequest,
  SealQuery,
  SealTransitionRequest,
  SealTransitionResult,
  SealVersionDecision,
  SealVersionList,
  SealView,
  SessionView,
  StopList,
  StopRequest,
  StopResult,
  CertificateStatusRequest,
  CertificateStatusView,
  TrustView,
  ConfirmUseRequest,
  UseChallenge,
  UseList,
  UsePending,
  UseQuery,
  UseRequest,
  UseResult,
} from '@sealkit/core/protocol';

/** A proof that is about a batch as a whole. */
export type BatchProof = Exclude<ConfirmProof, { readonly batchId: string }>;

/** What a call may be given: a signal that ends it, and the key under which a repeat is the same request. */
export interface ClientCallOptions {
  readonly signal?: AbortSignal;
  /** Made at random when absent. Give one to make a repeat after a restart the same request. */
  readonly idempotencyKey?: string;
}

/** Query of `GET /identity-verifications`. */
export interface IdentityVerificationQuery {
  readonly subjectKind?: 'person' | 'organisation';
  readonly subjectId?: string;
  readonly state?: IdentityVerificationView['state'];
}

/**
 * The server as the elements see it. Every method throws `ClientError` for a refusal or when the server cannot be asked.
 */
export interface SealClient {
  session(options?: ClientCallOptions): Promise<SessionView>;
  trust(options?: ClientCallOptions): Promise<TrustView>;
  /** What the services of a certificate say of it, asked by the server. */
  certificateStatus(request: CertificateStatusRequest, options?: ClientCallOptions): Promise<CertificateStatusView>;
  /** One page of the seals that the caller may see; `nextCursor` leads to the next. */
  seals(query: SealQuery, options?: ClientCallOptions): Promise<SealList>;
  seal(number: string, options?: ClientCallOptions): Promise<SealView>;
  changeSealState(number: string, request: SealTransitionRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  /** What was asked for, as it stands now. */
  sealDraft(number: string, options?: ClientCallOptions): Promise<SealDraftView>;
  reviseSeal(number: string, request: SealRevisionRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  /** Takes back the caller's own step that waits for a second person, or turns down another one's. */
  endProposal(number: string, request: SealProposalEnd, options?: ClientCallOptions): Promise<SealTransitionResult>;
  sealVersions(number: string, options?: ClientCallOptions): Promise<SealVersionList>;
  sealHistory(number: string, cursor?: string, options?: ClientCallOptions): Promise<SealHistory>;
  requestSeal(request: SealDraftRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  produceSeal(number: string, request: SealProductionRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  decideVersion(number: string, version: number, decision: SealVersionDecision, options?: ClientCallOptions): Promise<SealTransitionResult>;
  /** What each use of a seal asks of whoever confirms it. */
  sealIntentPolicy(number: string, options?: ClientCallOptions): Promise<SealIntentPolicyView>;
  setSealIntentPolicy(number: string, request: SealIntentPolicyRequest, options?: ClientCallOptions): Promise<SealIntentPolicyView>;
  recordAct(number: string, request: SealActRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  /** Who is stopped, of those whom the caller may let act again. */
  stops(options?: ClientCallOptions): Promise<StopList>;
  releasePerson(id: string, reason: string, options?: ClientCallOptions): Promise<StopResult>;
  stop(request: StopRequest, options?: ClientCallOptions): Promise<StopResult>;
  grants(number: string, options?: ClientCallOptions): Promise<GrantList>;
  giveGrant(number: string, request: GrantRequest, options?: ClientCallOptions): Promise<GrantResult>;
  changeGrant(id: string, change: GrantChange, options?: ClientCallOptions): Promise<GrantResult>;
  /** Persons who may be chosen, by a part of their name. */
  persons(text?: string, options?: ClientCallOptions): Promise<PersonList>;
  organisations(options?: ClientCallOptions): Promise<OrganisationList>;
  approvals(query: ApprovalQuery, options?: ClientCallOptions): Promise<ApprovalList>;
  approval(id: string, options?: ClientCallOptions): Promise<ApprovalView>;
  /** What the caller's passkey is asked, where whoever approves countersigns the request. */
  approvalCountersignature(id: string, options?: ClientCallOptions): Promise<ApprovalCountersignatureView>;
  decide(id: string, request: ApprovalDecisionRequest, options?: ClientCallOptions): Promise<ApprovalResult>;
  withdrawApproval(id: string, reason: string, options?: ClientCallOptions): Promise<ApprovalResult>;
  openEnvelope(request: EnvelopeRequest, options?: ClientCallOptions): Promise<EnvelopeView>;
  envelopes(query: EnvelopeQuery, options?: ClientCallOptions): Promise<EnvelopeList>;
  envelope(id: string, options?: ClientCallOptions): Promise<EnvelopeView>;
  /** For a party that is due; it ends the envelope for everybody. */
  declineEnvelope(id: string, request: EnvelopeEndRequest, options?: ClientCallOptions): Promise<EnvelopeResult>;
  voidEnvelope(id: string, request: EnvelopeEndRequest, options?: ClientCallOptions): Promise<EnvelopeResult>;
  remindParties(id: string, options?: ClientCallOptions): Promise<EnvelopeResult>;
  /**
   * The evidence package of an envelope, made now. Where its document does not come to the server, the package holds it only if it is
   * sent along; the server keeps nothing of it.
   */
  evidence(envelopeId: string, document?: Blob, options?: ClientCallOptions): Promise<Blob>;
  requestPermit(request: PermitRequest, options?: ClientCallOptions): Promise<PermitView>;
  permit(id: string, options?: ClientCallOptions): Promise<PermitView>;
  startUse(request: UseRequest, options?: ClientCallOptions): Promise<UseChallenge>;
  confirmUse(useId: string, request: ConfirmUseRequest, options?: ClientCallOptions): Promise<UseResult | UsePending>;
  /** The ways of confirming that are offered, and what the caller has enrolled. */
  intentMethods(options?: ClientCallOptions): Promise<IntentMethodList>;
  /** Starts a proof of intent for a use that waits; `confirmUse` finishes it. A new one ends the last. */
  startIntent(useId: string, request: IntentRequest, options?: ClientCallOptions): Promise<IntentView>;
  /** Puts uses that wait into one batch, in this order, to be confirmed by one proof. */
  openBatch(request: IntentBatchRequest, options?: ClientCallOptions): Promise<IntentBatchView>;
  /** A batch of the caller's with its acts, to go on with it. */
  recallBatch(batchId: string, options?: ClientCallOptions): Promise<IntentBatchRecall>;
  /** Starts a proof of intent for a batch that waits; `confirmBatch` finishes it. A new one ends the last. */
  startBatchIntent(batchId: string, request: IntentRequest, options?: ClientCallOptions): Promise<IntentView>;
  /** Signs nothing: each use is then confirmed by `confirmUse` with `{ batchId, shownDigest }`. */
  confirmBatch(batchId: string, request: { readonly proof: BatchProof }, options?: ClientCallOptions): Promise<IntentBatchView>;
  /** For a person who has no authenticator yet. */
  beginEnrolment(method: string, request: EnrolmentRequest, options?: ClientCallOptions): Promise<EnrolmentView>;
  confirmEnrolment(id: string, request: EnrolmentConfirmation, options?: ClientCallOptions): Promise<IntentMethodList>;
  /** Another authenticator is added, or one is removed, by an act that the person confirms with what they have. */
  beginAuthenticatorAct(request: AuthenticatorActRequest, options?: ClientCallOptions): Promise<AuthenticatorActView>;
  startAuthenticatorProof(actId: string, request: IntentRequest, options?: ClientCallOptions): Promise<IntentView>;
  confirmAuthenticatorAct(
    actId: string,
    request: AuthenticatorActConfirmation,
    options?: ClientCallOptions,
  ): Promise<AuthenticatorActResult>;
  /** The same answer again: the challenge while the use waits, the finished revision afterwards. */
  use(useId: string, options?: ClientCallOptions): Promise<UseChallenge | UsePending | UseResult>;
  uses(query: UseQuery, options?: ClientCallOptions): Promise<UseList>;
  usesOfSeal(number: string, query: UseQuery, options?: ClientCallOptions): Promise<UseList>;
  /** What the server's rules found of the seals whose use log the person may read. */
  anomalies(query: AnomalyQuery, options?: ClientCallOptions): Promise<AnomalyList>;
  /** Who verifies persons and organisations, and how. */
  identityProviders(options?: ClientCallOptions): Promise<IdentityProviderList>;
  /** The newest first; of one subject where both its members are given. */
  identityVerifications(query: IdentityVerificationQuery, options?: ClientCallOptions): Promise<IdentityVerificationList>;
  identityVerification(id: string, options?: ClientCallOptions): Promise<IdentityVerificationView>;
  verifyIdentity(request: IdentityVerificationRequest, options?: ClientCallOptions): Promise<IdentityVerificationView>;
  /** Asks the provider whether a pending verification has ended. */
  continueIdentity(id: string, request: IdentityStepRequest, options?: ClientCallOptions): Promise<IdentityVerificationView>;
  decideIdentity(id: string, request: IdentityDecisionRequest, options?: ClientCallOptions): Promise<IdentityVerificationView>;
  /** A certificate for the person of a verification that passed; asked again while the authority decides. */
  issueCertificate(id: string, options?: ClientCallOptions): Promise<IssuedCertificateView>;
  /** 404 `LOG_NOT_KEPT` where the deployment keeps no tree. */
  eventProof(id: string, options?: ClientCallOptions): Promise<EventProofView>;
}
