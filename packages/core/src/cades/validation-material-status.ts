import { type Bytes, equalBytes } from '../bytes/index.ts';
import { type Certificate, type CertificatePath, hasNoRevocation, type RevocationAnswer, type RevocationSubject } from '../x509/index.ts';
import { askCrls, askOcsp, type AnswerSurvey, surveyKnown, type UsableAnswer } from './validation-material-answer.ts';
import { findChain } from './validation-material-chain.ts';
import { MATERIAL_LIMITS, type MaterialSearch } from './validation-material-search.ts';
import { NO_MATERIAL, uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

/** What shows a certificate's status, with all that its answers need in turn; or why nothing does. */
export type FoundStatus = { readonly material: ValidationMaterialSet } | { readonly material?: undefined; readonly reason: string };

/** One certificate whose status is sought: where it stands, and for whose sake. */
export interface StatusQuery {
  readonly subject: RevocationSubject;
  readonly anchor: Certificate;
  readonly at: Date;
  /** Certificates whose status waits for this one, outermost first. */
  readonly waiting: readonly Certificate[];
}

/** Reasons told at most; the last ones are those of services. */
const MAX_REASONS = 12;

/** The certificates of a path below its anchor, each with its issuer. */
export function subjectsOf(path: CertificatePath): readonly RevocationSubject[] {
  return path.certificates.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path.certificates[index + 1];
    return issuer === undefined ? [] : [{ certificate, issuer }];
  });
}

/**
 * Seeks the status of one certificate: in what is known, then at its responders, then in its CRLs, then again in what is
 * known for what was current at the time. A revocation that may be relied on ends the search.
 */
export async function findStatus(search: MaterialSearch, query: StatusQuery): Promise<FoundStatus> {
  if (!search.beginStatus()) return { reason: `the search ended after ${MATERIAL_LIMITS.statuses} certificates` };
  const passedOver: string[] = [];
  const partial: UsableAnswer[] = [];
  const known = await surveyKnown(search, query.subject, query.at);
  for (const step of [
    async () => onlyFresh(known),
    async () => askOcsp(search, query.subject, query.at),
    async () => askCrls(search, query.subject, query.at),
    async () => known,
  ]) {
    const survey = await step();
    partial.push(...survey.partial);
    const found = await firstHolding(search, query, survey, passedOver);
    if (found !== undefined) return found;
    const united = await uniteReasons(search, query, partial);
    if (united !== undefined) return united;
    passedOver.push(...survey.passedOver);
  }
  return { reason: [...new Set(passedOver)].slice(-MAX_REASONS).join('; ') };
}

function onlyFresh(survey: AnswerSurvey): AnswerSurvey {
  const isFresh = ({ freshness }: UsableAnswer): boolean => freshness === 'fresh';
  return { ...survey, usable: survey.usable.filter(isFresh), partial: survey.partial.filter(isFresh) };
}

/** A revocation first; then OCSP before CRL, the latest before older ones. */
async function firstHolding(
  search: MaterialSearch,
  query: StatusQuery,
  survey: AnswerSurvey,
  passedOver: string[],
): Promise<FoundStatus | undefined> {
  const answers = survey.usable.map(({ answer }) => answer).sort(byWeight(query.at));
  for (const answer of answers) {
    const signer = await findSignerMaterial(search, query, answer);
    if (signer.material === undefined) passedOver.push(`${answer.kind === 'crl' ? 'CRL' : 'OCSP'}: ${signer.reason}`);
    else if (isRevokedAt(answer, query.at)) return { reason: revocationText(answer) };
    else return { material: uniteMaterial(materialOf(answer), signer.material) };
  }
  return undefined;
}

/** CRLs that together cover every reason (RFC 5280 §6.3.3, reasons_mask). */
async function uniteReasons(
  search: MaterialSearch,
  query: StatusQuery,
  partial: readonly UsableAnswer[],
): Promise<FoundStatus | undefined> {
  const covered = new Set<string>();
  const material: ValidationMaterialSet[] = [];
  for (const { answer } of partial) {
    const signer = await findSignerMaterial(search, query, answer);
    if (signer.material === undefined) continue;
    for (const reason of answer.reasons ?? []) covered.add(reason);
    material.push(materialOf(answer), signer.material);
  }
  return covered.size >= REASON_COUNT ? { material: uniteMaterial(...material) } : undefined;
}

