import { approvalsCountersigned } from '../checks/approvals-countersigned.ts';
import type { Check } from '../checks/check.ts';
import { commitmentStated } from '../checks/commitment-stated.ts';
import { intentProven } from '../checks/intent-proven.ts';
import { intentRecorded } from '../checks/intent-recorded.ts';
import { permitOfFacts, textMember } from '../checks/permit-payload.ts';
import { sealMakerTrusted } from '../checks/seal-maker-trusted.ts';
import { sealNoStatement } from '../checks/seal-no-statement.ts';
import { sealPictureEqual } from '../checks/seal-picture-equal.ts';
import { sealSignerListed } from '../checks/seal-signer-listed.ts';
import { sealSizeEqual } from '../checks/seal-size-equal.ts';
import { sealStatementGenuine } from '../checks/seal-statement-genuine.ts';
import { sealTestMaterial } from '../checks/seal-test-material.ts';
import { sealValidAtTime } from '../checks/seal-valid-at-time.ts';
import { usePermitGenuine } from '../checks/use-permit-genuine.ts';
import { usePermitMatches } from '../checks/use-permit-matches.ts';
import { useRecordGenuine } from '../checks/use-record-genuine.ts';
import { useRevisionExplained } from '../checks/use-revision-explained.ts';
import type { CheckContext } from '../checks/check.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult, SealReport } from '../report/report.ts';
import { blockVerdictOfChecks } from './verdict-algebra.ts';
import { summaryOf } from './signature-certificates.ts';

export const STATEMENT_CHECKS: readonly Check[] = [
  sealStatementGenuine,
  sealMakerTrusted,
  sealValidAtTime,
  sealSignerListed,
  sealTestMaterial,
];
export const PLACE_CHECKS: readonly Check[] = [sealPictureEqual, sealSizeEqual, sealNoStatement];
export const PERMIT_CHECKS: readonly Check[] = [
  usePermitGenuine,
  usePermitMatches,
  approvalsCountersigned,
  useRevisionExplained,
  useRecordGenuine,
  intentRecorded,
  intentProven,
  commitmentStated,
];

/** The part of a report about the seal; null without a statement that can be read. */
export function reportSeal(signature: SignatureFacts, checks: readonly CheckResult[], context: CheckContext): SealReport | null {
  const { seal } = signature;
  if (seal === null || seal.statement === null) return null;
  const { statement, makerPaths, places } = seal;
  const verdict = blockVerdictOfChecks(among(checks, STATEMENT_CHECKS));
  return {
    statement: {
      indication: verdict.indication,
      ...(verdict.indication === 'PASSED' ? {} : { subIndication: verdict.subIndication }),
      number: statement.number,
      version: permitOfFacts(signature.use?.permit)?.seal?.version ?? 0,
      kind: statement.kind,
      name: statement.name,
      ordinal: statement.ordinal,
      widthUm: statement.widthUm,
      heightUm: statement.heightUm,
      validStart: statement.validStart,
      validEnd: statement.validEnd,
      maker: makerPaths.certificate === null ? null : summaryOf(makerPaths.certificate, context),
      testMaterial: statement.testMaterial,
      picture: { type: statement.pictureType, base64: statement.picture },
    },
    places: places.map(({ field, page, placement, picture }) => ({ field, page, placement, picture })),
    permit: reportPermit(signature, checks),
    intent: reportIntent(signature, checks),
  };
}

/** The use permit of a seal or of a personal signature. */
export function reportPermit(signature: SignatureFacts, checks: readonly CheckResult[]): SealReport['permit'] {
  const permit = permitOfFacts(signature.use?.permit);
  if (permit === undefined) return null;
  const verdict = blockVerdictOfChecks(among(checks, PERMIT_CHECKS));
  return {
    indication: verdict.indication,
    ...(verdict.indication === 'PASSED' ? {} : { subIndication: verdict.subIndication }),
    id: permit.id,
    person: permit.person,
    issuer: permit.issuer,
    approvals: permit.approvals.map(({ person, time }) => ({ person, time, passkey: reportPasskey(signature, person) })),
  };
}

function reportPasskey({ use }: SignatureFacts, approver: string): NonNullable<SealReport['permit']>['approvals'][number]['passkey'] {
  const found = use?.countersignatures?.find(({ person }) => person === approver);
  if (found === undefined) return null;
  const { rpId, key, fault } = found;
  return { indication: fault === null ? 'PASSED' : 'FAILED', rpId, key };
}

/** Policy may have required no intent proof; one that the use record names is judged where the caller has it. */
function reportIntent({ use }: SignatureFacts, checks: readonly CheckResult[]): SealReport['intent'] {
  const intent = use?.record === null || use === null ? undefined : textMember(use.record.payload, 'intent');
  if (typeof intent !== 'string') return null;
  const proven = checks.find(({ id }) => id === intentProven.id);
  if (proven?.status === 'passed') return { indication: 'PASSED' };
  return { indication: proven?.status === 'failed' ? 'FAILED' : 'INDETERMINATE' };
}

function among(results: readonly CheckResult[], checks: readonly Check[]): readonly CheckResult[] {
  return results.filter(({ id }) => checks.some((check) => check.id === id));
}
