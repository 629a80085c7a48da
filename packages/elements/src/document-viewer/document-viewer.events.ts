import { SealEvent } from '../foundation/seal-event.ts';
import type { DocumentFacts } from '../pdf-rendering/document-facts.ts';
import type { RenderingError } from '../pdf-rendering/rendering-error.ts';

/** A document is open and its first page known. */
export class SealDocumentLoadedEvent extends SealEvent {
  readonly pages: number;
  /** Whether the first pages have text; a scan has none. */
  readonly textLayer: boolean;
  readonly signed: boolean;
  /** Why nothing may be added to it; null when it may. */
  readonly locked: DocumentFacts['locked'];

  constructor(pages: number, facts: DocumentFacts) {
    super('seal-document-loaded');
    this.pages = pages;
    this.textLayer = facts.textLayer;
    this.signed = facts.signed;
    this.locked = facts.locked;
  }
}

/** A document could not be shown. `code` is stable; the document itself and what was placed on it are untouched. */
export class SealDocumentErrorEvent extends SealEvent {
  readonly code: RenderingError['code'];
  readonly message: string;
  readonly retryable: boolean;
  readonly cause: unknown;
  /** Whether the document before it is still open. */
  readonly kept: boolean;

  constructor(error: RenderingError, kept: boolean) {
    super('seal-document-error');
    this.code = error.code;
    this.message = error.message;
    this.retryable = error.retryable;
    this.cause = error;
    this.kept = kept;
  }
}

/** Another page is the current one. */
export class SealPageChangeEvent extends SealEvent {
  readonly page: number;

  constructor(page: number) {
    super('seal-page-change');
    this.page = page;
  }
}

/** Pages show at another size. `zoom` is the factor in effect, 1 for true size. */
export class SealZoomChangeEvent extends SealEvent {
  readonly zoom: number;

  constructor(zoom: number) {
    super('seal-zoom-change');
    this.zoom = zoom;
  }
}
