import type { JwsFacts } from '../facts/use-facts.ts';
import { bestPath } from '../certificates/best-path.ts';
import { type CheckContext, failed, indeterminate, type Outcome, passed } from './check.ts';

/** Whether the register signed a statement: its form, its key, its value, and a path to an anchor that the caller trusts for registers. */
export function judgeRegisterStatement(
  statement: JwsFacts,
  context: { readonly certificates: CheckContext['certificates']; readonly at: Date },
): Outcome {
  if (statement.fault !== null) return failed('FORMAT_FAILURE', statement.fault);
  if (!statement.keyIdMatches) return failed('FORMAT_FAILURE', 'KEY_ID_DIFFERS');
  if (statement.signatureValue === 'invalid') return failed('SIG_CRYPTO_FAILURE', 'SIGNATURE_VALUE_INVALID');
  if (statement.signatureValue !== 'valid') return indeterminate('CUSTOM', 'SIGNATURE_ALGORITHM_UNSUPPORTED');
  const best = bestPath(statement.paths, 'register', context);
  if (best === undefined) {
    return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', statement.paths.anchors === 0 ? 'NO_TRUST_ANCHORS' : 'NO_PATH_TO_ANCHOR');
  }
  const { verdict, steps } = best.result;
  if (verdict.indication === 'PASSED') return passed({ register: best.path.certificates[0]?.subject.text ?? '' });
  const reason = steps.flatMap(({ reasons }) => reasons)[0];
  return indeterminate(verdict.subIndication, reason ?? verdict.subIndication);
}
