import { html, type TemplateResult } from 'lit';
import type { SigningRecord } from '../controllers/signing-store.ts';
import { formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { StepWords } from './step-words.ts';

export interface KeptActions {
  /** The person asked once to give up: what that means is said before it is done. */
  readonly givingUp: boolean;
  readonly resume: () => void;
  readonly download: () => void;
  readonly later: () => void;
  readonly giveUp: () => void;
}

/** What is kept of an earlier signing: a signed file to download, or an act to go on with. It can wait. */
export function keptNote(record: SigningRecord, shown: StepWords & KeptActions): TemplateResult {
  return html`<aside class="continue" part="continue">${record.signed ? signedNote(record, shown) : openNote(record, shown)}</aside>`;
}

function signedNote(record: SigningRecord, { words, vocabulary, ...act }: StepWords & KeptActions): TemplateResult {
  const title = record.sealNumber === null ? 'keptTitleSignature' : 'keptTitle';
  return html`${icon(record.sealNumber === null ? 'sign' : 'seal')}
    <div class="grow stack">
      <p><b>${words.parts(title, { document: html`<bdi>${record.name}</bdi>` })}</b></p>
      <p class="small secondary">${words.text('keptText')}</p>
    </div>
    <div class="line wrap">
      <button type="button" class="button compact primary" @click=${act.download}>
        ${icon('download')}<span>${vocabulary.text('download')}</span>
      </button>
      <button type="button" class="button compact" @click=${act.resume}>${words.text('showReceipt')}</button>
      <button type="button" class="button compact quiet later" @click=${act.later}>${words.text('later')}</button>
    </div>`;
}

function openNote(record: SigningRecord, { words, timeZone, ...act }: StepWords & KeptActions): TemplateResult {
  const waits = record.permitId !== null && record.permit === null;
  return html`${icon(waits ? 'clock' : 'history')}
    <div class="grow stack">
      <p><b>${words.parts(waits ? 'waitingTitle' : 'continueTitle', { document: html`<bdi>${record.name}</bdi>` })}</b></p>
      <p class="small secondary" role="status">
        ${act.givingUp ? words.text('giveUpText') : words.text('continueText', { time: formatInstant(record.startedAt, timeZone) })}
      </p>
    </div>
    <div class="line wrap">
      <button type="button" class="button compact primary" @click=${act.resume}>${words.text('continue')}</button>
      <button type="button" class="button compact later" @click=${act.later}>${words.text('later')}</button>
      <button type="button" class="button compact quiet give-up" @click=${act.giveUp}>
        ${words.text(act.givingUp ? 'giveUpSure' : 'giveUp')}
      </button>
    </div>`;
}
