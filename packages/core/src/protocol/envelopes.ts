import type { Amount } from '../seal/index.ts';

/** `POST /envelopes`: a document is opened for signing. The document stays where it is. */
export interface EnvelopeRequest {
  readonly name: string;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  /** What kind of document it is, in the host's own words; grants may be limited to some. */
  readonly documentClass?: string;
  readonly amount?: Amount;
}

export interface EnvelopeView {
  readonly id: string;
  readonly name: string;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  readonly documentClass: string | null;
  readonly amount: Amount | null;
  readonly createdAt: string;
  readonly createdBy: string;
}
