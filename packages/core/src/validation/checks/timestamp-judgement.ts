import { isUnknown } from '../certificates/judged-path.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import { failed, indeterminate, notChecked, type Outcome, passed } from './check.ts';

/**
 * What keeps a time-stamp from proving its time, whoever made it: it is not over what it stands for, or nobody can be named for it.
 * Undefined where nothing does.
 *
 * @see ETSI EN 319 102-1 §5.4; RFC 3161 §2.4.2
 */
export function tokenOutcome(token: TimestampFacts): Outcome | undefined {
  if (token.fault !== null) return failed('FORMAT_FAILURE', 'TIMESTAMP_UNREADABLE');
  if (token.imprintMatches === false) return failed('HASH_FAILURE', 'TIMESTAMP_OVER_SOMETHING_ELSE');
  if (token.signature === 'invalid') return failed('SIG_CRYPTO_FAILURE', 'TIMESTAMP_NOT_GENUINE');
  if (token.certificate === 'missing') return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'TIMESTAMP_CERTIFICATE_MISSING');
  if (token.certificate === 'reference-differs') return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'TIMESTAMP_CERTIFICATE_DIFFERS');
  if (token.signature !== 'valid') return indeterminate('CRYPTO_CONSTRAINTS_FAILURE', 'TIMESTAMP_ALGORITHM_UNKNOWN');
  if (token.imprintMatches !== null) return undefined;
  if (token.kind === 'archive-time-stamp') return notChecked('ARCHIVE_TIMESTAMP_NOT_JUDGED');
  if (token.kind === 'evidence-record-time-stamp') return notChecked('EVIDENCE_RECORD_NOT_JUDGED');
  return indeterminate('SIGNED_DATA_NOT_FOUND', 'TIMESTAMP_CONTENT_UNKNOWN');
}

/** Whether the authority of a time-stamp is trusted, and its certificate held when it counts. */
export function authorityOutcome({ path, limit, fault, failure }: JudgedSigner): Outcome {
  if (path === undefined) return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', 'TIMESTAMP_AUTHORITY_NOT_TRUSTED');
  const { verdict } = path.result;
  if (failure !== null) return failed(failure.subIndication, 'TIMESTAMP_CERTIFICATE_NOT_IN_FORCE');
  if (verdict.indication !== 'PASSED') return indeterminate(verdict.subIndication, 'TIMESTAMP_CERTIFICATE_NOT_IN_FORCE');
  if (fault !== null)
    return indeterminate(fault.subIndication, isUnknown(fault) ? 'TIMESTAMP_REVOCATION_UNKNOWN' : 'TIMESTAMP_CERTIFICATE_REVOKED');
  const weak = limit ?? path.limit;
  if (weak !== null)
    return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'TIMESTAMP_ALGORITHM_TOO_WEAK', {
      algorithm: weak.algorithm,
      until: weak.until,
    });
  return passed();
}
