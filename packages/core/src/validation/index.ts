export type {
  CertificateSummary,
  ChangeFinding,
  ChangeLevel,
  CheckResult,
  Coverage,
  DocumentIntegrity,
  Integrity,
  LaterChanges,
  PathStep,
  SealReport,
  SignatureReport,
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