/** Reasons that distribution points tell apart, unspecified aside. */
const REASON_COUNT = 8;

/** What the signer of an answer needs: nothing for the issuer itself, a chain and its status for a delegate. */
async function findSignerMaterial(search: MaterialSearch, query: StatusQuery, answer: RevocationAnswer): Promise<FoundStatus> {
  const { signer, signerRole } = answer;
  if (signer === undefined || signerRole === 'issuer') return { material: NO_MATERIAL };
  const waiting = [...query.waiting, query.subject.certificate];
  if (waiting.length > MATERIAL_LIMITS.depth)
    return { reason: `more than ${MATERIAL_LIMITS.depth} signers of answers depend on each other` };
  if (waiting.some((other) => equalBytes(other.raw, signer.raw))) return { reason: 'its signer depends on its own answer' };
  const madeAt = answer.producedAt ?? answer.thisUpdate ?? query.at;
  const chain = await findChain(search, signer, madeAt, answer.kind === 'crl' ? 'crl-signing' : 'ocsp-signing');
  if (chain.path === undefined) return { reason: `${signer.subject.text}: ${chain.reason}` };
  if (!chain.passes) return { reason: `${signer.subject.text}: its chain does not pass the checks` };
  const anchor = chain.path.certificates.at(-1) ?? signer;
  // RFC 5280 §6.3.3 (f): the same anchor, lest another authority of that name speaks.
  if (!equalBytes(anchor.raw, query.anchor.raw)) return { reason: `${signer.subject.text}: it stands under another anchor` };
  const sets: ValidationMaterialSet[] = [{ ...NO_MATERIAL, certificates: rawOf(chain.path.certificates) }];
  for (const subject of subjectsOf(chain.path)) {
    const isReleased = hasNoRevocation(subject.certificate) || (answer.signerNoCheck && subject.certificate === chain.path.certificates[0]);
    // Certificates that the certificate itself stands under are looked after with it.
    if (isReleased || waiting.some((other) => equalBytes(other.raw, subject.certificate.raw)) || isAbove(query, subject.certificate))
      continue;
    const status = await findStatus(search, { subject, anchor, at: madeAt, waiting });
    if (status.material === undefined) return { reason: `status of ${subject.certificate.subject.text}: ${status.reason}` };
    sets.push(status.material);
  }
  return { material: uniteMaterial(...sets) };
}

function isAbove({ subject }: StatusQuery, certificate: Certificate): boolean {
  return equalBytes(subject.issuer.raw, certificate.raw);
}

function rawOf(certificates: readonly Certificate[]): readonly Bytes[] {
  return certificates.map(({ raw }) => raw);
}

function materialOf({ kind, raw }: RevocationAnswer): ValidationMaterialSet {
  return kind === 'crl' ? { ...NO_MATERIAL, crls: [raw] } : { ...NO_MATERIAL, ocspResponses: [raw] };
}

function isRevokedAt({ status, revokedAt }: RevocationAnswer, at: Date): boolean {
  return status === 'revoked' && (revokedAt === undefined || revokedAt <= at);
}

function revocationText({ revokedAt, reason }: RevocationAnswer): string {
  return `revoked${revokedAt === undefined ? '' : ` at ${revokedAt.toISOString()}`}${reason === undefined ? '' : ` (${reason})`}`;
}

function byWeight(at: Date): (left: RevocationAnswer, right: RevocationAnswer) => number {
  const weight = (answer: RevocationAnswer): number => (isRevokedAt(answer, at) ? 0 : answer.kind === 'ocsp' ? 1 : 2);
  const time = ({ thisUpdate }: RevocationAnswer): number => thisUpdate?.getTime() ?? 0;
  return (left, right) => weight(left) - weight(right) || time(right) - time(left);
}
