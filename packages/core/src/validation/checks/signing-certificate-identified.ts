import { type Check, indeterminate, notApplicable, notChecked, passed } from './check.ts';

/** The signed reference names exactly the certificate whose key verified the value. */
export const signingCertificateIdentified: Check = {
  id: 'isc.signing-certificate-identified',
  clause: 'ETSI EN 319 102-1 §5.2.3; RFC 5035 §3',
  group: 'certificate',
  run: ({ cms }) => {
    const { signer } = cms;
    if (signer === null) return notApplicable('NO_SIGNER_INFO');
    if (signer.certificate === null) return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'SIGNER_CERTIFICATE_MISSING');
    if (signer.reference === null) return notChecked('SIGNING_CERTIFICATE_REFERENCE_MISSING');
    return signer.referenceMatches === true
      ? passed({ attribute: signer.reference })
      : indeterminate('NO_SIGNING_CERTIFICATE_FOUND', 'SIGNING_CERTIFICATE_REFERENCE_DIFFERS', { attribute: signer.reference });
  },
};
