import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { AskController } from '../controllers/ask-controller.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import type { LifecycleStepsParts } from './lifecycle-parts.ts';
import { SealBeforeProposalEndEvent, SealProposalEndEvent } from './seal-lifecycle.events.ts';

/** What the person has written so far; `at` says of which proposal. */
interface EndDraft {
  readonly at: string;
  readonly reason: string;
  readonly tried: boolean;
}

/** The way back from a step that waits for a second person: whoever asked takes it back, whoever might confirm it turns it down. */
export class ProposalEnd {
  readonly #host: LitElement;
  readonly #parts: LifecycleStepsParts;
  readonly #asking: AskController;
  #draft: EndDraft | null = null;

  constructor(host: LitElement, parts: LifecycleStepsParts) {
    this.#host = host;
    this.#parts = parts;
    this.#asking = new AskController(host);
  }

  render(seal: SealView, pending: NonNullable<SealView['pendingTransition']>): TemplateResult | typeof nothing {
    const { words, vocabulary, refusals } = this.#parts;
    const own = this.#isOwn(pending);
    const may = own || seal.transitions.some(({ to, allowed }) => to === pending.to && allowed);
    if (!may) return nothing;
    // Asked for anew in the meantime: what was written was about another proposal.
    const draft = this.#draft?.at === pending.at ? this.#draft : null;
    const label = words.text(own ? 'proposalTakeBack' : 'proposalTurnDown');
    const fault = draft?.tried === true && draft.reason.trim() === '';
    return html`<div>
        <button
          type="button"
          class="button compact end-proposal"
          aria-expanded=${draft ? 'true' : 'false'}
          @click=${() => this.#open(draft === null ? pending.at : null)}
        >
          ${icon('undo')}<span>${label}</span>
        </button>
      </div>
      ${
        draft
          ? html`<form class="form stack proposal-form" novalidate @submit=${(event: Event) => void this.#send(event, seal, pending)}>
              ${textField({
                label: words.text('reasonLabel'),
                value: draft.reason,
                name: 'proposal-reason',
                invalid: fault,
                maxlength: 500,
                change: (reason) => this.#set({ ...draft, reason }),
              })}
              ${faultLine(fault ? words.text('reasonMissing') : null)}
              ${refusalNotice(
                this.#asking.error,
                { title: words.text('proposalNotEnded'), kept: words.text('failedKept') },
                { refusals, vocabulary },
              )}
              <div class="line wrap">
                <button type="submit" class="button primary" aria-disabled=${this.#asking.busy ? 'true' : 'false'}>
                  ${icon('undo')}<span>${label}</span>
                </button>
                <button type="button" class="button" @click=${() => this.#open(null)}>${vocabulary.text('cancel')}</button>
              </div>
            </form>`
          : nothing
      }`;
  }

  async #send(event: Event, seal: SealView, pending: NonNullable<SealView['pendingTransition']>): Promise<void> {
    event.preventDefault();
    const { words, live } = this.#parts;
    const client = this.#parts.context()?.client;
    const draft = this.#draft;
    if (!client || !draft || this.#asking.busy) return;
    this.#set({ ...draft, tried: true });
    const reason = draft.reason.trim();
    if (reason === '') {
      this.#focus('.proposal-form input');
      return;
    }
    const end = { sealNumber: seal.number, to: pending.to, own: this.#isOwn(pending), reason };
    if (!this.#host.dispatchEvent(new SealBeforeProposalEndEvent(end))) return;
    const result = await this.#asking.ask((options) => client.endProposal(seal.number, { to: pending.to, reason }, options));
    if (!result) return;
    this.#draft = null;
    this.#parts.changed(result.seal);
    live.announce(words.text(end.own ? 'proposalTakenBack' : 'proposalTurnedDown'));
    this.#host.dispatchEvent(new SealProposalEndEvent(end, result.receipt));
  }

  #isOwn({ by }: NonNullable<SealView['pendingTransition']>): boolean {
    return by.id === this.#parts.context()?.session?.person.id;
  }

  #open(at: string | null): void {
    this.#asking.forget();
    this.#set(at === null ? null : { at, reason: '', tried: false });
    this.#focus(at === null ? '.end-proposal' : '.proposal-form input');
  }

  #set(draft: EndDraft | null): void {
    this.#draft = draft;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}
