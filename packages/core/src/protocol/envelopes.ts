/** `POST /envelopes`: a document is opened for signing. The document stays where it is. */
export interface EnvelopeRequest {
  readonly name: string;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
}

export interface EnvelopeView {
  readonly id: string;
  readonly name: string;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  readonly createdAt: string;
  readonly createdBy: string;
}
