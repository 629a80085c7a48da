import type { CallOptions } from '../../bytes/index.ts';
import { digestOfJson } from '../../crypto/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { digestOfFrame } from '../frame/frame-digest.ts';
import { frameOfDocument } from '../frame/read-document-frame.ts';
import { fileIdentifierOf } from '../signature/file-identifier.ts';

/** A digest of no document: an augmentation is bound to its document by its place in the file alone. */
const NO_DIGEST = 'sha256:';

/** What an augmentation redefines or depends on. Its page is the first, where the hidden widgets lie. */
export function augmentationFrame(document: PdfDocument, options: CallOptions): Promise<DocumentFrame> {
  const { signal } = options;
  return frameOfDocument(document, {
    ...(signal === undefined ? {} : { signal }),
    algorithm: 'SHA-256',
    pages: [1],
    mode: 'direct',
    purpose: 'augmentation',
    digest: NO_DIGEST,
  });
}

/** The new second string of `/ID`: of what is appended, and to which document. */
export async function augmentationIdentifier(frame: DocumentFrame, what: string): Promise<string> {
  return fileIdentifierOf(await digestOfJson(what), await digestOfFrame(frame));
}
