import type { LitElement } from 'lit';
import type { ConfirmIntent } from '../controllers/given-intent.ts';
import { type DeviceOf, IntentController } from '../controllers/intent-controller.ts';
import { subjectOfAsked } from '../controllers/intent-state.ts';
import type { SigningState } from '../controllers/signing-state.ts';
import type { SealContext } from '../foundation/context.ts';
import { focusFault } from '../foundation/form-fields.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import { tellIntentNews } from '../intent-check/intent-news.ts';
import type { IntentScene } from '../intent-check/intent-scene.ts';
import { SealSigningEvent } from './signing-dialog.events.ts';

export interface DialogIntentParts extends Omit<IntentScene, 'intent' | 'goOn'> {
  readonly live: LiveRegion;
  readonly context: () => SealContext | null;
  readonly deviceOf: () => DeviceOf | undefined;
  /** Hands on what the person gave. */
  readonly give: ConfirmIntent;
}

/** The second confirmation as a step of the dialog: it opens when its step comes and ends when the step goes. */
export class DialogIntent {
  readonly #host: LitElement;
  readonly #parts: DialogIntentParts;
  readonly #intent: IntentController;

  constructor(host: LitElement, parts: DialogIntentParts) {
    this.#host = host;
    this.#parts = parts;
    const { live, words } = parts;
    this.#intent = new IntentController(host, (news) => tellIntentNews(news, { element: host, live, words, intent: () => this.#intent }));
  }

  get scene(): IntentScene {
    const { words, refusals, vocabulary } = this.#parts;
    return { intent: this.#intent, words, refusals, vocabulary, goOn: () => void this.#goOn() };
  }

  follow({ step, challenge }: SigningState, before: SigningState): void {
    const { client, clock } = this.#parts.context() ?? {};
    const [is, was] = [step === 'intent', before.step === 'intent'];
    if (was && !is) this.#intent.close();
    if (!is || was || !challenge || !client || !clock) return;
    let told = false;
    const confirm: ConfirmIntent = async (given) => {
      // Whoever waits at a provider is asked for many times; the page hears of it once.
      if (!told || !given.asksOnly) this.#host.dispatchEvent(new SealSigningEvent(challenge.useId));
      told = true;
      await this.#parts.give(given);
    };
    void this.#intent.open({ client, clock, subject: subjectOfAsked(client, challenge), confirm, deviceOf: this.#parts.deviceOf() });
  }

  async #goOn(): Promise<void> {
    await this.#intent.goOn();
    await this.#host.updateComplete;
    focusFault(this.#host.shadowRoot, '.code');
  }
}
