import type { ReactiveControllerHost } from 'lit';
import type { Field } from './placement-commands.ts';

/** What a person typed into a field that is no value of it, and why. */
export interface FieldDraft {
  readonly text: string;
  readonly error: string;
}

/** Typed text that was not taken: it stays in its field until it is mended or the seal goes elsewhere. */
export class FieldDrafts {
  readonly #host: ReactiveControllerHost;
  #drafts: ReadonlyMap<Field, FieldDraft> = new Map();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get all(): ReadonlyMap<Field, FieldDraft> {
    return this.#drafts;
  }

  /** Null when the field has a value again. */
  set(field: Field, draft: FieldDraft | null): void {
    const drafts = new Map(this.#drafts);
    if (draft) drafts.set(field, draft);
    else drafts.delete(field);
    this.#drafts = drafts;
    this.#host.requestUpdate();
  }

  clear(): void {
    if (this.#drafts.size === 0) return;
    this.#drafts = new Map();
    this.#host.requestUpdate();
  }
}
