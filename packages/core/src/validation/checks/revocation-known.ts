import { bestPath } from './best-path.ts';
import { purposeOf } from './certificate-path-valid.ts';
import { type Check, indeterminate, notApplicable, notChecked, passedBecause } from './check.ts';

/** Revocation data are not judged yet: an answer counts only where the certificate states that there is none to ask for. */
export const revocationKnown: Check = {
  id: 'xcv.revocation-known',
  clause: 'ETSI EN 319 102-1 §5.2.5; RFC 9608',
  group: 'certificate',
  run: (signature, context) => {
    const best = bestPath(signature.paths, purposeOf(signature), context);
    if (best === undefined) return notApplicable('NO_PATH_TO_ANCHOR');
    const asked = best.path.certificates.slice(0, -1).filter((certificate) => !certificate.noRevAvail);
    if (asked.length === 0) return passedBecause(best.path.certificates.length === 1 ? 'SIGNER_IS_ANCHOR' : 'NO_REVOCATION_AVAILABLE');
    const values = { certificates: asked.map(({ subject }) => subject.text) };
    if (context.policy.revocation === 'require') return indeterminate('TRY_LATER', 'REVOCATION_DATA_MISSING', values);
    return notChecked('REVOCATION_DATA_MISSING', values);
  },
};
