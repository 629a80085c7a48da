import { ContextConsumer } from '@lit/context';
import { LitElement, type CSSResultGroup } from 'lit';
import { property } from 'lit/decorators.js';
import { sealContext, type SealContext, type Theme } from './context.ts';
import { controlStyles } from './controls.styles.ts';
import { nearestLanguage, watchLanguage } from './locale.ts';
import { bindMessages, type Catalogue, type MessageOverrides, type Words } from './messages.ts';
import { tokenStyles } from './tokens.styles.ts';
import { VOCABULARY, type VocabularyId } from './vocabulary.ts';

const NO_OVERRIDES: MessageOverrides = {};

/**
 * Base of the elements: the context of the nearest provider, the language of the nearest `lang`, messages bound to both,
 * the tokens and the controls. An element works without a provider; it then shows what its properties hold.
 */
export abstract class SealElement extends LitElement {
  static override styles: CSSResultGroup = [tokenStyles, controlStyles];

  /** `light` or `dark` fixes the colours; without it they follow `color-scheme`. */
  @property({ reflect: true }) theme: Theme | undefined = undefined;

  /** `compact` makes rows and controls lower. */
  @property({ reflect: true }) density: 'comfortable' | 'compact' | undefined = undefined;

  /** Words that every element needs: verdicts, states and kinds of seals, common buttons. */
  protected readonly vocabulary: Words<VocabularyId> = this.bind(VOCABULARY);

  readonly #context = new ContextConsumer(this, {
    context: sealContext,
    subscribe: true,
    callback: () => this.#refreshLanguage(),
  });
  #language = 'en';
  #stopWatching: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopWatching = watchLanguage(this, () => this.#refreshLanguage());
    this.#refreshLanguage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
  }

  /** What the nearest provider gives; null without one. */
  get context(): SealContext | null {
    return this.#context.value ?? null;
  }

  /** Language tag in effect. Elements put it as `lang` on the root of what they render. */
  get locale(): string {
    return this.#language;
  }

  /** Messages that the host put in place of shipped ones. */
  get messageOverrides(): MessageOverrides {
    return this.context?.messages ?? NO_OVERRIDES;
  }

  /** Zone in which times are shown. */
  get timeZone(): string {
    return this.context?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** Messages of a catalogue, in the language of this element at the time of rendering. */
  protected bind<Id extends string>(catalogue: Catalogue<Id>): Words<Id> {
    return bindMessages(this, catalogue);
  }

  #refreshLanguage(): void {
    if (!this.isConnected) return;
    this.#language = nearestLanguage(this, this.context);
    this.requestUpdate();
  }
}
