import type { ByteSource } from '../../bytes/index.ts';
import { SealkitError } from '../../errors/index.ts';
import type { RequestedAct } from '../signature/prepare-signature.ts';
import { signDocument, type SignDocumentOptions, type SignedDocument } from './sign-document.ts';

/** One document of a batch. */
export interface BatchDocument {
  readonly source: ByteSource;
  readonly act: RequestedAct;
  /** Password of an encrypted document. */
  readonly password?: string;
}

/** What became of one document of a batch. */
export type BatchOutcome =
  | { readonly index: number; readonly signed: SignedDocument }
  | { readonly index: number; readonly error: SealkitError };

export type SignDocumentsOptions = Omit<SignDocumentOptions, 'act' | 'password'>;

/**
 * Signs documents one after the other with one signer, whose key session stays open: outcomes in order, each as soon as it
 * is there, so that memory does not grow with their number. A document that is refused leaves the others; what is no refusal
 * (an abort, a fault of the program) ends the batch.
 */
export async function* signDocuments(
  documents: Iterable<BatchDocument> | AsyncIterable<BatchDocument>,
  options: SignDocumentsOptions,
): AsyncGenerator<BatchOutcome, void, undefined> {
  let index = 0;
  for await (const { source, act, password } of documents) {
    options.signal?.throwIfAborted();
    try {
      const signed = await signDocument(source, { ...options, act, ...(password === undefined ? {} : { password }) });
      yield { index, signed };
    } catch (error) {
      if (!(error instanceof SealkitError)) throw error;
      yield { index, error };
    }
    index += 1;
  }
}
