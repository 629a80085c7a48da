import { html, nothing, type TemplateResult } from 'lit';
import { chosenMethod, type OfferedMethod } from '../controllers/intent-state.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { icon } from '../foundation/icons.ts';
import { pageOf } from '../foundation/page-address.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { codeField } from './code-field.ts';
import { enrolmentPanel } from './enrolment-panel.ts';
import type { IntentId } from './intent-check.messages.ts';
import type { IntentScene } from './intent-scene.ts';
import { methodChoice } from './method-choice.ts';
import { spanWords } from './span-words.ts';

/** Six digits of the document's fingerprint that a message repeats. */
const DIGEST_END = 6;

/** How the person confirms: the choice among the ways, and what the chosen one asks. */
export function intentPanel(scene: IntentScene): TemplateResult {
  const { words, vocabulary, intent } = scene;
  const { state } = intent;
  const chosen = chosenMethod(state);
  return html`<div class="intent stack">
    ${
      state.work === 'loading'
        ? html`<div role="status" aria-label=${vocabulary.text('loading')}><i class="skeleton method-block"></i></div>`
        : methodChoice(scene)
    }
    ${state.list && !chosen ? html`<p class="note warn">${icon('warning')}<span>${words.text(ofSubject('none', scene))}</span></p>` : nothing}
    ${chosen ? chosenPanel(chosen, scene) : nothing} ${failurePanel(scene)}
  </div>`;
}

function chosenPanel(chosen: OfferedMethod, scene: IntentScene): TemplateResult | typeof nothing {
  const { intent, words } = scene;
  if (!chosen.ready) {
    const { client, enrolment, state } = intent;
    if (client === null) return nothing;
    // Who has another one adds this by a confirmed act, elsewhere.
    if (state.list !== null && state.list.changesBy !== null) return html`<p class="secondary">${words.text('addElsewhere')}</p>`;
    const begin = (name: string): void => void enrolment.begin(client, chosen.method, name);
    return enrolmentPanel(chosen.method, { ...scene, enrolment, client, first: true, begin });
  }
  if (chosen.form === 'code') return codePanel(chosen, scene);
  if (chosen.form === 'passkey') return passkeyPanel(scene);
  return chosen.form === 'redirect' ? redirectPanel(scene) : html`<p>${words.text('unsupported')}</p>`;
}

function codePanel(chosen: OfferedMethod, scene: IntentScene): TemplateResult {
  const { intent, words } = scene;
  const { state } = intent;
  if (!state.intent) return html`<p class="secondary">${words.text(chosen.enrols ? 'begun' : ofSubject('sendText', scene))}</p>`;
  if (intent.secondsLeft === 0) return html`<p class="note warn">${icon('clock')}<span>${words.text(ofSubject('over', scene))}</span></p>`;
  return html`${
    state.fresh ? html`<p class="note info" role="status">${icon('info')}<span>${words.text('nextCode')}</span></p>` : nothing
  }${codeField({
    id: 'code',
    label: words.text(chosen.enrols ? 'codeLabelApp' : 'codeLabel'),
    value: state.code,
    fault: codeFault(scene),
    readOnly: state.work === 'checking',
    describedBy: 'code-life',
    change: (code) => intent.type(code),
    submit: scene.goOn,
  })}
  ${lifeLine(scene)} ${sentLine(scene)}`;
}

function codeFault({ intent, words, refusals }: IntentScene): string | null {
  const { codeMissing, failure } = intent.state;
  if (codeMissing) return words.text('codeMissing');
  if (failure?.code !== 'INTENT_CODE_WRONG') return null;
  const { reason, next } = refusalWords(failure.code, refusals);
  return `${reason} ${next}`;
}

function timeLeft(seconds: number | null, words: IntentScene['words']): TemplateResult | typeof nothing {
  return seconds === null ? nothing : html`<span class="num">${words.text('timeLeft', { time: spanWords(seconds, words) })}</span>`;
}

/** How long the proof lasts and how many tries it takes, in words that those with a screen reader reach from the field. */
function lifeLine({ intent, words }: IntentScene): TemplateResult {
  const { triesLeft } = intent.state;
  return html`<p class="life" id="code-life">
    ${timeLeft(intent.secondsLeft, words)} ${triesLeft === null ? nothing : html`<b>${words.text('triesLeft', { count: triesLeft })}</b>`}
    ${
      intent.resendIn === null
        ? html`<button type="button" class="link more-time" @click=${() => void intent.start()}>${words.text('moreTime')}</button>`
        : nothing
    }
  </p>`;
}

