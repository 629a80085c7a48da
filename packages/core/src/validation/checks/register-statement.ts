import type { JudgingContext } from '../certificates/judging-context.ts';
import type { JwsFacts } from '../facts/use-facts.ts';
import { failed, indeterminate, type Outcome } from './check.ts';
import { issuerOutcome } from './issuer-outcome.ts';

/** Whether the register signed a statement: its form, its key, its value, and a path to an anchor that the caller trusts for registers. */
export function judgeRegisterStatement(statement: JwsFacts, provenAt: Date, context: JudgingContext): Outcome {
  if (statement.fault !== null) return failed('FORMAT_FAILURE', statement.fault);
  if (!statement.keyIdMatches) return failed('FORMAT_FAILURE', 'KEY_ID_DIFFERS');
  if (statement.signatureValue === 'invalid') return failed('SIG_CRYPTO_FAILURE', 'SIGNATURE_VALUE_INVALID');
  if (statement.signatureValue !== 'valid') return indeterminate('CUSTOM', 'SIGNATURE_ALGORITHM_UNSUPPORTED');
  return issuerOutcome({ paths: statement.paths, purpose: 'register', provenAt }, context);
}
