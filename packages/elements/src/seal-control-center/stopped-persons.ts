import type { Named, StopList } from '@sealkit/core/protocol';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { ClientError } from '../client/client-error.ts';
import type { SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import type { CenterScene } from './center-scene.ts';
import { SealActEvent, SealBeforeActEvent } from './seal-control-center.events.ts';

export interface StoppedParts {
  readonly scene: () => CenterScene;
  readonly released: (person: Named) => void;
  readonly showSuspended: () => void;
}

interface ReleaseDraft {
  readonly personId: string;
  readonly reason: string;
  readonly tried: boolean;
}

/** Who is stopped, for whoever may lift the stop, with the way to do it. Nothing shows where nobody is. */
export class StoppedPersons implements ReactiveController {
  readonly #host: LitElement;
  readonly #parts: StoppedParts;
  readonly #asking: AskController;
  #client: SealClient | null = null;
  #reading: AbortController | undefined;
  #persons: StopList['persons'] = [];
  #error: unknown = null;
  #draft: ReleaseDraft | null = null;

  constructor(host: LitElement, parts: StoppedParts) {
    this.#host = host;
    this.#parts = parts;
    this.#asking = new AskController(host);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  async open(client: SealClient): Promise<void> {
    this.#client = client;
    this.#persons = [];
    this.#draft = null;
    await this.refresh();
  }

  /** Reads again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    this.#reading?.abort();
    if (!this.#client) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const { persons } = await this.#client.stops({ signal: reading.signal });
      if (reading.signal.aborted) return;
      this.#persons = persons;
      this.#error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      // 403: not this person's to lift. 404: a server that has no such list yet.
      this.#error = error instanceof ClientError && (error.status === 403 || error.status === 404) ? null : error;
    }
    this.#host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    const { words, vocabulary, refusals } = this.#parts.scene();
    if (this.#error !== null) {
      const action = { label: vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() } as const;
      return refusalNotice(this.#error, { title: words.text('stopsNotRead'), action }, { refusals, vocabulary });
    }
    if (this.#persons.length === 0) return nothing;
    return html`<section class="stopped-persons" part="stopped" aria-labelledby="stopped-title">
      <h3 id="stopped-title">${icon('stop')}${words.text('stoppedTitle', { count: this.#persons.length })}</h3>
      <ul>
        ${this.#persons.map((stop) => this.#row(stop))}
      </ul>
      <p class="small secondary line wrap">
        <span class="grow">${words.text('releaseNote')}</span>
        <button type="button" class="button compact" @click=${() => this.#parts.showSuspended()}>${words.text('showSuspended')}</button>
      </p>
    </section>`;
  }

  #row({ person, by, at, reason }: StopList['persons'][number]): TemplateResult {
    const { words, timeZone } = this.#parts.scene();
    const draft = this.#draft?.personId === person.id ? this.#draft : null;
    return html`<li class="stack">
      <div class="line wrap">
        <span class="grow">
          <b><bdi>${person.name}</bdi></b>
          <span class="small secondary"
            >${words.parts('stoppedLine', {
              person: html`<bdi>${by.name}</bdi>`,
              date: html`<span class="num">${formatInstant(at, timeZone)}</span>`,
            })} <bdi>${reason}</bdi></span
          >
        </span>
        <button
          type="button"
          class="button compact release"
          data-person=${person.id}
          aria-expanded=${draft ? 'true' : 'false'}
          @click=${() => this.#open(draft ? null : person.id)}
        >
          ${icon('undo')}<span>${words.text('release')}</span>
        </button>
      </div>
      ${draft ? this.#form(draft, person) : nothing}
    </li>`;
  }

  #form(draft: ReleaseDraft, person: Named): TemplateResult {
    const { words, vocabulary, refusals } = this.#parts.scene();
    const fault = draft.tried && draft.reason.trim() === '';
    return html`<form class="form stack release-form" novalidate @submit=${(event: Event) => void this.#send(event, person)}>
      ${textField({
        label: words.text('reasonLabel'),
        value: draft.reason,
        name: 'release-reason',
        invalid: fault,
        maxlength: 500,
        change: (reason) => this.#set({ ...draft, reason }),
      })}
      ${faultLine(fault ? words.text('reasonMissing') : null)}
      ${refusalNotice(this.#asking.error, { title: words.text('releaseFailed') }, { refusals, vocabulary })}
      <div class="line wrap">
        <button type="submit" class="button primary" aria-disabled=${this.#asking.busy ? 'true' : 'false'}>
          ${icon('undo')}<span>${words.text('release')}</span>
        </button>
        <button type="button" class="button" @click=${() => this.#open(null)}>${vocabulary.text('cancel')}</button>
      </div>
    </form>`;
  }

  async #send(event: Event, person: Named): Promise<void> {
    event.preventDefault();
    const client = this.#client;
    const draft = this.#draft;
    if (!client || !draft || this.#asking.busy) return;
    this.#set({ ...draft, tried: true });
    const reason = draft.reason.trim();
    if (reason === '') {
      this.#focus('.release-form input');
      return;
    }
    if (!this.#host.dispatchEvent(new SealBeforeActEvent('release', null, reason))) return;
    const result = await this.#asking.ask((options) => client.releasePerson(person.id, reason, options));
    if (!result) return;
    this.#draft = null;
    this.#persons = this.#persons.filter((known) => known.person.id !== person.id);
    this.#host.requestUpdate();
    this.#parts.released(person);
    this.#host.dispatchEvent(new SealActEvent('release', null, result.receipt));
    this.#focus(this.#persons.length === 0 ? '#title' : '.release');
  }

  #open(personId: string | null): void {
    const opener = personId ?? this.#draft?.personId ?? '';
    this.#asking.forget();
    this.#set(personId === null ? null : { personId, reason: '', tried: false });
    this.#focus(personId === null ? `.release[data-person="${CSS.escape(opener)}"]` : '.release-form input');
  }

  #set(draft: ReleaseDraft | null): void {
    this.#draft = draft;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}
