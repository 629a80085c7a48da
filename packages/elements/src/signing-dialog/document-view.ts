import type { LitElement } from 'lit';
import { ReadingController } from '../controllers/reading-controller.ts';
import type { ReadingTerms } from '../controllers/reading-progress.ts';
import type { PagesInSight } from '../document-viewer/page-layout.ts';
import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { embeddedElement } from '../foundation/embedded-element.ts';
import { asksForReading, type ReadingTermsShown } from './reading-note.ts';
import { SealReadProgressEvent } from './signing-dialog.events.ts';

const NOTHING: PagesInSight = { pages: [], ended: [] };

export interface DocumentViewParts {
  readonly terms: () => ReadingTerms;
  /** What the host's own view in slot `document` shows, where it says so. */
  readonly hostSight: () => (() => PagesInSight) | undefined;
  /** Whether the document is what shows now. */
  readonly reads: () => boolean;
}

/** The document that is read in the dialog, and what of it was in sight. */
export class DocumentView {
  readonly #host: LitElement;
  readonly #parts: DocumentViewParts;
  readonly #reading: ReadingController;
  /** Null where the page has not registered the viewer: the document's facts stand alone then. */
  viewer: DocumentViewer | null = null;

  constructor(host: LitElement, parts: DocumentViewParts) {
    this.#host = host;
    this.#parts = parts;
    this.#reading = new ReadingController(host, {
      inSight: () => this.#inSight(),
      reads: parts.reads,
      onProgress: () => this.#tell(),
    });
  }

  open(document: Blob): void {
    this.viewer ??= embeddedElement(DocumentViewer);
    if (!this.viewer) return;
    this.viewer.document = document;
    this.viewer.page = 1;
  }

  close(): void {
    this.#reading.stop();
    if (this.viewer) this.viewer.document = null;
  }

  /** The document is read by the page: from now on the person reads it. */
  begin(pageCount: number): void {
    this.#reading.start(pageCount);
  }

  get shown(): ReadingTermsShown {
    return {
      terms: this.#parts.terms(),
      progress: this.#reading.progress,
      canTell: this.#slotted ? this.#parts.hostSight() !== undefined : this.viewer !== null,
      goTo: (page) => {
        if (!this.#slotted) this.viewer?.goTo(page);
      },
    };
  }

  get #slotted(): boolean {
    return this.#host.querySelector(':scope > [slot="document"]') !== null;
  }

  #inSight(): PagesInSight {
    if (this.#slotted) return this.#parts.hostSight()?.() ?? NOTHING;
    return this.viewer?.inSight ?? NOTHING;
  }

  #tell(): void {
    if (!asksForReading(this.#parts.terms())) return;
    const { shown, time } = this.#reading.progress;
    this.#host.dispatchEvent(new SealReadProgressEvent(shown.size, Math.floor(time / 1000)));
  }
}
