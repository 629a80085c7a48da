import { type Check, notApplicable } from './check.ts';
import { issuerOutcome } from './issuer-outcome.ts';
import { provenTime } from './proven-time.ts';

/** The maker's certificate leads to an anchor that the caller trusts for seals, and held when the signature is proven to have been there. */
export const sealMakerTrusted: Check = {
  id: 'seal.maker-trusted',
  clause: 'ETSI EN 319 102-1 §5.2.6; RFC 5280 §6.1',
  group: 'seal',
  run: (signature, context) => {
    const { seal } = signature;
    if (seal === null || seal.makerPaths.certificate === null) return notApplicable('NO_STATEMENT');
    return issuerOutcome({ paths: seal.makerPaths, purpose: 'seal-maker', provenAt: provenTime(signature, context) }, context);
  },
};
