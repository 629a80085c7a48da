export { type ChangeFact } from './facts/changes/change-fact.ts';
export { type GatherOptions } from './facts/gather-context.ts';
export { gatherAttachedCmsFacts, gatherCmsFacts, type GatherCmsOptions } from './facts/gather-cms-file.ts';
export { gatherFacts } from './facts/gather-facts.ts';
export { type TrustAnchors } from './facts/trust.ts';
export type { DocumentFacts, SignatureFacts, ValidationFacts } from './facts/validation-facts.ts';
export { extractRevision } from './extract-revision.ts';
export { etsiReport } from './report/etsi-report.ts';
export { type DecidingCheck, simpleReport, type SimpleReport, type SimpleSignature } from './report/simple-report.ts';
export { judge } from './judge.ts';
export { parseValidationPolicy } from './parse-policy.ts';
export { VALIDATION_POLICIES } from './policies.ts';
export { validateDocument, type ValidateOptions } from './validate-document.ts';
export { type EvidenceRecordReport, validateEvidenceRecord, type ValidateEvidenceRecordOptions } from './validate-evidence-record.ts';
export { ContainerError, type ContainerErrorCode } from './container/container-error.ts';
export type { ContainerFacts } from './facts/container-facts.ts';
export { gatherContainerFacts } from './facts/gather-container.ts';
export type { ContainerRecordReport, ContainerReport, ContainerSignatureReport } from './report/container-report.ts';
export { judgeContainer, validateContainer, type ValidateContainerOptions } from './validate-container.ts';
export { validateAttachedCms, validateCms, type ValidateCmsOptions } from './validate-cms.ts';
export { type ReceiptVerdict, verifyReceipt, type VerifyReceiptOptions } from './verify-receipt.ts';
export { type RegisterStatementQuery, type RegisterStatementVerdict, verifyRegisterStatement } from './verify-register-statement.ts';
export { ValidationError, type ValidationErrorCode } from './validation-error.ts';
export type {
  CertificatesAt,
  CertificateStatusReport,
  CertificateSummary,
  ChangeFinding,
  ChangeLevel,
  CheckResult,
  CounterSignatureReport,
  Coverage,
  DocumentIntegrity,
  Integrity,
  LaterChanges,
  PathStep,
  SealReport,
  SignatureReport,
  TimestampReport,
  ValidationPolicy,
  ValidationReport,
} from './report/report.ts';
export {
  type BlockVerdict,
  FAILED_SUB_INDICATIONS,
  type FailedSubIndication,
  INDETERMINATE_SUB_INDICATIONS,
  type IndeterminateSubIndication,
  type Verdict,
} from './report/verdict.ts';
