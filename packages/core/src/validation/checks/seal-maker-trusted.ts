import { bestPath } from '../certificates/best-path.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';
import { provenTime } from './proven-time.ts';

/** The maker's certificate leads to an anchor that the caller trusts for seals, and was in force when the signature is proven to have been there. */
export const sealMakerTrusted: Check = {
  id: 'seal.maker-trusted',
  clause: 'ETSI EN 319 102-1 §5.2.6; RFC 5280 §6.1',
  group: 'seal',
  run: (signature, context) => {
    const { seal } = signature;
    if (seal === null || seal.makerPaths.certificate === null) return notApplicable('NO_STATEMENT');
    const best = bestPath(seal.makerPaths, 'seal-maker', { certificates: context.certificates, at: provenTime(signature, context) });
    if (best === undefined) {
      return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', seal.makerPaths.anchors === 0 ? 'NO_TRUST_ANCHORS' : 'NO_PATH_TO_ANCHOR');
    }
    const { verdict, steps } = best.result;
    if (verdict.indication === 'PASSED') return passed({ maker: best.path.certificates[0]?.subject.text ?? '' });
    return indeterminate(verdict.subIndication, steps.flatMap(({ reasons }) => reasons)[0] ?? verdict.subIndication);
  },
};
