import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { PathPurpose } from '../../x509/index.ts';
import { bestPath } from './best-path.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** Signatures, names, validity at the validation time, authority, key usage, critical extensions. */
export const certificatePathValid: Check = {
  id: 'xcv.certificate-path-valid',
  clause: 'ETSI EN 319 102-1 §5.2.6; RFC 5280 §6.1',
  group: 'certificate',
  run: (signature, context) => {
    const best = bestPath(signature.paths, purposeOf(signature), context);
    if (best === undefined) return notApplicable('NO_PATH_TO_ANCHOR');
    const { verdict, steps } = best.result;
    if (verdict.indication === 'PASSED') return passed({ length: best.path.certificates.length });
    const step = steps.find((each) => each.verdict.indication !== 'PASSED' && each.verdict.subIndication === verdict.subIndication);
    return indeterminate(verdict.subIndication, step?.reasons[0] ?? verdict.subIndication, {
      certificate: step?.certificate.subject.text ?? '',
      notBefore: step?.certificate.notBefore.toISOString() ?? '',
      notAfter: step?.certificate.notAfter.toISOString() ?? '',
    });
  },
};

export function purposeOf(signature: Pick<SignatureFacts, 'kind'>): PathPurpose {
  return signature.kind === 'document-time-stamp' || signature.kind === 'time-stamp-token' ? 'timestamping' : 'signing';
}
