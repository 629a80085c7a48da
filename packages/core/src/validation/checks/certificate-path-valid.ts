import type { Certificate } from '../../x509/index.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import { type Check, type CheckValues, failed, indeterminate, notApplicable, passed, passedBecause } from './check.ts';

/** Signatures, names, constraints, authority, key usage, critical extensions; validity at the time that is proven. */
export const certificatePathValid: Check<JudgedSigner> = {
  id: 'xcv.certificate-path-valid',
  clause: 'ETSI EN 319 102-1 §5.2.6, §5.5.4, §5.6.2.1; RFC 5280 §6.1',
  group: 'certificate',
  run: ({ path, at, proof, failure, isPastUnproven }) => {
    if (path === undefined) return notApplicable('NO_PATH_TO_ANCHOR');
    const { verdict, steps } = path.result;
    const values = { length: path.path.certificates.length, at: at.toISOString() };
    if (failure !== null && failure.subIndication !== 'REVOKED')
      return failed(failure.subIndication, failure.reason, validityOf(path.path.certificates[0]));
    if (isPastUnproven) return indeterminate('NO_POE', 'PAST_NOT_PROVEN', values);
    if (verdict.indication === 'PASSED') return proof === 'none' ? passed(values) : passedBecause('VALID_AT_PROVEN_TIME', values);
    const step = steps.find((each) => each.verdict.indication !== 'PASSED' && each.verdict.subIndication === verdict.subIndication);
    return indeterminate(verdict.subIndication, step?.reasons[0] ?? verdict.subIndication, validityOf(step?.certificate));
  },
};

function validityOf(certificate: Certificate | undefined): CheckValues {
  if (certificate === undefined) return {};
  const { subject, notBefore, notAfter } = certificate;
  return { certificate: subject.text, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() };
}
