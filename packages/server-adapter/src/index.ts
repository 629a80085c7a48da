export {
  type Action,
  type AdapterConfig,
  DEFAULT_USE_POLICY,
  type LogEntry,
  type LogLevel,
  type Principal,
  type Resource,
  type SealPolicy,
  type SessionLimits,
  type SessionScope,
  type TrustAnchors,
  type UsePolicy,
} from './adapter-config.ts';
export { AdapterError, type AdapterErrorOptions } from './adapter-error.ts';
export { type AuditEventType, type NewAuditEvent, appendEvent, digestOfEvent, registerChain } from './audit/audit-event.ts';
export { erasePersonalValues, type ErasedValues, type PersonalValueErasure } from './audit/personal-values/erase-personal-values.ts';
export { createHttpWitness, type HttpWitnessOptions } from './audit/transparency-log/http-witness.ts';
export {
  type CosignRequest,
  type LogSigner,
  type LogWitness,
  logOrigin,
  logVerifierKey,
  type TransparencyLogConfig,
} from './audit/transparency-log/log-config.ts';
export type { LogFault, LogFaultCode } from './audit/transparency-log/log-fault.ts';
export { type LogVerdict, verifyLog, type VerifyLogOptions } from './audit/transparency-log/verify-log.ts';
export { type ChainFault, type ChainVerdict, verifyChain } from './audit/verify-chain.ts';
export type { EnvelopeDeadlinesConfig } from './envelopes/envelope-deadlines-config.ts';
export { errnoOf, type FileSource, nodeDigestEngine, openFileSource } from './bytes/index.ts';
export { type Adapter, createAdapter } from './create-adapter.ts';
export { memoryOneTimeKey, type OneTimeKey, type OneTimeKeys } from './identity/event/one-time-key.ts';
export {
  createOneTimeKeyStore,
  type OneTimeKeyStore,
  type OneTimeKeyStoreOptions,
  type OneTimeOrder,
} from './identity/event/one-time-key-store.ts';
export { auditOneTimeSteps, type OneTimeStep, type RecordOneTimeStep } from './identity/event/one-time-step.ts';
export type { EventCertificates, IdentityConfig, PersonalCertificates, PersonalKey } from './identity/identity-config.ts';
export { manualReview } from './identity/provider/manual-review.ts';
export { subjectReference } from './identity/confirm/verified-subject.ts';
export { contentBindingOf, OID_CONTENT_BINDING } from './identity/issuer/content-binding.ts';
export {
  CERTIFICATE_ISSUER_CONTRACT,
  type IssuerContractCase,
  IssuerContractError,
  type IssuerContractSubject,
} from './identity/issuer/contract/issuer-contract.ts';
export { type CmpIssuerOptions, createCmpIssuer } from './identity/issuer/cmp/cmp-issuer.ts';
export { createEjbcaIssuer, type EjbcaIssuerOptions, type EjbcaProfile } from './identity/issuer/ejbca-issuer.ts';
export { createEstIssuer, type EstIssuerOptions } from './identity/issuer/est-issuer.ts';
export { IssuerError, type IssuerErrorCode } from './identity/issuer/issuer-error.ts';
export { createTestAuthority, type TestAuthority, type TestAuthorityOptions } from './identity/issuer/test-authority.ts';
export {
  type CertificationRequest,
  type CertificationRequestOptions,
  createCertificationRequest,
  readCertificationRequest,
} from './identity/request/certification-request.ts';
export { KeyStoreContractError } from './keystore/contract/contract-steps.ts';
export type { KeyStoreContractCase, KeyStoreContractSubject } from './keystore/contract/contract-subject.ts';
export { KEY_STORE_CONTRACT } from './keystore/contract/key-store-contract.ts';
export { type KeyMaterial, keyMaterialOf } from './keystore/key-material.ts';
export { KeyStoreError, type KeyStoreErrorCode } from './keystore/key-store-error.ts';
export { createPemKeyStore, openPemKey, type PemEntry, type PemKeyFiles, type PemKeyStoreOptions } from './keystore/pem/index.ts';
export { createSignerKeyStore, type HostedKeyOptions, type SignerKeyStoreOptions } from './keystore/signer-key-store.ts';
export { documentSigner, signatureAlgorithmOf, softwareSigner, type SoftwareSignerOptions } from './keystore/software-signer.ts';
export { DEFAULT_MONITORING_POLICY, type MonitoringPolicy, type WorkingHours } from './monitoring/monitoring-policy.ts';
export {
  antChainAnchor,
  type AntChainOptions,
  type CourtIdentity,
  type Deposit,
  DEPOSIT_CONTRACT,
  type DepositContractCase,
  DepositContractError,
  type DepositContractSubject,
  type DepositRequest,
  type DepositVerdict,
  internetCourtNotary,
  type InternetCourtOptions,
  type JudicialChainAnchor,
  type NotaryDeposit,
} from './evidence/anchors/index.ts';
export { type EvidenceConfig } from './evidence/evidence-config.ts';
export { createRateLimiter, DEFAULT_RATE_LIMITS, type LimitedRequest, type RateLimiter, type RateLimits } from './http/rate-limiter.ts';
export { PROBLEMS, type ProblemCode } from './problem-codes.ts';
export { INTENT_PROVIDER_CONTRACT } from './intent/contract/intent-provider-contract.ts';
export type { IntentContractCase, IntentContractSubject } from './intent/contract/contract-subject.ts';
export { DEFAULT_ENROLMENT_POLICY, type EnrolmentPolicy } from './intent/authenticators/enrolment-policy.ts';
export { DEFAULT_INTENT_LIMITS, type IntentConfig, type IntentLimits, OPEN_INTENT_POLICY } from './intent/intent-config.ts';
export { IntentError, type IntentErrorCode } from './intent/intent-error.ts';
export type {
  Countersigning,
  CountersignRequest,
  EnrolledAuthenticator,
  FinishIntentRequest,
  IntentContext,
  IntentEnrolment,
  IntentFinding,
  IntentProvider,
  IntentRecipient,
  IntentStatement,
  ProvenAct,
  StartedIntent,
  StartIntentRequest,
} from './intent/intent-provider.ts';
export { createTotpProvider, type TotpProviderOptions } from './intent/totp/totp-provider.ts';
export { forgiveIntentFailures, setSealIntentPolicy, withdrawAuthenticators } from './register/intent-policies.ts';
export type { NewSeal, NewSealVersion } from './register/new-seal.ts';
export { type DesignFault, SealDesignError, type SealMaker, type SealOrder } from './register/seal-maker.ts';
export {
  type Registration,
  grantSeal,
  registerOrganisation,
  registerPerson,
  registerSeal,
  registerSealVersion,
  revokeGrant,
} from './register/registration.ts';
export { DEFAULT_WEBHOOK_POLICY, type Webhook, type WebhookPolicy } from './webhooks/webhook-config.ts';
export { type ReceivedHeaders, verifyWebhook, type WebhookPayload, type WebhookTopic, type WebhookVerdict } from './webhooks/index.ts';
export { createMemoryStore } from './storage/memory/memory-store.ts';
export type {
  AnswerRecord,
  ApprovalDecisionRecord,
  ApprovalRecord,
  ApprovalState,
  AuditEventRecord,
  AuthenticatorRecord,
  CompletedRevision,
  CredentialRecord,
  DecisionRecord,
  EnvelopeRecord,
  GrantRecord,
  IdentityClaimRecord,
  IdentityVerificationRecord,
  IntentBatchRecord,
  IntentCountRecord,
  IntentPolicyRecord,
  IntentRecord,
  LogCheckpointRecord,
  LogHashRecord,
  LogLeafRecord,
  OrganisationRecord,
  OutboxRecord,
  PermitRecord,
  ProvenIntent,
  LikeFaceRecord,
  PersonRecord,
  PersonalValueRecord,
  PreparedRevision,
  RequestedPermit,
  SealActRecord,
  SealRecord,
  SealVersionRecord,
  UseLogRow,
  UseRecord,
  UseStatus,
} from './storage/records.ts';
export { oneTenant } from './storage/one-tenant.ts';
export { STORE_CONTRACT, type StoreContractCase, StoreContractError } from './storage/store-contract.ts';
export { type StoreConstraint, StoreError, type StoreErrorCode } from './storage/store-error.ts';
export type {
  AnswerTable,
  ApprovalListQuery,
  ApprovalTable,
  AuditTable,
  ChainHead,
  ChainQuery,
  EnvelopeTable,
  IntentTable,
  LogTable,
  OutboxTable,
  PermitTable,
  IdentityListQuery,
  IdentityTable,
  PersonalValueTable,
  RegisterTable,
  SealCount,
  SealListQuery,
  Store,
  StoreTransaction,
  TransactionOptions,
  UseLogQuery,
  UseLogScope,
  UseTable,
} from './storage/store.ts';
export { systemClock } from './system-clock.ts';
export { createSessionTokens, type NewSession, type SessionTokens, type SessionTokensOptions } from './sessions/index.ts';
export { cachedRevocationSource, type CachedRevocationOptions } from './revocation/index.ts';
