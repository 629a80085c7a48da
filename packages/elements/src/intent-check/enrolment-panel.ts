import type { EnrolmentView, IntentMethod } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import type { EnrolmentController } from '../controllers/enrolment-controller.ts';
import { CODE_LENGTH } from '../controllers/intent-state.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { icon } from '../foundation/icons.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { codeField } from './code-field.ts';
import { methodName, type IntentScene } from './intent-scene.ts';
import { qrPicture } from './qr-picture.ts';

export interface EnrolmentScene extends Pick<IntentScene, 'words' | 'vocabulary' | 'refusals'> {
  readonly enrolment: EnrolmentController;
  readonly client: SealClient;
  /** The person has nothing of this kind yet, and needs it now. */
  readonly first: boolean;
  /** The name is given already. */
  readonly named?: boolean;
  /** Told the name that the person gave. */
  readonly begin: (name: string) => void;
}

/** Setting up an authenticator of a method: its name, what is shown once, and the first answer. */
export function enrolmentPanel(method: IntentMethod, scene: EnrolmentScene): TemplateResult {
  const { words, enrolment, first } = scene;
  const { state } = enrolment;
  return html`<section class="enrolment stack" aria-labelledby="enrolment-title">
    <h3 id="enrolment-title">${words.text('enrolTitle', { method: methodName(method, words) })}</h3>
    ${first && state.enrolment === null ? html`<p class="secondary">${words.text('enrolFirst')}</p>` : nothing}
    ${state.enrolment?.totp ? totpSetup(state.enrolment.totp, scene) : nameForm(method, scene)} ${failure(scene)}
  </section>`;
}

function nameForm(method: IntentMethod, { words, enrolment, named = false, begin: begun }: EnrolmentScene): TemplateResult {
  const { work } = enrolment.state;
  const begin = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = new FormData(event.target as HTMLFormElement).get('authenticator-name');
    if (work === null && named) begun('');
    else if (work === null && typeof name === 'string') begun(name.trim() || methodName(method, words));
  };
  return html`<form class="stack" @submit=${begin}>
    ${named ? nothing : nameField(method, words)}
    ${method === 'passkey' ? html`<p class="secondary">${words.text('passkeyMakeText')}</p>` : nothing}
    ${
      work === 'device'
        ? html`<p class="line wrap waiting" role="status">
            ${icon('clock')}<span class="grow">${words.text('deviceAsks')}</span>
            <button type="button" class="button compact stop-waiting" @click=${() => enrolment.cancel()}>${words.text('stop')}</button>
          </p>`
        : html`<p>
            <button class="button primary set-up" aria-disabled=${work === null ? 'false' : 'true'}>${words.text('setUp')}</button>
          </p>`
    }
  </form>`;
}

function nameField(method: IntentMethod, words: EnrolmentScene['words']): TemplateResult {
  const suggested = `name-${method}`;
  return html`<label class="field"
    ><span class="label">${words.text('nameLabel')}</span
    ><input
      class="input"
      name="authenticator-name"
      maxlength="60"
      autocomplete="off"
      value=${words.has(suggested) ? words.text(suggested) : methodName(method, words)}
  /></label>`;
}

function totpSetup({ secret, uri }: NonNullable<EnrolmentView['totp']>, scene: EnrolmentScene): TemplateResult {
  const { words, vocabulary, refusals, enrolment, client } = scene;
  const { state } = enrolment;
  const wrong = state.failure?.code === 'INTENT_CODE_WRONG' ? refusalWords(state.failure.code, refusals) : null;
  const finish = (): void => void enrolment.confirm(client, CODE_LENGTH);
  return html`<p>${words.text('totpText')}</p>
    <div class="secret">
      ${qrPicture(uri, words.text('qrName'))}
      <div class="stack">
        <span class="label">${words.text('key')}</span>
        <code class="secret-text">${secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>
        <p class="line wrap">
          <button type="button" class="link" @click=${(event: Event) => copy(event, secret, vocabulary.text('copied'))}>
            ${vocabulary.text('copy')}</button
          ><a href=${uri}>${words.text('openApp')}</a>
        </p>
        <p class="small muted">${words.text('keyOnce')}</p>
      </div>
    </div>
    ${codeField({
      id: 'first-code',
      label: words.text('codeLabelApp'),
      value: state.code,
      fault: state.codeMissing ? words.text('codeMissing') : wrong && `${wrong.reason} ${wrong.next}`,
      readOnly: state.work === 'checking',
      change: (code) => enrolment.type(code),
      submit: finish,
    })}
    <p class="line wrap enrolment-acts">
      <button type="button" class="button primary finish" aria-disabled=${state.work === null ? 'false' : 'true'} @click=${finish}>
        ${words.text('finish')}
      </button>
      <button type="button" class="button quiet" @click=${() => enrolment.cancel()}>${vocabulary.text('cancel')}</button>
    </p>`;
}

function copy(event: Event, text: string, done: string): void {
  const button = event.currentTarget as HTMLButtonElement;
  void navigator.clipboard.writeText(text).then(
    () => (button.textContent = done),
    // Without permission for the clipboard the key still stands there to be read.
    () => button.remove(),
  );
}

function failure({ enrolment, words, refusals, vocabulary }: EnrolmentScene): TemplateResult | typeof nothing {
  const failed = enrolment.state.failure;
  if (failed === null || (failed.code === 'INTENT_CODE_WRONG' && enrolment.state.enrolment !== null)) return nothing;
  const { reason, next } = refusalWords(failed.code, refusals);
  return failureNotice(
    { title: words.text('enrolFailed'), reason: `${reason} ${next}`.trim(), code: failed.code, retryable: failed.retryable },
    vocabulary,
  );
}
