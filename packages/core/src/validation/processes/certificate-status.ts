import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { JudgingContext } from '../certificates/judging-context.ts';
import { certificateStatus, type CertificateStatus } from '../certificates/revocation-status.ts';
import type { CertificateStatusReport } from '../report/report.ts';

/** The status of one certificate of a judged path, by its place. */
export function reportStatus(judged: JudgedSigner, index: number, context: JudgingContext): CertificateStatusReport {
  const { path } = judged;
  if (path === undefined) return { status: 'not-asked', notAskedBecause: 'NO_PATH_TO_ANCHOR' };
  if (index >= path.fingerprints.length - 1) return { status: 'not-asked', notAskedBecause: 'TRUST_ANCHOR' };
  if (path.path.certificates[index]?.noRevAvail === true) return { status: 'not-asked', notAskedBecause: 'NO_REVOCATION_AVAILABLE' };
  const status = judged.proof === 'past-validation' ? statusThen(judged, path.fingerprints, index, context) : path.statuses[index];
  return status === null || status === undefined ? { status: 'missing' } : describeStatus(status);
}

/** Past validation slides over the answers and keeps none: what they say of its control time is asked again. */
function statusThen({ at }: JudgedSigner, fingerprints: readonly string[], index: number, context: JudgingContext): CertificateStatus {
  const [certificate = '', issuer = ''] = fingerprints.slice(index);
  return certificateStatus({ certificate, issuer, anchor: fingerprints.at(-1) ?? '', at }, context);
}

function describeStatus(status: CertificateStatus): CertificateStatusReport {
  if (status.kind === 'missing') return { status: 'missing' };
  if (status.kind === 'unreliable') return { status: 'unreliable', fault: status.fault };
  const { kind, source, answer: sha256, thisUpdate, nextUpdate, reason } = status.answer;
  const answer = { kind, source, sha256, thisUpdate, nextUpdate };
  if (status.kind === 'good' || status.kind === 'stale') return { status: status.kind, answer };
  return {
    status: status.kind,
    answer,
    revokedAt: status.at.toISOString(),
    ...(reason === null ? {} : { revocationReason: reason }),
  };
}
