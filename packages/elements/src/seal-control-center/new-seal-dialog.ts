import type { SealView } from '@sealkit/core/protocol';
import type { SealKind } from '@sealkit/core/seal';
import { SEAL_KINDS } from '@sealkit/core/seal';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { AskController } from '../controllers/ask-controller.ts';
import { ChoicePicker } from '../foundation/choice-picker.ts';
import type { SealContext } from '../foundation/context.ts';
import { findPersons } from '../foundation/find-persons.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { personWords, type CenterScene } from './center-scene.ts';
import { designFields } from './design-fields.ts';
import { newDesign } from './design-draft.ts';
import { facePreview } from './face-preview.ts';
import type { Organisations } from './organisations.ts';
import { newSealDraft, sealDraftFault, sealRequestOf, type SealDraft } from './seal-draft.ts';
import { SealActEvent, SealBeforeActEvent, SealCreateEvent } from './seal-control-center.events.ts';

export interface NewSealParts {
  readonly context: () => SealContext | null;
  readonly scene: () => CenterScene;
  readonly organisations: Organisations;
  /** The seal as the register has it now. */
  readonly created: (seal: SealView) => void;
}

/** The dialog in which a new seal is asked for: what it is, who keeps it, what its face shows. */
export class NewSealDialog {
  readonly #host: LitElement;
  readonly #parts: NewSealParts;
  readonly #asking: AskController;
  readonly #keeper: ChoicePicker;
  #draft: SealDraft | null = null;

  constructor(host: LitElement, parts: NewSealParts) {
    this.#host = host;
    this.#parts = parts;
    this.#asking = new AskController(host);
    this.#keeper = new ChoicePicker(host, (text, signal) => findPersons(parts.context()?.client, text, personWords(parts.scene()), signal));
  }

  /** Opens the dialog with a seal of the person's own organisation. */
  async open(): Promise<void> {
    const session = this.#parts.context()?.session;
    if (!session) return;
    this.#asking.forget();
    this.#keeper.clear();
    this.#parts.organisations.need();
    this.#draft = newSealDraft(session.organisation, 'contract', this.#kindName('contract'));
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#dialog()?.showModal();
  }

