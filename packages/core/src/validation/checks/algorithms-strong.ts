import type { Certificate } from '../../x509/index.ts';
import { bestPath } from './best-path.ts';
import { purposeOf } from './certificate-path-valid.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** Digests by the time until which they were suitable (ETSI TS 119 312 V1.5.1); absent ones still are. */
const DIGESTS_UNTIL: Readonly<Record<string, string>> = {
  MD5: '2004-08-01',
  'SHA-1': '2012-08-01',
  'RIPEMD-160': '2014-08-01',
  'SHA-224': '2029-01-01',
  'SHA3-224': '2029-01-01',
};
const SMALLEST_RSA_BITS = 1900;
const SMALLEST_EC_BITS = 256;

/** Weak algorithms prove nothing at the validation time without a proof that the signature is older. */
export const algorithmsStrong: Check = {
  id: 'sav.algorithms-strong',
  clause: 'ETSI EN 319 102-1 §5.2.8.4; ETSI TS 119 312',
  group: 'signature',
  run: (signature, context) => {
    const { signer } = signature.cms;
    if (signer === null) return notApplicable('NO_SIGNER_INFO');
    for (const digest of [signer.digestAlgorithm.digest, signer.signatureAlgorithm.digest]) {
      const until = digest === null ? undefined : DIGESTS_UNTIL[digest];
      if (until !== undefined && context.validationTime.getTime() >= Date.parse(until)) {
        return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'DIGEST_TOO_WEAK', { algorithm: digest, until });
      }
    }
    const best = bestPath(signature.paths, purposeOf(signature), context);
    const weak = best?.path.certificates.find(hasSmallKey);
    if (weak === undefined) return passed();
    return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'KEY_TOO_SMALL', {
      certificate: weak.subject.text,
      key: weak.publicKey.kind,
      bits: weak.publicKey.bits ?? 0,
    });
  },
};

function hasSmallKey({ publicKey }: Certificate): boolean {
  const { kind, bits } = publicKey;
  if (bits === undefined) return false;
  return (kind === 'RSA' && bits < SMALLEST_RSA_BITS) || (kind === 'EC' && bits < SMALLEST_EC_BITS);
}
