import { SealkitError } from '@sealkit/core/errors';

/** Why a document cannot be shown. The document itself is untouched by it. */
export type RenderingErrorCode =
  | 'DOCUMENT_EMPTY'
  | 'DOCUMENT_ENCRYPTED'
  | 'DOCUMENT_MALFORMED'
  | 'DOCUMENT_UNREADABLE'
  | 'PAGE_UNREADABLE'
  | 'RENDERER_UNAVAILABLE';

/** A document or a page could not be shown. `retryable` tells whether the same call may succeed later. */
export class RenderingError extends SealkitError<RenderingErrorCode> {
  readonly retryable: boolean;

  constructor(code: RenderingErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(code, message, options);
    this.retryable = code === 'DOCUMENT_UNREADABLE' || code === 'RENDERER_UNAVAILABLE' || code === 'PAGE_UNREADABLE';
  }
}
