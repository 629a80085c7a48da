import type { CertificateStatusReport, CertificateSummary, PathStep, SignatureReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatInstant } from '../foundation/format.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { certificateName } from './certificate-name.ts';
import { isAfterwards, statusVerdict } from './certificate-status.ts';
import { isTrustedItself, verdictOfIndication, worst } from './report-summary.ts';
import type { ReportWords } from './report-words.ts';

/** The certificates from the signer up, each with its dates, its issuer, and what its status rests on. */
export function certificatePath(signature: SignatureReport, shown: ReportWords): TemplateResult | typeof nothing {
  const { path, certificatesAt } = signature;
  const { words, evidence, timeZone } = shown;
  if (path.length === 0) return nothing;
  const anchored = path.some(({ role }) => role === 'anchor');
  const at = evidence.text(`at-${certificatesAt.because}`, { time: formatInstant(certificatesAt.time, timeZone) });
  return html`<h3 class="sub">${words.text('path')}</h3>
    <ol class="path">
      ${path.map((step) => pathStep(step, signature, shown))}
      ${anchored ? nothing : html`<li>${verdictMark('skip', 14)}<span class="muted">${words.text(isTrustedItself(path) ? 'trustedItself' : 'noIssuer')}</span></li>`}
    </ol>
    ${anchored ? html`<p class="small muted judged-at">${at}</p>` : nothing}`;
}

function pathStep(step: PathStep, signature: SignatureReport, shown: ReportWords): TemplateResult {
  const { words, vocabulary, evidence, timeZone } = shown;
  const { certificate, role, verdict } = step;
  const name = html`<bdi>${certificateName(certificate)}</bdi>`;
  const own = worst([verdictOfIndication(verdict.indication), statusVerdict(step, signature)]);
  const [from, to] = [formatDay(certificate.notBefore, timeZone), formatDay(certificate.notAfter, timeZone)];
  return html`<li>
    ${verdictMark(own, 14)}<span class="visually-hidden">${vocabulary.text(own)}</span>
    <span
      ><b>${role === 'anchor' ? words.parts('anchor', { name }) : name}</b>${organizationOf(certificate, words)}
      <span class="small muted num"
        ><span class="unbroken">${evidence.text('validFrom', { from, to })}</span
        >${words.text('separator')}${certificate.keyAlgorithm}</span
      >
      <span class="small status">${statusWords(step, signature, shown)}</span>
      <details class="small">
        <summary>${words.text('distinguishedName')}</summary>
        <code><bdi>${certificate.subject}</bdi></code>
        <span class="small">${evidence.parts('issuedBy', { name: html`<code><bdi>${certificate.issuer}</bdi></code>` })}</span>
      </details></span
    >
  </li>`;
}

function statusWords(step: PathStep, signature: SignatureReport, shown: ReportWords): TemplateResult {
  const { evidence, reasons, words, timeZone } = shown;
  if (step.status === null)
    return html`${evidence.text(step.role === 'anchor' || isTrustedItself(signature.path) ? 'status-anchor' : 'status-no-path')}`;
  const { status, answer, revokedAt, reason } = step.status;
  const id = status === 'revoked' && isAfterwards(revokedAt, signature) ? 'status-revoked-later' : (`status-${status}` as const);
  const time = (instant: string): TemplateResult => html`<span class="num unbroken">${formatInstant(instant, timeZone)}</span>`;
  const head = revokedAt === undefined ? evidence.text(id) : evidence.parts(id, { time: time(revokedAt) });
  const withdrawn = status === 'revoked' ? evidence.text('because', { reason: withdrawalReason(reason, evidence) }) : undefined;
  const unreliable = status === 'unreliable' && reason !== undefined ? (reasons.has(reason) ? reasons.text(reason) : reason) : undefined;
  const why = withdrawn ?? unreliable;
  return html`<span class="status-word">${head}${why === undefined ? nothing : html`${words.text('separator')}${why}`}</span
    >${answer === null ? nothing : html`<span class="muted">${basisWords(answer, evidence, time)}</span>`}`;
}

/** Which answer it was, of when, and from where. */
function basisWords(
  { kind, source, thisUpdate, nextUpdate }: NonNullable<CertificateStatusReport['answer']>,
  evidence: ReportWords['evidence'],
  time: (instant: string) => TemplateResult,
): readonly unknown[] {
  const values = {
    answer: evidence.text(`answer-${kind}`),
    source: evidence.text(`source-${source}`),
    time: thisUpdate === null ? '?' : time(thisUpdate),
  };
  return nextUpdate === null ? evidence.parts('basis', values) : evidence.parts('basisUntil', { ...values, next: time(nextUpdate) });
}

function withdrawalReason(reason: string | undefined, evidence: ReportWords['evidence']): string {
  const id = `reason-${reason ?? 'unspecified'}`;
  return evidence.has(id) ? evidence.text(id) : evidence.text('noReason');
}

function organizationOf({ commonName, organization }: CertificateSummary, words: ReportWords['words']): TemplateResult | typeof nothing {
  if (organization === undefined || commonName === undefined) return nothing;
  return html`<span class="small secondary">${words.parts('organization', { name: html`<bdi>${organization}</bdi>` })}</span>`;
}
