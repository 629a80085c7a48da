import type { Certificate } from '../../x509/index.ts';
import type { EvidenceId } from '../facts/evidence-id.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import type { ValidationPolicy } from '../report/report.ts';

/** Until when something is proven to have been there: by the time-stamps that hold, else at the validation time alone. */
export interface ProofsOfExistence {
  timeOf(id: EvidenceId): Date;
  /** Whether a time-stamp that keeps others alive is over it, also one that does not hold. */
  isArchived(id: EvidenceId): boolean;
}

/** What judging certificates looks at besides their paths. */
export interface JudgingContext {
  readonly policy: ValidationPolicy;
  readonly validationTime: Date;
  /** By fingerprint. */
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** By the fingerprint of the certificate that they speak of. */
  readonly revocation: ReadonlyMap<string, readonly RevocationFacts[]>;
  readonly existence: ProofsOfExistence;
}
