import type { Bytes } from '../../bytes/index.ts';
import type { PdfDict, PdfObject } from '../../pdf/index.ts';

/** One indirect object of a signing revision. */
export interface RevisionObject {
  readonly number: number;
  readonly generation: number;
  readonly body: RevisionBody;
}

export type RevisionBody =
  | { readonly kind: 'object'; readonly object: PdfObject }
  | { readonly kind: 'stream'; readonly dict: PdfDict; readonly content: Bytes }
  /** The signature dictionary without `/ByteRange` and `/Contents`, which the layout adds. */
  | { readonly kind: 'signature'; readonly dict: PdfDict };
