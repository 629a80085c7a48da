import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { JudgingContext } from '../certificates/judging-context.ts';
import { certificateStatus, type CertificateStatus } from '../certificates/revocation-status.ts';
import { answerId } from '../facts/evidence-id.ts';
import type { CertificateStatusReport } from '../report/report.ts';
import { provenAt } from './proven-at.ts';

/** The status of one certificate of a judged path, by its place; null for the anchor, about which nobody is asked. */
export function reportStatus(judged: JudgedSigner, index: number, context: JudgingContext): CertificateStatusReport | null {
  const { path } = judged;
  if (path === undefined || index >= path.fingerprints.length - 1) return null;
  if (path.path.certificates[index]?.noRevAvail === true) return { status: 'not-asked', answer: null };
  const status = judged.proof === 'past-validation' ? statusThen(judged, path.fingerprints, index, context) : path.statuses[index];
  return status === null || status === undefined ? null : describeStatus(status, context);
}

/** Past validation slides over the answers and keeps none: what they say of its control time is asked again. */
function statusThen({ at }: JudgedSigner, fingerprints: readonly string[], index: number, context: JudgingContext): CertificateStatus {
  const [certificate = '', issuer = ''] = fingerprints.slice(index);
  return certificateStatus({ certificate, issuer, anchor: fingerprints.at(-1) ?? '', at }, context);
}

function describeStatus(status: CertificateStatus, context: JudgingContext): CertificateStatusReport {
  if (status.kind === 'missing') return { status: 'missing', answer: null };
  if (status.kind === 'unreliable') return { status: 'unreliable', answer: null, reason: status.fault };
  const { kind, source, answer: sha256, thisUpdate, nextUpdate, reason } = status.answer;
  return {
    status: status.kind,
    answer: { kind, source, sha256, thisUpdate, nextUpdate, ...provenAt(answerId(sha256), context) },
    ...('at' in status ? { revokedAt: status.at.toISOString(), ...(reason === null ? {} : { reason }) } : {}),
  };
}
