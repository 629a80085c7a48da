import type { CheckContext } from '../checks/check.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CounterSignatureReport } from '../report/report.ts';
import { reportPath, summaryOf } from './signature-certificates.ts';
import { judgeSignature } from './signature-validation.ts';

/**
 * Counter-signatures, each judged as a signature at the validation time: whether something proves them to be older is not asked.
 *
 * @see RFC 5652 §11.4; ETSI EN 319 102-1 §5.3
 */
export function reportCounterSignatures({ counterSignatures }: SignatureFacts, context: CheckContext): readonly CounterSignatureReport[] {
  return counterSignatures.map((counter) => {
    const { integrity, verdict, checks, signer } = judgeSignature(counter, [], context);
    const { paths, cms } = counter;
    return {
      indication: verdict.indication,
      ...(verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
      integrity,
      digestAlgorithm: cms.signer?.digestAlgorithm.name ?? null,
      signatureAlgorithm: cms.signer?.signatureAlgorithm.name ?? null,
      claimedSigningTime: cms.signer?.signingTime ?? null,
      signer: paths.certificate === null ? null : summaryOf(paths.certificate, context),
      path: reportPath(counter, signer, context),
      counterSignatures: reportCounterSignatures(counter, context),
      checks: checks.filter(({ status }) => status !== 'not-applicable'),
    };
  });
}
