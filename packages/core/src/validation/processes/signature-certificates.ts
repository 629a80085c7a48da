import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { CheckContext } from '../checks/check.ts';
import { certificateId } from '../facts/evidence-id.ts';
import { summarizeCertificate } from '../facts/certificate-summary.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CertificatesAt, CertificateSummary, PathStep } from '../report/report.ts';
import { reportStatus } from './certificate-status-report.ts';
import { provenAt } from './proven-at.ts';

/** The certificates of the path that does best, or of what could be built without an anchor. */
export function reportPath({ paths }: Pick<SignatureFacts, 'paths'>, judged: JudgedSigner, context: CheckContext): readonly PathStep[] {
  const best = judged.path;
  if (best === undefined) return unanchoredSteps(paths, context);
  return best.result.steps.flatMap((step, index): readonly PathStep[] => {
    const certificate = summaryOf(best.fingerprints[index] ?? '', context);
    if (certificate === null) return [];
    const status = reportStatus(judged, index, context);
    return [{ certificate, role: step.role === 'leaf' ? 'signer' : step.role, verdict: step.verdict, status }];
  });
}

/** When the certificates were judged, and why then. */
export function certificatesAt({ at, proof }: JudgedSigner): CertificatesAt {
  return { time: at.toISOString(), because: proof === 'none' ? 'validation-time' : proof };
}

function unanchoredSteps({ withoutAnchor }: SignatureFacts['paths'], context: CheckContext): readonly PathStep[] {
  return withoutAnchor.flatMap((fingerprint, index): readonly PathStep[] => {
    const certificate = summaryOf(fingerprint, context);
    if (certificate === null) return [];
    const verdict = { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' } as const;
    return [{ certificate, role: index === 0 ? 'signer' : 'intermediate', verdict, status: null }];
  });
}

export function summaryOf(fingerprint: string, context: CheckContext): CertificateSummary | null {
  const certificate = context.certificates.get(fingerprint);
  if (certificate === undefined) return null;
  return { ...summarizeCertificate(certificate, fingerprint), ...provenAt(certificateId(fingerprint), context) };
}
