import type { LitElement, TemplateResult } from 'lit';
import { DeclineController } from '../controllers/decline-controller.ts';
import type { SigningState } from '../controllers/signing-state.ts';
import type { SealClient } from '../client/seal-client.ts';
import { saveFile } from '../foundation/file-saving.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import { declineFoot, declinePanel, type DeclineActions } from './decline-panel.ts';
import { SealDeclineEvent } from './signing-dialog.events.ts';
import type { StepWords } from './step-words.ts';

export interface DialogDeclineParts {
  readonly client: () => SealClient | null;
  readonly signing: () => SigningState;
  readonly words: StepWords['words'];
  readonly refusals: Words<RefusalId>;
  readonly live: LiveRegion;
  readonly focus: (selector: string) => void;
  readonly close: () => void;
}

/** The way out with a reason: in place of the document, until the person goes back or the envelope has ended. */
export class DialogDecline {
  readonly #host: LitElement;
  readonly #parts: DialogDeclineParts;
  readonly #declining: DeclineController;

  constructor(host: LitElement, parts: DialogDeclineParts) {
    this.#host = host;
    this.#parts = parts;
    this.#declining = new DeclineController(host);
  }

  /** Null while nobody declines. */
  get state(): DeclineController['state'] {
    return this.#declining.state;
  }

  open(): void {
    this.#declining.open();
    this.#parts.focus('.declining textarea');
  }

  close(): void {
    this.#declining.close();
  }

  panel(shown: StepWords): TemplateResult | null {
    return this.state && declinePanel(this.state, { ...shown, ...this.#actions });
  }

  foot(shown: StepWords): TemplateResult | null {
    return this.state && declineFoot(this.state, { ...shown, ...this.#actions });
  }

  get #actions(): DeclineActions {
    const { refusals, focus, close } = this.#parts;
    return {
      refusals,
      close,
      write: (reason) => this.#declining.write(reason),
      decline: () => void this.#decline(),
      back: () => {
        this.#declining.close();
        focus('.decline');
      },
      downloadReceipt: () => {
        const { done } = this.state ?? {};
        if (done) saveFile(new Blob([done.receipt], { type: 'application/jose' }), `${done.envelope.id}.jws`);
      },
    };
  }

  async #decline(): Promise<void> {
    const { client, signing, words, live, focus } = this.#parts;
    const { request, reading } = signing();
    const asked = client();
    if (!asked || !reading || request?.joinedEnvelope === undefined) return;
    await this.#declining.decline({ client: asked, envelopeId: request.joinedEnvelope, digest: reading.digest });
    const { reason = '', done, reasonMissing } = this.state ?? {};
    if (reasonMissing) focus('.declining textarea');
    if (!done) return;
    live.announce(words.text('declined'));
    focus('#title');
    this.#host.dispatchEvent(new SealDeclineEvent(done.envelope.id, reason.trim(), done.receipt));
  }
}
