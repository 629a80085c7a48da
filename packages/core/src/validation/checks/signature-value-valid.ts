import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';

export const signatureValueValid: Check = {
  id: 'cv.signature-value-valid',
  clause: 'ETSI EN 319 102-1 §5.2.7; RFC 5652 §5.6',
  group: 'signature',
  run: ({ cms }) => {
    const { signer } = cms;
    if (signer === null) return notApplicable('NO_SIGNER_INFO');
    const values = { signatureAlgorithm: signer.signatureAlgorithm.name ?? signer.signatureAlgorithm.oid };
    switch (signer.signatureValue) {
      case 'valid':
        return passed(values);
      case 'invalid':
        return failed('SIG_CRYPTO_FAILURE', 'SIGNATURE_VALUE_INVALID', values);
      case 'unsupported':
        return indeterminate('CUSTOM', 'SIGNATURE_ALGORITHM_UNSUPPORTED', values);
      case 'not-verified':
        return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'SIGNER_CERTIFICATE_MISSING', values);
    }
  },
};
