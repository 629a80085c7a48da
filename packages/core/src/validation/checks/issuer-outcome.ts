import type { JsonValue } from '../../bytes/index.ts';
import { isUnknown, judgePaths } from '../certificates/judged-path.ts';
import type { JudgingContext } from '../certificates/judging-context.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import { indeterminate, type Outcome, passed } from './check.ts';

export interface IssuerQuery {
  readonly paths: CertificatePathFacts;
  readonly purpose: 'seal-maker' | 'register';
  /** Until when what was issued is proven to have been there. */
  readonly provenAt: Date;
}

/**
 * Whether who made a statement is trusted for it, and was when the statement is proven to have been there. A revocation that is known
 * counts; that nobody was asked about one does not: the signature's own certificates are asked about.
 *
 * @see ETSI EN 319 102-1 §5.2.6
 */
export function issuerOutcome({ paths, purpose, provenAt }: IssuerQuery, context: JudgingContext): Outcome {
  const path = judgePaths(paths, purpose, { leaf: provenAt, authorities: provenAt, status: provenAt }, context);
  if (path === undefined)
    return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', paths.anchors === 0 ? 'NO_TRUST_ANCHORS' : 'NO_PATH_TO_ANCHOR');
  const { verdict, steps } = path.result;
  const issuer: JsonValue = path.path.certificates[0]?.subject.text ?? '';
  if (verdict.indication !== 'PASSED')
    return indeterminate(verdict.subIndication, steps.flatMap(({ reasons }) => reasons)[0] ?? verdict.subIndication);
  if (path.fault !== null && !isUnknown(path.fault) && context.policy.revocation !== 'ignore')
    return indeterminate(path.fault.subIndication, path.fault.reason, { certificate: path.fault.certificate.subject.text });
  return passed({ [purpose === 'register' ? 'register' : 'maker']: issuer });
}
