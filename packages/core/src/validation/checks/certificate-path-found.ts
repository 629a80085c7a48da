import type { SignatureFacts } from '../facts/validation-facts.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** Anchors are the caller's; without any, nobody is trusted. */
export const certificatePathFound: Check<Pick<SignatureFacts, 'paths'>> = {
  id: 'xcv.certificate-path-found',
  clause: 'ETSI EN 319 102-1 §5.2.6; RFC 5280 §6.1',
  group: 'certificate',
  run: ({ paths }) => {
    if (paths.certificate === null) return notApplicable('SIGNER_CERTIFICATE_MISSING');
    if (paths.paths.length > 0) return passed({ anchors: paths.anchors });
    return indeterminate('NO_CERTIFICATE_CHAIN_FOUND', paths.anchors === 0 ? 'NO_TRUST_ANCHORS' : 'NO_PATH_TO_ANCHOR', {
      anchors: paths.anchors,
    });
  },
};
