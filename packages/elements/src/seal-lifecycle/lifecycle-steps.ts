import type { SealTransitionResult, SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { AskController } from '../controllers/ask-controller.ts';
import { formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import { personalWords } from '../foundation/personal-words.ts';
import type { LifecycleStepsParts } from './lifecycle-parts.ts';
import { askedFor } from './asked-for.ts';
import { DraftReading, isAskedFor } from './draft-reading.ts';
import { STEP_ICONS } from './lifecycle-bar.ts';
import { ProposalEnd } from './proposal-end.ts';
import { SealBeforeStateChangeEvent, SealStateChangeEvent } from './seal-lifecycle.events.ts';
import { stepObstacle } from './step-obstacle.ts';
import { draftFault, isFinal, stepEffect, stepLabel, transitionForm, type TransitionDraft } from './transition-form.ts';

type Step = SealView['transitions'][number];

/** The steps that lead on from a seal's state: shown with their reasons, written for, asked of the server. */
export class LifecycleSteps implements ReactiveController {
  readonly #host: LitElement;
  readonly #parts: LifecycleStepsParts;
  readonly #asking: AskController;
  readonly #proposalEnd: ProposalEnd;
  #draft: TransitionDraft | null = null;
  /** What a seal that is not made yet is to be. */
  readonly asked: DraftReading;

  constructor(host: LitElement, parts: LifecycleStepsParts) {
    this.#host = host;
    this.#parts = parts;
    this.#asking = new AskController(host);
    this.#proposalEnd = new ProposalEnd(host, parts);
    this.asked = new DraftReading(host);
    host.addController(this);
  }

  /** A draft for a step that is gone, or not allowed any more, is dropped. */
  hostUpdate(): void {
    const draft = this.#draft;
    const seal = this.#parts.seal();
    this.asked.follow(this.#parts.context()?.client ?? null, seal);
    const step = seal?.transitions.find(({ to }) => to === draft?.to);
    if (draft && (!seal || !step || this.#obstacle(seal, step) !== null)) this.#draft = null;
  }

  /** Asks the server for a step. True when it was taken, or now waits for a second person. */
  async change(to: SealState, reason: string, source: EventSource): Promise<boolean> {
    const { words, vocabulary, live } = this.#parts;
    const seal = this.#parts.seal();
    const client = this.#parts.context()?.client;
    if (!seal || !client || this.#asking.busy) return false;
    const change = { sealNumber: seal.number, from: seal.state, to, reason: reason.trim(), source };
    if (!this.#host.dispatchEvent(new SealBeforeStateChangeEvent(change))) return false;
    live.announce(words.text('changing'));
    const draft = to === 'approved' ? this.asked.value?.digest : undefined;
    const request = { to, reason: change.reason, ...(draft === undefined ? {} : { draft }) };
    const result: SealTransitionResult | null = await this.#asking.ask((options) => client.changeSealState(seal.number, request, options));
    if (!result) return false;
    this.#draft = null;
    this.#parts.changed(result.seal);
    if (result.seal.state === to) {
      live.announce(words.text('changed', { name: seal.name, state: vocabulary.text(`state-${to}`) }));
      this.#host.dispatchEvent(new SealStateChangeEvent(change, result.receipt));
    } else live.announce(words.text('waits'));
    return true;
  }

  renderSteps(seal: SealView): TemplateResult {
    return html`${seal.transitions.map((step) => this.#renderStep(seal, step))}`;
  }

  /** What one person has asked for and a second one has to confirm. */
  renderPending(seal: SealView): TemplateResult | typeof nothing {
    const { words, vocabulary, timeZone } = this.#parts;
    const pending = seal.pendingTransition;
    if (!pending) return nothing;
    const own = pending.by.id === this.#parts.context()?.session?.person.id;
    return html`<div class="note warn pending">
      ${icon('clock')}
      <div class="stack">
        <p>
          <b
            >${words.parts('pendingTitle', {
              step: words.text(stepLabel(pending.to, seal.state)),
              person: html`<bdi>${pending.by.name}</bdi>`,
            })}</b
          >
        </p>
        <p class="small secondary">
          <span class="num">${formatInstant(pending.at, timeZone())}</span>
          <bdi>${personalWords(pending.reason, vocabulary, timeZone())}</bdi>
        </p>
        <p class="small">${words.text(own ? 'pendingOwn' : 'pendingOther')}</p>
        ${this.#proposalEnd.render(seal, pending)}
      </div>
    </div>`;
  }

  /** What is asked for, as long as nothing was made from it. */
  renderAsked(seal: SealView): TemplateResult | typeof nothing {
    const { words, vocabulary, refusals, timeZone } = this.#parts;
    const { value, error } = this.asked;
    if (!isAskedFor(seal)) return nothing;
    if (value) return askedFor(value, { words, vocabulary, timeZone: timeZone() });
    return refusalNotice(
      error,
      {
        title: words.text('askedNotRead'),
        action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void this.asked.refresh() },
      },
      { refusals, vocabulary },
    );
  }

  renderError(): TemplateResult | typeof nothing {
    const { words, vocabulary, refusals } = this.#parts;
    return refusalNotice(
      this.#asking.error,
      {
        title: words.text('failed'),
        ...(this.#draft ? { kept: words.text('failedKept') } : {}),
        action: {
          label: vocabulary.text('refresh'),
          icon: 'refresh',
          run: () => {
            this.#asking.forget();
            this.#parts.refresh();
          },
        },
      },
      { refusals, vocabulary },
    );
  }

  #renderStep(seal: SealView, step: Step): TemplateResult {
    const { words, vocabulary } = this.#parts;
    const draft = this.#draft?.to === step.to ? this.#draft : null;
    const why = `why-${step.to}`;
    const allowed = this.#obstacle(seal, step) === null;
    const confirms = seal.pendingTransition?.to === step.to;
    const label = words.text(stepLabel(step.to, seal.state));
    return html`<div class="step">
        <button
          type="button"
          class="button ${isFinal(step.to, seal.state) && allowed ? 'danger' : ''}"
          aria-disabled=${allowed ? 'false' : 'true'}
          aria-expanded=${allowed ? (draft ? 'true' : 'false') : nothing}
          aria-describedby=${why}
          data-to=${step.to}
          @click=${() => allowed && this.#open(step)}
        >
          ${icon(STEP_ICONS[step.to])}<span>${confirms && allowed ? words.text('confirmStep', { step: label }) : label}</span>
        </button>
        <span class="why" id=${why}>${allowed ? nothing : icon('lock')}<span>${this.#whyWords(seal, step)}</span></span>
      </div>
      ${
        draft
          ? transitionForm(seal, draft, {
              words,
              vocabulary,
              busy: this.#asking.busy,
              change: (part) => this.#set({ ...draft, ...part }),
              send: (event) => this.#send(event, seal),
              cancel: () => this.#cancel(),
            })
          : nothing
      }`;
  }

  /** What the step does and who has to agree, or why it cannot be taken. */
  #whyWords(seal: SealView, step: Step): string {
    const { words } = this.#parts;
    const obstacle = this.#obstacle(seal, step);
    if (obstacle === null) {
      const second = step.needsSecondPerson && seal.pendingTransition?.to !== step.to;
      const effect = words.text(stepEffect(step.to, seal.state));
      return second ? `${effect} ${words.text('secondPerson')}` : effect;
    }
    return words.has(obstacle) ? words.text(obstacle) : words.text('unavailable', { code: step.reason ?? '—' });
  }

  #obstacle(seal: SealView, step: Step): string | null {
    const obstacle = stepObstacle(seal, step, this.#parts.context()?.session?.person.id ?? null);
    // Nobody approves what they were not shown.
    return obstacle === null && step.to === 'approved' && this.asked.value === null ? 'why-DRAFT_NOT_READ' : obstacle;
  }

  #open(step: Step): void {
    const open = this.#draft?.to === step.to;
    this.#asking.forget();
    this.#set(open ? null : { to: step.to, reason: this.#draft?.reason ?? '', typedNumber: '', tried: false });
    if (!open) this.#focus('.form .reason');
  }

  #cancel(): void {
    const to = this.#draft?.to ?? '';
    this.#set(null);
    this.#focus(`[data-to="${to}"]`);
  }

  #send(event: Event, seal: SealView): void {
    event.preventDefault();
    const draft = this.#draft;
    if (!draft || this.#asking.busy) return;
    this.#set({ ...draft, tried: true });
    const fault = draftFault(draft, seal);
    if (fault === null) {
      const submitter = event instanceof SubmitEvent ? event.submitter : null;
      void this.change(draft.to, draft.reason, submitter?.matches(':active, :hover') ? 'pointer' : 'keyboard');
      return;
    }
    this.#focus(fault === 'reasonMissing' ? '.form .reason' : '.form .number');
  }

  #set(draft: TransitionDraft | null): void {
    this.#draft = draft;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}
