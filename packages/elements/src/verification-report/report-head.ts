import type { SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html, type TemplateResult } from 'lit';
import { formatFileSize, formatInstant, formatPageRanges } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { verdictLabel, verdictMark } from '../foundation/verdict-mark.ts';
import { countVerdicts, documentVerdict, fourAnswers, isChangedLater, sentenceOf } from './report-summary.ts';
import type { ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';

/** One sentence, the file that it is about, and the four answers. */
export function reportHead(
  report: ValidationReport,
  shown: ReportWords,
  file: { readonly name: string; readonly size: number },
): TemplateResult {
  const { words, vocabulary, timeZone } = shown;
  const verdict = documentVerdict(report);
  const policy = `policy-${report.policy.name}`;
  return html`<div class="headline ${verdict}" part="headline">
      ${verdictMark(verdict, 40)}
      <div>
        <h2 tabindex="-1">${words.text(sentenceOf(report))}</h2>
        <p>${underline(report, shown)}</p>
      </div>
    </div>
    <div class="meta small muted">
      <span>${icon('page')}<bdi>${file.name}</bdi> <span class="num">${formatFileSize(file.size, shown.locale)}</span></span>
      <span>${icon('offline')}${words.text('local')}</span>
      <span class="num">${icon('clock')}${formatInstant(report.validationTime, timeZone)}</span>
      <span>${words.text('policy', { name: words.has(policy) ? words.text(policy) : report.policy.name })}</span>
    </div>
    ${
      report.signatures.length === 0
        ? html``
        : html`<dl class="four">
            ${fourAnswers(report).map(
              ({ answer, verdict: own, detail }) =>
                html`<div>
                  <dt>${words.text(answer)}</dt>
                  <dd>${verdictLabel(own, vocabulary)}</dd>
                  <dd class="small muted">${words.has(detail) ? words.text(detail) : ''}</dd>
                </div>`,
            )}
          </dl>`
    }`;
}

/** `Signature 1: 青岚数据科技有限公司`, with the time that the signer's software claims. */
export function signatureTitle(signature: SignatureReport, number: number, shown: ReportWords): TemplateResult {
  const { words, timeZone } = shown;
  const stamp = signature.kind === 'document-time-stamp' || signature.kind === 'time-stamp-token';
  const name = signature.signer ? html`<bdi>${certificateName(signature.signer)}</bdi>` : null;
  const title = stamp
    ? words.text('timestampOf', { number })
    : name === null
      ? words.text('signatureNumber', { number })
      : words.parts('signatureOf', { number, name });
  const time = stamp ? statedTime(signature) : signature.claimedSigningTime;
  return html`${title}<span class="small muted num claimed"
      >${time === null ? words.text('noTime') : words.text(stamp ? 'statedTime' : 'claimedTime', { time: formatInstant(time, timeZone) })}</span
    >`;
}

/** What a time-stamp says itself. */
function statedTime({ field, timestamps }: SignatureReport): string | null {
  return timestamps.find((stamp) => stamp.field === field)?.time ?? null;
}

/** Under the sentence: what was changed, or how the checks ended. */
function underline(report: ValidationReport, shown: ReportWords): string {
  const { words, timeZone } = shown;
  const changed = report.signatures.find(isChangedLater);
  if (changed?.laterChanges) {
    const { findings } = changed.laterChanges;
    const pages = [...new Set(findings.flatMap(({ page }) => page ?? []))];
    const time = changed.claimedSigningTime === null ? words.text('noTime') : formatInstant(changed.claimedSigningTime, timeZone);
    return words.text('changedAfter', { count: findings.length, pageCount: pages.length, pages: formatPageRanges(pages), time });
  }
  const counts = countVerdicts(report);
  const list = (['pass', 'fail', 'unsure', 'skip', 'na'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => words.text(`count-${verdict}`, { count: counts[verdict] }));
  const seals = report.signatures.filter(({ seal }) => seal !== null).length;
  const values = { signatures: report.signatures.length, seals, all: counts.all, list: list.join(words.text('separator')) };
  return words.text('counts', values);
}