  render(): TemplateResult {
    const draft = this.#draft;
    const { words, vocabulary } = this.#parts.scene();
    return html`<dialog class="modal new-seal" part="dialog" aria-labelledby="new-seal-title" @close=${() => this.#closed()}>
      ${
        draft
          ? html`<form novalidate @submit=${(event: Event) => void this.#send(event)}>
              <header class="modal-head">
                <h2 id="new-seal-title" class="grow">${words.text('requestTitle')}</h2>
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
              ${this.#body(draft)}
              <footer class="modal-foot">
                ${faultLine(this.#faultWords(draft))}
                <button type="button" class="button" @click=${() => this.#dialog()?.close()}>${vocabulary.text('cancel')}</button>
                <button type="submit" class="button primary" aria-disabled=${this.#asking.busy ? 'true' : 'false'}>
                  ${icon('seal')}<span>${words.text('requestSend')}</span>
                </button>
              </footer>
            </form>`
          : nothing
      }
    </dialog>`;
  }

  #body(draft: SealDraft): TemplateResult {
    const { words, vocabulary, refusals, glyphs } = this.#parts.scene();
    const fault = draft.tried ? sealDraftFault(draft) : null;
    const session = this.#parts.context()?.session;
    return html`<div class="modal-body new-seal-body">
      <div class="stack new-seal-fields">
        <fieldset>
          <legend class="legend">${words.text('kind')}</legend>
          <div class="kinds">
            ${SEAL_KINDS.map(
              (kind) =>
                html`<label class="choice"
                  ><input
                    type="radio"
                    name="kind"
                    value=${kind}
                    ?autofocus=${draft.kind === kind}
                    .checked=${draft.kind === kind}
                    @change=${() => this.#chooseKind(kind)}
                  /><span>${this.#kindName(kind)}</span></label
                >`,
            )}
          </div>
        </fieldset>
        ${this.#identityFields(draft, fault)}
        ${designFields(draft.design, {
          kind: draft.kind,
          organisation: draft.organisation.verifiedName,
          fault,
          words,
          change: (part) => this.#change({ design: { ...draft.design, ...part } }),
        })}
        ${this.#filingFields(draft, fault)}
        ${textField({
          label: words.text('reasonLabel'),
          value: draft.reason,
          name: 'reason',
          invalid: fault === 'reasonMissing',
          maxlength: 500,
          change: (reason) => this.#change({ reason }),
        })}
        ${refusalNotice(this.#asking.error, { title: words.text('requestFailed'), kept: words.text('keptWritten') }, { refusals, vocabulary })}
      </div>
      <div class="new-seal-preview">
        ${facePreview(draft.design, {
          kind: draft.kind,
          organisation: draft.organisation.verifiedName,
          glyphs,
          testMaterial: session?.mode === 'sandbox',
          words,
          refusals,
        })}
        <p class="small secondary">${words.text('requestNote')}</p>
      </div>
    </div>`;
  }

  #identityFields(draft: SealDraft, fault: string | null): TemplateResult {
    const { words } = this.#parts.scene();
    const { list } = this.#parts.organisations;
    const organisations = list.length > 1 ? list : [];
    return html`${
        organisations.length === 0
          ? nothing
          : html`<label class="field"
              ><span class="label">${words.text('organisation')}</span
              ><select class="input" @change=${(event: Event) => this.#chooseOrganisation((event.target as HTMLSelectElement).value)}>
                ${organisations.map(({ id, name }) => html`<option value=${id} ?selected=${id === draft.organisation.id}>${name}</option>`)}
              </select></label
            >`
      }
      <div class="pair">
        ${textField({
          label: words.text('name'),
          value: draft.name,
          name: 'name',
          invalid: fault === 'nameMissing',
          maxlength: 60,
          change: (name) => this.#change({ name }),
        })}
        ${textField({
          label: words.text('numberOptional'),
          value: draft.number,
          name: 'number',
          mono: true,
          maxlength: 40,
          change: (number) => this.#change({ number }),
        })}
        ${textField({
          label: words.text('ordinal'),
          value: draft.ordinal,
          name: 'ordinal',
          numeric: true,
          invalid: fault === 'ordinalWrong',
          change: (ordinal) => this.#change({ ordinal }),
        })}
      </div>
      ${
        draft.ordinal.trim() === '0'
          ? html`<p class="small muted">${words.text('ordinalNote')}</p>`
          : textField({
              label: words.text('ordinalReason'),
              value: draft.ordinalReason,
              name: 'ordinal-reason',
              invalid: fault === 'ordinalReasonMissing',
              maxlength: 500,
              change: (ordinalReason) => this.#change({ ordinalReason }),
            })
      }
      ${this.#keeper.render({
        id: 'new-seal-keeper',
        value: draft.keeper,
        words: {
          label: words.text('keeper'),
          none: words.text('personNone'),
          searching: words.text('personSearching'),
          failed: words.text('personFailed'),
          remove: words.text('personRemove'),
        },
        choose: (keeper) => this.#change({ keeper }),
      })}`;
  }

  #filingFields(draft: SealDraft, fault: string | null): TemplateResult {
    const { words } = this.#parts.scene();
    const missing = fault === 'filingMissing';
    return html`<label class="choice"
        ><input
          type="checkbox"
          .checked=${draft.exists}
          @change=${(event: Event) => this.#change({ exists: (event.target as HTMLInputElement).checked })}
        /><span>${words.text('exists')}</span></label
      >
      ${
        draft.exists
          ? html`<div class="pair">
              ${textField({
                label: words.text('filingReference'),
                value: draft.filingReference,
                invalid: missing && draft.filingReference.trim() === '',
                maxlength: 100,
                change: (filingReference) => this.#change({ filingReference }),
              })}
              ${textField({
                label: words.text('day'),
                type: 'date',
                value: draft.filingDay,
                invalid: missing && draft.filingDay === '',
                change: (filingDay) => this.#change({ filingDay }),
              })}
            </div>`
          : nothing
      }`;
  }

  #faultWords(draft: SealDraft): string | null {
    const fault = draft.tried ? sealDraftFault(draft) : null;
    return fault === null ? null : this.#parts.scene().words.text(fault);
  }

  #kindName(kind: SealKind): string {
    return this.#parts.scene().vocabulary.text(`kind-${kind}`);
  }

  /** The name and the face follow the kind as long as the person did not write their own. */
  #chooseKind(kind: SealKind): void {
    const draft = this.#draft;
    if (!draft) return;
    const named = draft.name.trim() !== '' && draft.name !== this.#kindName(draft.kind);
    const { otherName, ringText, ringTextReason, code, picture, widthMm, heightMm } = draft.design;
    const design = { ...newDesign(kind), otherName, ringText, ringTextReason, code, picture, widthMm, heightMm };
    this.#change({ kind, name: named ? draft.name : kind === 'custom' ? '' : this.#kindName(kind), design });
  }

  #chooseOrganisation(id: string): void {
    const organisation = this.#parts.organisations.list.find((known) => known.id === id);
    if (organisation) this.#change({ organisation });
  }

  #change(part: Partial<SealDraft>): void {
    this.#draft = this.#draft && { ...this.#draft, ...part };
    this.#host.requestUpdate();
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    const client = this.#parts.context()?.client;
    const draft = this.#draft;
    if (!client || !draft || this.#asking.busy) return;
    this.#change({ tried: true });
    if (sealDraftFault(draft) !== null) {
      await this.#host.updateComplete;
      this.#dialog()?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    if (!this.#host.dispatchEvent(new SealBeforeActEvent('create', null, draft.reason.trim()))) return;
    const result = await this.#asking.ask((options) => client.requestSeal(sealRequestOf(draft), options));
    if (!result) {
      await this.#host.updateComplete;
      this.#dialog()?.querySelector('.failure')?.scrollIntoView({ block: 'nearest' });
      return;
    }
    this.#dialog()?.close();
    this.#parts.created(result.seal);
    this.#host.dispatchEvent(new SealActEvent('create', result.seal.number, result.receipt));
    this.#host.dispatchEvent(new SealCreateEvent(result.seal.number, result.receipt));
  }

  #closed(): void {
    this.#draft = null;
    this.#host.requestUpdate();
  }

  #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>('dialog.new-seal') ?? null;
  }
}
