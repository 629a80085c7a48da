import type { SealView, StopRequest } from '@sealkit/core/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { AskController } from '../controllers/ask-controller.ts';
import { ChoicePicker, type Choice } from '../foundation/choice-picker.ts';
import type { SealContext } from '../foundation/context.ts';
import { findPersons } from '../foundation/find-persons.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { personWords, type CenterScene } from './center-scene.ts';
import type { Organisations } from './organisations.ts';
import { SealActEvent, SealBeforeActEvent } from './seal-control-center.events.ts';

interface StopDraft {
  readonly scope: StopRequest['scope'];
  readonly seal: Choice | null;
  readonly person: Choice | null;
  readonly organisation: Choice;
  readonly reason: string;
  /** What has to be typed, so that nobody stops by a slip of the hand. */
  readonly typed: string;
  readonly tried: boolean;
}

type StopFault = 'stopWhat' | 'reasonMissing' | 'typedDiffers';

export interface StopParts {
  readonly context: () => SealContext | null;
  readonly scene: () => CenterScene;
  readonly organisations: Organisations;
  readonly organisation: () => Choice | null;
  readonly stopped: (suspended: readonly string[]) => void;
}

const SCOPES = ['seal', 'person', 'organisation'] as const;

/** The emergency stop: one seal, all that a person keeps and uses, or all of the organisation. It takes effect at once. */
export class StopDialog {
  readonly #host: LitElement;
  readonly #parts: StopParts;
  readonly #asking: AskController;
  readonly #persons: ChoicePicker;
  readonly #seals: ChoicePicker;
  #draft: StopDraft | null = null;

