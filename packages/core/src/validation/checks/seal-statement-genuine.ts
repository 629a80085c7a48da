import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';

/** The maker signed exactly this statement. */
export const sealStatementGenuine: Check = {
  id: 'seal.statement-genuine',
  clause: 'GB/T 38540 §7.2; ETSI EN 319 122-1 §5.2.6; RFC 5652 §5.4',
  group: 'seal',
  run: ({ seal, assertionFault }) => {
    if (assertionFault !== null) return failed('FORMAT_FAILURE', assertionFault);
    if (seal === null) return notApplicable('NO_STATEMENT');
    if (seal.fault !== null) return failed('FORMAT_FAILURE', seal.fault);
    const signer = seal.maker?.signer ?? null;
    if (signer === null) return failed('FORMAT_FAILURE', 'MAKER_SIGNATURE_MISSING');
    const [fault] = signer.attributeFaults;
    if (fault !== undefined) return failed('FORMAT_FAILURE', fault);
    if (signer.messageDigestMatches === false) return failed('HASH_FAILURE', 'DIGEST_DIFFERS');
    if (signer.signatureValue === 'invalid') return failed('SIG_CRYPTO_FAILURE', 'SIGNATURE_VALUE_INVALID');
    if (signer.referenceMatches === false) return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'SIGNING_CERTIFICATE_REFERENCE_DIFFERS');
    if (signer.signatureValue !== 'valid' || signer.messageDigestMatches !== true || signer.referenceMatches === null) {
      return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'MAKER_NOT_IDENTIFIED');
    }
    return passed({ number: seal.statement?.number ?? '', name: seal.statement?.name ?? '' });
  },
};
