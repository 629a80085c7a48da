import { blobSource, memorySource, type ByteSource } from '@sealkit/core/bytes';

/** What a page may hand over as a document: octets, a file, or a source that is read by ranges. It is never changed. */
export type DocumentInput = Uint8Array | Blob | ByteSource;

export function documentSource(input: DocumentInput): ByteSource {
  if (input instanceof Uint8Array) return memorySource(input);
  if (input instanceof Blob) return blobSource(input);
  return input;
}
