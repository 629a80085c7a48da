import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';

/** The statement names the certificate that signed; a seal in other hands proves nothing. */
export const sealSignerListed: Check = {
  id: 'seal.signer-listed',
  clause: 'GB/T 38540 §6.1.4, certList',
  group: 'seal',
  run: ({ seal }) => {
    if (seal === null || seal.statement === null) return notApplicable('NO_STATEMENT');
    if (seal.signerListed === null) return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'SIGNER_CERTIFICATE_MISSING');
    return seal.signerListed ? passed() : failed('FORMAT_FAILURE', 'SIGNER_NOT_LISTED');
  },
};
