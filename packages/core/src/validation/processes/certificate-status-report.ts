import type { CertificateStatus } from '../certificates/revocation-status.ts';
import type { CertificateStatusReport } from '../report/report.ts';

/** A certificate's status as reports show it; null stands for a certificate that nobody is asked about. */
export function reportStatus(status: CertificateStatus | null): CertificateStatusReport {
  if (status === null) return { status: 'not-asked', answer: null };
  if (!('answer' in status)) return { status: status.kind, answer: null, ...('fault' in status ? { reason: status.fault } : {}) };
  const { kind, source, thisUpdate, nextUpdate, reason } = status.answer;
  return {
    status: status.kind,
    answer: { kind, source, thisUpdate, nextUpdate },
    ...('at' in status ? { revokedAt: status.at.toISOString(), ...(reason === null ? {} : { reason }) } : {}),
  };
}
