import type { CheckContext } from '../checks/check.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { LaterChanges, SignatureReport } from '../report/report.ts';
import { baselineLevelOf } from './baseline-level.ts';
import type { BestSignatureTime } from './best-signature-time.ts';
import { reportCounterSignatures } from './counter-signature-report.ts';
import { reportPermit, reportSeal } from './seal-validation.ts';
import { selfContainedUntil } from './self-contained-until.ts';
import { certificatesAt, reportPath, summaryOf } from './signature-certificates.ts';
import type { JudgedSignature } from './signature-validation.ts';
import { reportTimestamps } from './timestamp-report.ts';

/** The report of one signature from its facts and its judgement. */
export function reportSignature(
  signature: SignatureFacts,
  judgement: JudgedSignature,
  { changes, time }: { readonly changes: LaterChanges | null; readonly time: BestSignatureTime },
  context: CheckContext,
): SignatureReport {
  const { dictionary, byteRange, cms } = signature;
  const { verdict } = judgement;
  const seal = reportSeal(signature, judgement.checks, context);
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
    baselineLevel: baselineLevelOf(signature, judgement, context),
    subFilter: dictionary?.subFilter ?? null,
    digestAlgorithm: cms.signer?.digestAlgorithm.name ?? null,
    signatureAlgorithm: cms.signer?.signatureAlgorithm.name ?? null,
    claimedSigningTime: dictionary?.claimedTime ?? cms.signer?.signingTime ?? null,
    ...time,
    signer,
    path: reportPath(signature, judgement.signer, context),
    certificatesAt: certificatesAt(judgement.signer),
    timestamps: reportTimestamps(signature, context),
    selfContainedUntil: selfContainedUntil(signature, judgement.signer, context),
    counterSignatures: reportCounterSignatures(signature, context),
    seal,
    permit: seal === null ? reportPermit(signature, judgement.checks) : null,
    byteRangeDigest: signature.byteRangeDigest,
    ...textOf('reason', dictionary?.reason),
    ...textOf('location', dictionary?.location),
    places: signature.places,
    checks: judgement.checks,
  };
}

function textOf<Key extends 'reason' | 'location'>(key: Key, value: string | null | undefined): { readonly [name in Key]?: string } {
  if (value === null || value === undefined) return {};
  const entry: { [name in Key]?: string } = {};
  entry[key] = value;
  return entry;
}