/** Where the code went, how to get another one, and what the message must say. */
function sentLine(scene: IntentScene): TemplateResult | typeof nothing {
  const { intent, words } = scene;
  const { intent: begun, subject } = intent.state;
  if (!begun || !subject || begun.sentTo === null) return nothing;
  const wait = intent.resendIn ?? 0;
  const end = subject.digest.slice(-DIGEST_END);
  return html`<p class="line wrap">
      <span class="num">${words.text('sentTo', { place: begun.sentTo })}</span>
      <button
        type="button"
        class="button quiet compact resend num"
        aria-disabled=${wait > 0 ? 'true' : 'false'}
        @click=${() => wait === 0 && void intent.start()}
      >
        ${icon('refresh')}<span>${wait > 0 ? words.text('resendIn', { time: spanWords(wait, words) }) : words.text('resend')}</span>
      </button>
    </p>
    <p class="note">
      ${icon('hash')}<span>${words.parts(COMPARED[subject.kind], { end: html`<code class="fingerprint first">${end}</code>` })}</span>
    </p>`;
}

/** What a message must say. */
const COMPARED = { use: 'compareMessage', batch: 'compareBatch', change: 'compareChange' } as const;

/** The words for a use of a seal, or those for a change of what the person confirms with. */
function ofSubject(id: 'none' | 'over' | 'sendText', { intent }: IntentScene): IntentId {
  return intent.state.subject?.kind === 'change' ? `${id}Change` : id;
}

function passkeyPanel({ intent, words }: IntentScene): TemplateResult {
  const { work } = intent.state;
  if (work === 'device') return waiting(words.text('deviceAsks'), words.text('stop'), () => intent.stop());
  return html`<p class="secondary">${words.text('passkeyText')}</p>`;
}

function redirectPanel(scene: IntentScene): TemplateResult {
  const { intent, words } = scene;
  const { state } = intent;
  const address = pageOf(state.intent?.actionUrl ?? null);
  if (state.intent && intent.secondsLeft === 0)
    return html`<p class="note warn">${icon('clock')}<span>${words.text(ofSubject('over', scene))}</span></p>`;
  if (address === null) return html`<p class="secondary">${words.text('redirectText')}</p>`;
  const link = html`<p>
    <a class="button" href=${address.href} target="_blank" rel="noopener noreferrer" @click=${() => void intent.waitElsewhere()}
      ><span>${words.text('openPage', { host: address.host })}</span>${icon('external')}<span class="visually-hidden"
        >${words.text('opensNew')}</span
      ></a
    >
  </p>`;
  return html`${link}
    ${
      state.work === 'away'
        ? waiting(words.text('away'), words.text('stop'), () => intent.stop())
        : html`<p class="secondary">${words.text('redirectText')}</p>`
    }
    <p class="life">
      ${timeLeft(intent.secondsLeft, words)}
      <button type="button" class="link more-time" @click=${() => void intent.start()}>${words.text('moreTime')}</button>
    </p>`;
}

function waiting(text: string, stop: string, onStop: () => void): TemplateResult {
  return html`<p class="line wrap waiting" role="status">
    ${icon('clock')}<span class="grow">${text}</span>
    <button type="button" class="button compact stop-waiting" @click=${onStop}>${stop}</button>
  </p>`;
}

/** What failed, in words; a wrong code is said at its field. */
function failurePanel({ intent, words, refusals, vocabulary }: IntentScene): TemplateResult | typeof nothing {
  const { failure, intent: begun } = intent.state;
  if (failure === null || (failure.code === 'INTENT_CODE_WRONG' && begun !== null)) return nothing;
  const { reason, next } = refusalWords(failure.code, refusals);
  return failureNotice(
    { title: words.text('failedTitle'), reason: `${reason} ${next}`.trim(), code: failure.code, retryable: failure.retryable },
    vocabulary,
  );
}

/** The one step that leads on; null where the panel itself has what leads on. */
export interface IntentAction {
  readonly kind: 'begin' | 'answer';
  readonly label: string;
  readonly busy: boolean;
}

export function intentAction({ intent, words }: IntentScene): IntentAction | null {
  const { state } = intent;
  const chosen = chosenMethod(state);
  if (!chosen?.ready) return null;
  const busy = state.work !== null;
  if (chosen.form === 'passkey') return intent.passkeys ? { kind: 'answer', label: words.text('usePasskey'), busy } : null;
  if (chosen.form === 'code' && state.locked) return null;
  if (chosen.form === 'code' && intent.isAlive) return { kind: 'answer', label: words.text('confirm'), busy };
  if (chosen.form === 'code') return { kind: 'begin', label: words.text(chosen.enrols ? 'beginAgain' : 'sendCode'), busy };
  return chosen.form === 'redirect' && !intent.isAlive ? { kind: 'begin', label: words.text('goToProvider'), busy } : null;
}
