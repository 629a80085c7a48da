import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import { bestPath } from './best-path.ts';
import { type CheckContext, failed, indeterminate, notChecked, type Outcome, passed } from './check.ts';

/**
 * Whether a time-stamp proves its time: it is over what it stands for, the authority signed it, and the authority is trusted and
 * its certificate in force at the validation time.
 *
 * @see ETSI EN 319 102-1 §5.4; RFC 3161 §2.4.2
 */
export function judgeTimestamp(token: TimestampFacts, context: CheckContext): Outcome {
  if (token.fault !== null) return failed('FORMAT_FAILURE', 'TIMESTAMP_UNREADABLE');
  if (token.imprintMatches === false) return failed('HASH_FAILURE', 'TIMESTAMP_OVER_SOMETHING_ELSE');
  if (token.signature === 'invalid') return failed('SIG_CRYPTO_FAILURE', 'TIMESTAMP_NOT_GENUINE');
  if (token.certificate === 'missing') return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'TIMESTAMP_CERTIFICATE_MISSING');
  if (token.certificate === 'reference-differs') return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'TIMESTAMP_CERTIFICATE_DIFFERS');
  if (token.signature !== 'valid') return indeterminate('CRYPTO_CONSTRAINTS_FAILURE', 'TIMESTAMP_ALGORITHM_UNKNOWN');
  if (token.kind === 'archive-time-stamp') return notChecked('ARCHIVE_TIMESTAMP_NOT_JUDGED');
  if (token.imprintMatches === null) return indeterminate('SIGNED_DATA_NOT_FOUND', 'TIMESTAMP_CONTENT_UNKNOWN');
  return judgeAuthority(token, context);
}

function judgeAuthority({ paths }: TimestampFacts, context: CheckContext): Outcome {
  const best = bestPath(paths, 'timestamping', context);
  if (best === undefined) return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', 'TIMESTAMP_AUTHORITY_NOT_TRUSTED');
  const { verdict } = best.result;
  if (verdict.indication !== 'PASSED') return indeterminate(verdict.subIndication, 'TIMESTAMP_CERTIFICATE_NOT_IN_FORCE');
  const asked = best.path.certificates.slice(0, -1).some(({ noRevAvail }) => !noRevAvail);
  return asked && context.policy.revocation === 'require' ? indeterminate('TRY_LATER', 'TIMESTAMP_REVOCATION_UNKNOWN') : passed();
}
