import { bestPath } from '../checks/best-path.ts';
import { purposeOf } from '../checks/certificate-path-valid.ts';
import type { CheckContext } from '../checks/check.ts';
import { summarizeCertificate } from '../facts/certificate-summary.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CertificateSummary, LaterChanges, PathStep, SignatureReport } from '../report/report.ts';
import { baselineLevelOf } from './baseline-level.ts';
import type { JudgedSignature } from './signature-validation.ts';

/** The report of one signature from its facts and its judgement. */
export function reportSignature(
  signature: SignatureFacts,
  judgement: JudgedSignature,
  changes: LaterChanges | null,
  context: CheckContext,
): SignatureReport {
  const { dictionary, byteRange, cms } = signature;
  const { verdict } = judgement;
  const signer = signature.paths.certificate === null ? null : summaryOf(signature.paths.certificate, context);
  return {
    field: signature.field,
    fields: signature.fields,
    kind: signature.kind,
    indication: verdict.indication,
    ...(verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
    integrity: judgement.integrity,
    coverage: byteRange?.coverage ?? null,
    revision: byteRange?.revision ?? null,
    laterChanges: changes,
    baselineLevel: baselineLevelOf(signature, judgement),
    subFilter: dictionary?.subFilter ?? null,
    digestAlgorithm: cms.signer?.digestAlgorithm.name ?? null,
    signatureAlgorithm: cms.signer?.signatureAlgorithm.name ?? null,
    claimedSigningTime: dictionary?.claimedTime ?? cms.signer?.signingTime ?? null,
    bestSignatureTime: context.validationTime.toISOString(),
    bestSignatureTimeSource: 'validation-time',
    signer,
    path: pathSteps(signature, context),
    seal: null,
    permit: null,
    byteRangeDigest: signature.byteRangeDigest,
    ...(dictionary?.reason == null ? {} : { reason: dictionary.reason }),
    ...(dictionary?.location == null ? {} : { location: dictionary.location }),
    places: signature.places,
    checks: judgement.checks,
  };
}

function pathSteps(signature: SignatureFacts, context: CheckContext): readonly PathStep[] {
  const best = bestPath(signature.paths, purposeOf(signature), context);
  if (best === undefined) return unanchoredSteps(signature, context);
  return best.result.steps.flatMap((step, index): readonly PathStep[] => {
    const certificate = summaryOf(best.fingerprints[index] ?? '', context);
    if (certificate === null) return [];
    return [{ certificate, role: step.role === 'leaf' ? 'signer' : step.role, verdict: step.verdict }];
  });
}

function unanchoredSteps(signature: SignatureFacts, context: CheckContext): readonly PathStep[] {
  return signature.paths.withoutAnchor.flatMap((fingerprint, index): readonly PathStep[] => {
    const certificate = summaryOf(fingerprint, context);
    if (certificate === null) return [];
    const verdict = { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' } as const;
    return [{ certificate, role: index === 0 ? 'signer' : 'intermediate', verdict }];
  });
}

export function summaryOf(fingerprint: string, context: CheckContext): CertificateSummary | null {
  const certificate = context.certificates.get(fingerprint);
  return certificate === undefined ? null : summarizeCertificate(certificate, fingerprint);
}
