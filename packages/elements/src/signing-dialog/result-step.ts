import { html, nothing, type TemplateResult } from 'lit';
import { doesNotHold, signatureStates } from '../controllers/earlier-signatures.ts';
import type { SignedDocument, SigningState } from '../controllers/signing-state.ts';
import { formatInstant, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { verdictMark, type VerdictName } from '../foundation/verdict-mark.ts';
import { stateSentence } from './earlier-note.ts';
import type { StepWords } from './step-words.ts';
import type { DialogId } from './signing-dialog.messages.ts';
import { untaggedNote } from './untagged-note.ts';

/** The receipt, and what can be done with the signed file. */
export function resultStep(
  state: SigningState,
  shown: StepWords & { readonly download: () => void; readonly downloadReceipt: () => void; readonly verify: () => void },
): TemplateResult {
  const { words } = shown;
  const { signed } = state;
  if (!signed) return html``;
  const sealed = state.request?.sealNumber !== null;
  return html`<div class="result">
    ${receiptSlip(signed, state, shown)}
    <div class="stack result-next">
      ${resultHead(signed, sealed, shown)}
      <button type="button" class="button ${signed.downloaded ? '' : 'primary'}" @click=${shown.download}>
        ${icon('download')}<span>${words.text(signed.downloaded ? 'downloadedAgain' : 'downloadSigned')}</span>
      </button>
      <button type="button" class="button" @click=${shown.downloadReceipt}>
        ${icon('receipt')}<span>${words.text('downloadReceipt')}</span>
      </button>
      <button type="button" class="button quiet" @click=${shown.verify}>${icon('witness')}<span>${words.text('verifyNow')}</span></button>
      <p class="small muted" role="status">${words.text(signed.downloaded ? 'downloaded' : 'keepUntil')}</p>
    </div>
    ${untaggedNote(signed.notices, shown)}
  </div>`;
}

/** The answer of the check leads; a tick stands only where every signature of the file passed. */
function resultHead(signed: SignedDocument, sealed: boolean, shown: StepWords): TemplateResult {
  const { words, vocabulary } = shown;
  const verdict = documentVerdict(signed);
  const done = words.text(sealed ? 'resultSealed' : 'resultSigned');
  const checked = words.text('resultChecked', { verdict: vocabulary.text(verdict) });
  const passed = verdict === 'pass';
  return html`<div class="line top">
      ${verdictMark(verdict, 24)}
      <p class="result-sentence"><b>${passed ? done : checked}</b></p>
    </div>
    ${passed ? nothing : notPassed(signed, shown)}
    <p class="secondary result-verdict">${passed ? checked : done}</p>`;
}

/** Which signature did not pass, and why. */
function notPassed({ report }: SignedDocument, shown: StepWords): TemplateResult {
  const states = signatureStates(report).filter(({ soundness }) => soundness !== 'intact');
  const { words } = shown;
  return html`<ul class="stack result-states">
    ${states.map((state) => {
      const name = words.text(state.last ? 'ownSignature' : 'earlierSignature', { name: state.name });
      return html`<li class="line top">
        ${verdictMark(doesNotHold(state) ? 'fail' : 'unsure', 16)} ${stateSentence({ ...state, name }, shown)}
      </li>`;
    })}
  </ul>`;
}

function receiptSlip(signed: SignedDocument, state: SigningState, shown: StepWords): TemplateResult {
  const { words } = shown;
  const { receiptPayload: receipt } = signed;
  const sealed = state.request?.sealNumber !== null;
  const row = (id: DialogId, value: string | null, full = value): TemplateResult | typeof nothing =>
    value === null
      ? nothing
      : html`<dt>${words.text(id)}</dt>
          <dd title=${full ?? ''}>${value}</dd>`;
  const digest = (id: DialogId, value: string | null): TemplateResult | typeof nothing => row(id, value && shortDigest(value), value);
  return html`<div class="slip-well">
    <div class="slip on-paper">
      <div class="line slip-head">
        <b class="grow">${words.text(sealed ? 'receiptTitle' : 'receiptTitleSignature')}</b>
        <span class="slip-face">${state.seal?.current ? sealPicture(state.seal.current.face) : nothing}</span>
      </div>
      <dl class="facts mono">
        ${row('receipt', receipt.id)} ${row('time', formatInstant(receipt.time, shown.timeZone))} ${digest('signedFile', signed.fileDigest)}
        ${digest('before', receipt.originalDigest)}
        ${receipt.permit === null ? nothing : row('permit', words.text('permitUsed', { permit: shortDigest(receipt.permit) }), receipt.permit)}
        ${digest('logEntry', receipt.event)}
      </dl>
      <p class="small slip-note">${words.text('receiptNote')}</p>
    </div>
  </div>`;
}

/** The document's answer in the report; no better than the worst signature in it. */
function documentVerdict(signed: SignedDocument): VerdictName {
  const { indication } = signed.report.document;
  if (indication === 'TOTAL-PASSED') return 'pass';
  return indication === 'TOTAL-FAILED' ? 'fail' : 'unsure';
}
