import type { JudgedSigner } from '../certificates/judged-signer.ts';
import { type Check, failed, indeterminate, notApplicable, passed, passedBecause } from './check.ts';

/** Signatures, names, constraints, authority, key usage, critical extensions; validity at the time that is proven. */
export const certificatePathValid: Check<JudgedSigner> = {
  id: 'xcv.certificate-path-valid',
  clause: 'ETSI EN 319 102-1 §5.2.6, §5.5.4, §5.6.2.1; RFC 5280 §6.1',
  group: 'certificate',
  run: ({ path, at, proof, failure, isPastUnproven }) => {
    if (path === undefined) return notApplicable('NO_PATH_TO_ANCHOR');
    const { verdict, steps } = path.result;
    const values = { length: path.path.certificates.length, at: at.toISOString() };
    if (failure !== null && failure.subIndication !== 'REVOKED') {
      const [leaf] = path.path.certificates;
      return failed(failure.subIndication, failure.reason, {
        certificate: leaf?.subject.text ?? '',
        notBefore: leaf?.notBefore.toISOString() ?? '',
        notAfter: leaf?.notAfter.toISOString() ?? '',
      });
    }
    if (isPastUnproven) return indeterminate('NO_POE', 'PAST_NOT_PROVEN', values);
    if (verdict.indication === 'PASSED') return proof === 'none' ? passed(values) : passedBecause('VALID_AT_PROVEN_TIME', values);
    const step = steps.find((each) => each.verdict.indication !== 'PASSED' && each.verdict.subIndication === verdict.subIndication);
    return indeterminate(verdict.subIndication, step?.reasons[0] ?? verdict.subIndication, {
      certificate: step?.certificate.subject.text ?? '',
      notBefore: step?.certificate.notBefore.toISOString() ?? '',
      notAfter: step?.certificate.notAfter.toISOString() ?? '',
    });
  },
};
