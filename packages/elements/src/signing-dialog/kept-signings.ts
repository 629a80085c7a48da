import type { SessionView } from '@sealkit/core/protocol';
import { nothing, type ReactiveElement, type TemplateResult } from 'lit';
import type { SigningRecord, SigningStore } from '../controllers/signing-store.ts';
import { saveFile } from '../foundation/file-saving.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import { keptNote } from './kept-note.ts';
import type { StepWords } from './step-words.ts';

export interface KeptParts {
  readonly store: () => SigningStore;
  readonly session: () => SessionView | null;
  readonly live: LiveRegion;
  readonly words: StepWords['words'];
  readonly resume: (record: SigningRecord) => void;
}

/** The note on what is kept of earlier signings, one at a time: to download, to go on with, to put aside, or to give up. */
export class KeptSignings {
  readonly #host: ReactiveElement;
  readonly #parts: KeptParts;
  #record: SigningRecord | null = null;
  /** The person pressed "give up" once: what it means is said before it is done. */
  #givingUp = false;
  #lookedFor: string | null = null;
  /** Kept signings that the person has put aside. */
  readonly #aside = new Set<string>();

  constructor(host: ReactiveElement, parts: KeptParts) {
    this.#host = host;
    this.#parts = parts;
  }

  render(shown: StepWords): TemplateResult | typeof nothing {
    const record = this.#record;
    if (!record) return nothing;
    return keptNote(record, {
      ...shown,
      givingUp: this.#givingUp,
      resume: () => {
        this.#show(null);
        this.#parts.resume(record);
      },
      download: () => void this.#download(record),
      later: () => void this.#putAside(record),
      giveUp: () => void this.#giveUp(record),
    });
  }

  /** Looks once for each person who comes. */
  followPerson(): void {
    const session = this.#parts.session();
    const key = session ? `${session.tenant} ${session.person.id}` : null;
    if (key === null || key === this.#lookedFor) return;
    this.#lookedFor = key;
    void this.look();
  }

  async look(): Promise<void> {
    const session = this.#parts.session();
    if (!session) return;
    const kept = await this.#parts.store().list(session.tenant, session.person.id);
    this.#record = kept.find(({ id }) => !this.#aside.has(id)) ?? null;
    this.#host.requestUpdate();
  }

  /** The next note, or the place where it stood: the button that had the focus is gone. */
  async focus(): Promise<void> {
    await this.#host.updateComplete;
    const root = this.#host.shadowRoot;
    (root?.querySelector<HTMLElement>('.continue button') ?? root?.querySelector<HTMLElement>('#after-note'))?.focus();
  }

  async #download(record: SigningRecord): Promise<void> {
    if (!record.signed) return;
    saveFile(record.signed, record.signed.name);
    await this.#parts.store().remove(record.id);
    this.#parts.live.announce(this.#parts.words.text('downloaded'));
    await this.look();
    await this.focus();
  }

  /** The note goes until the page is opened again; what it is about stays kept. */
  async #putAside(record: SigningRecord): Promise<void> {
    this.#aside.add(record.id);
    this.#givingUp = false;
    this.#parts.live.announce(this.#parts.words.text('putAside'));
    await this.look();
    await this.focus();
  }

  async #giveUp(record: SigningRecord): Promise<void> {
    this.#givingUp = !this.#givingUp;
    this.#host.requestUpdate();
    if (this.#givingUp) return;
    await this.#parts.store().remove(record.id);
    this.#show(null);
    await this.look();
    await this.focus();
  }

  #show(record: SigningRecord | null): void {
    this.#record = record;
    this.#givingUp = false;
    this.#host.requestUpdate();
  }
}
