import type { LitElement, TemplateResult } from 'lit';
import type { LiveRegion } from '../foundation/live-region.ts';
import { leaveNotice } from './leave-notice.ts';
import type { StepWords } from './step-words.ts';

export interface DialogLeavingParts {
  readonly loses: () => boolean;
  readonly close: () => void;
  readonly live: LiveRegion;
  readonly shown: () => StepWords;
  readonly focus: (selector: string) => void;
}

/** Leaving by button, key or gesture: at once where nothing is lost by it, else asked once more in place of the buttons. */
export class DialogLeaving {
  readonly #host: LitElement;
  readonly #parts: DialogLeavingParts;
  #asks = false;

  constructor(host: LitElement, parts: DialogLeavingParts) {
    this.#host = host;
    this.#parts = parts;
  }

  /** The question; null while it is not asked. */
  render(): TemplateResult | null {
    return this.#asks ? leaveNotice(this.#parts.shown(), { stay: () => this.#stay(), leave: this.#parts.close }) : null;
  }

  reset(): void {
    this.#ask(false);
  }

  leave(): void {
    const { loses, close, live, shown, focus } = this.#parts;
    if (!loses()) {
      close();
      return;
    }
    this.#ask(true);
    live.announce(shown().words.text('leaveMeans'));
    focus('.stay');
  }

  /** Escape does what the button does, and takes its question back. The browser would close the dialog at the second press without asking. */
  readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    if (this.#asks) this.#stay();
    else this.leave();
  };

  /** What closes a dialog besides a key, such as the gesture "back" of a phone. */
  readonly onCancel = (event: Event): void => {
    event.preventDefault();
    if (event.target === event.currentTarget) this.leave();
  };

  #stay(): void {
    this.#ask(false);
    this.#parts.focus('#title');
  }

  #ask(asks: boolean): void {
    this.#asks = asks;
    this.#host.requestUpdate();
  }
}
