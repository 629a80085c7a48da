import type { JudgedSigner } from '../certificates/judged-signer.ts';
import { type Check, indeterminate, passed } from './check.ts';

/** Weak algorithms prove nothing without a proof that the signature, or the certificate, is older than their weakness. */
export const algorithmsStrong: Check<JudgedSigner> = {
  id: 'sav.algorithms-strong',
  clause: 'ETSI EN 319 102-1 §5.2.8.4; ETSI TS 119 312',
  group: 'signature',
  run: ({ limit, path }) => {
    if (limit !== null)
      return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', limit.reason, { algorithm: limit.algorithm, until: limit.until });
    if (path === undefined || path.limit === null) return passed();
    const { reason, algorithm, until, certificate } = path.limit;
    return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', reason, { algorithm, until, certificate: certificate.subject.text });
  },
};
