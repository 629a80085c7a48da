import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** Each time-stamp inside the signature comes with the certificate that it names; without it nobody can say whose it is. */
export const timestampCertificatesIdentified: Check = {
  id: 'time.time-stamp-certificates-identified',
  clause: 'ETSI EN 319 102-1 §5.2.3, §5.4.1',
  group: 'time',
  run: ({ timestamps }) => {
    if (timestamps.length === 0) return notApplicable('NO_TIMESTAMP');
    const odd = timestamps.filter(({ certificate }) => certificate === 'missing' || certificate === 'reference-differs');
    if (odd.length === 0) return passed();
    const reason = odd.some(({ certificate }) => certificate === 'missing')
      ? 'TIMESTAMP_CERTIFICATE_MISSING'
      : 'TIMESTAMP_CERTIFICATE_DIFFERS';
    return indeterminate('NO_SIGNING_CERTIFICATE_FOUND', reason, { timestamps: odd.map(({ kind, time }) => ({ kind, time })) });
  },
};