  constructor(host: LitElement, parts: StopParts) {
    this.#host = host;
    this.#parts = parts;
    this.#asking = new AskController(host);
    this.#persons = new ChoicePicker(host, (text, signal) =>
      findPersons(parts.context()?.client, text, personWords(parts.scene()), signal),
    );
    this.#seals = new ChoicePicker(host, async (text, signal) => {
      const list = await parts.context()?.client?.seals({ state: 'active', limit: 20, ...(text === '' ? {} : { text }) }, { signal });
      return (list?.seals ?? []).map((seal) => ({ id: seal.number, name: seal.name, hint: seal.number }));
    });
  }

  /** Opens the dialog; a seal that is open in the page is proposed. */
  async open(seal: SealView | null): Promise<void> {
    const organisation = this.#parts.organisation();
    if (!organisation) return;
    this.#asking.forget();
    this.#parts.organisations.need();
    const proposed = seal ? { id: seal.number, name: seal.name, hint: seal.number } : null;
    this.#draft = { scope: 'seal', seal: proposed, person: null, organisation, reason: '', typed: '', tried: false };
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#dialog()?.showModal();
  }

  render(): TemplateResult {
    const draft = this.#draft;
    const { words, vocabulary, refusals } = this.#parts.scene();
    const fault = draft?.tried ? faultOf(draft) : null;
    return html`<dialog class="modal narrow stop" part="dialog" aria-labelledby="stop-title" @close=${() => this.#closed()}>
      ${
        draft
          ? html`<form novalidate @submit=${(event: Event) => void this.#send(event)}>
              <header class="modal-head">
                ${icon('stop')}
                <h2 id="stop-title" class="grow">${words.text('stopTitle')}</h2>
                <button
                  type="button"
                  class="icon-button"
                  aria-label=${vocabulary.text('close')}
                  title=${vocabulary.text('close')}
                  @click=${() => this.#dialog()?.close()}
                >
                  ${icon('close')}
                </button>
              </header>
              <div class="modal-body stack">
                <p class="secondary">${words.text('stopText')}</p>
                <fieldset class="stack">
                  <legend class="legend">${words.text('stopScope')}</legend>
                  ${SCOPES.map(
                    (scope) =>
                      html`<label class="choice"
                        ><input
                          type="radio"
                          name="scope"
                          value=${scope}
                          ?autofocus=${draft.scope === scope}
                          .checked=${draft.scope === scope}
                          @change=${() => this.#change({ scope, typed: '' })}
                        /><span>${words.text(`stop-${scope}`)}</span></label
                      >`,
                  )}
                </fieldset>
                ${this.#target(draft, fault)}
                ${textField({
                  label: words.text('reasonLabel'),
                  value: draft.reason,
                  name: 'reason',
                  invalid: fault === 'reasonMissing',
                  maxlength: 500,
                  change: (reason) => this.#change({ reason }),
                })}
                ${this.#confirmation(draft, fault)}
                ${refusalNotice(this.#asking.error, { title: words.text('stopFailed'), kept: words.text('keptWritten') }, { refusals, vocabulary })}
              </div>
              <footer class="modal-foot">
                ${faultLine(fault === null ? null : words.text(fault))}
                <button type="button" class="button" @click=${() => this.#dialog()?.close()}>${vocabulary.text('cancel')}</button>
                <button type="submit" class="button danger" aria-disabled=${this.#asking.busy ? 'true' : 'false'}>
                  ${icon('stop')}<span>${words.text('stopSend')}</span>
                </button>
              </footer>
            </form>`
          : nothing
      }
    </dialog>`;
  }

  #target(draft: StopDraft, fault: StopFault | null): TemplateResult {
    const { words } = this.#parts.scene();
    const pickerWords = {
      none: words.text('personNone'),
      searching: words.text('personSearching'),
      failed: words.text('personFailed'),
      remove: words.text('personRemove'),
    };
    const invalid = fault === 'stopWhat';
    if (draft.scope === 'seal')
      return this.#seals.render({
        id: 'stop-what',
        value: draft.seal,
        invalid,
        words: { ...pickerWords, label: words.text('seal'), none: words.text('sealNone') },
        choose: (seal) => this.#change({ seal, typed: '' }),
      });
    if (draft.scope === 'person')
      return this.#persons.render({
        id: 'stop-what',
        value: draft.person,
        invalid,
        words: { ...pickerWords, label: words.text('person') },
        choose: (person) => this.#change({ person, typed: '' }),
      });
    const { list } = this.#parts.organisations;
    const organisations: readonly Choice[] = list.length > 0 ? list : [draft.organisation];
    return html`<label class="field"
      ><span class="label">${words.text('organisation')}</span
      ><select
        class="input"
        @change=${(event: Event) => {
          const id = (event.target as HTMLSelectElement).value;
          const organisation = organisations.find((known) => known.id === id);
          if (organisation) this.#change({ organisation, typed: '' });
        }}
      >
        ${organisations.map(({ id, name }) => html`<option value=${id} ?selected=${id === draft.organisation.id}>${name}</option>`)}
      </select></label
    >`;
  }

  #confirmation(draft: StopDraft, fault: StopFault | null): TemplateResult | typeof nothing {
    const { words } = this.#parts.scene();
    const expected = expectedText(draft);
    if (expected === null) return nothing;
    return html`<label class="field"
      ><span class="label">${words.parts('stopType', { text: html`<bdi class="mono">${expected}</bdi>` })}</span
      ><input
        class="input mono typed"
        autocomplete="off"
        spellcheck="false"
        .value=${draft.typed}
        aria-invalid=${fault === 'typedDiffers' ? 'true' : 'false'}
        @input=${(event: Event) => this.#change({ typed: (event.target as HTMLInputElement).value })}
    /></label>`;
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    const client = this.#parts.context()?.client;
    const draft = this.#draft;
    if (!client || !draft || this.#asking.busy) return;
    this.#change({ tried: true });
    const target = targetOf(draft);
    if (faultOf(draft) !== null || !target) {
      await this.#host.updateComplete;
      this.#dialog()?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const sealNumber = draft.scope === 'seal' ? target.id : null;
    const reason = draft.reason.trim();
    if (!this.#host.dispatchEvent(new SealBeforeActEvent('stop', sealNumber, reason))) return;
    const result = await this.#asking.ask((options) => client.stop({ scope: draft.scope, id: target.id, reason }, options));
    if (!result) return;
    this.#dialog()?.close();
    this.#parts.stopped(result.suspended);
    this.#host.dispatchEvent(new SealActEvent('stop', sealNumber, result.receipt));
  }

  #change(part: Partial<StopDraft>): void {
    this.#draft = this.#draft && { ...this.#draft, ...part };
    this.#host.requestUpdate();
  }

  #closed(): void {
    this.#draft = null;
    this.#persons.clear();
    this.#seals.clear();
    this.#host.requestUpdate();
  }

  #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>('dialog.stop') ?? null;
  }
}

function targetOf(draft: StopDraft): Choice | null {
  return draft[draft.scope];
}

/** The number of the seal, or the name of whom everything is stopped. */
function expectedText(draft: StopDraft): string | null {
  const target = targetOf(draft);
  if (!target) return null;
  return draft.scope === 'seal' ? target.id : target.name;
}

function faultOf(draft: StopDraft): StopFault | null {
  const expected = expectedText(draft);
  if (expected === null) return 'stopWhat';
  if (draft.reason.trim() === '') return 'reasonMissing';
  return draft.typed.trim() === expected ? null : 'typedDiffers';
}
