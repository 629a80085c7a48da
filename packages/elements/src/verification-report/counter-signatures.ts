import type { CounterSignatureReport, SignatureReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant } from '../foundation/format.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { certificateName } from './certificate-name.ts';
import { verdictOfIndication } from './report-summary.ts';
import { reasonText, type ReportWords } from './report-words.ts';

/** Who signed the signature's value, each with an answer of its own, those below them included. */
export function counterSignatures({ counterSignatures: own }: SignatureReport, shown: ReportWords): TemplateResult | typeof nothing {
  if (own.length === 0) return nothing;
  return html`<h3 class="sub">${shown.evidence.text('counterSignatures')}</h3>
    ${list(own, shown)}
    <p class="small muted">${shown.evidence.text('counterSignaturesNote')}</p>`;
}

function list(own: readonly CounterSignatureReport[], shown: ReportWords): TemplateResult {
  return html`<ul class="counter-signatures">
    ${own.map((each) => counterSignature(each, shown))}
  </ul>`;
}

function counterSignature(counter: CounterSignatureReport, shown: ReportWords): TemplateResult {
  const { evidence, words, vocabulary, timeZone } = shown;
  const { signer, indication, checks, claimedSigningTime, counterSignatures: below } = counter;
  const verdict = verdictOfIndication(indication);
  const open = checks.find(({ status, reason }) => reason !== undefined && (status === 'failed' || status === 'indeterminate'));
  return html`<li>
    ${verdictMark(verdict, 14)}<span class="visually-hidden">${vocabulary.text(verdict)}</span>
    <span
      ><b>${signer === null ? evidence.text('noSigner') : html`<bdi>${certificateName(signer)}</bdi>`}</b>
      <span class="small muted"
        >${claimedSigningTime === null ? words.text('noTime') : words.text('claimedTime', { time: formatInstant(claimedSigningTime, timeZone) })}</span
      >
      ${open?.reason === undefined ? nothing : html`<span class="small">${reasonText(open.reason, shown)}</span>`}
      ${below.length === 0 ? nothing : list(below, shown)}</span
    >
  </li>`;
}
