import type { CallOptions } from '../../bytes/index.ts';
import type { OpenedEncryption } from '../encryption/open-encryption.ts';
import { PdfError } from '../pdf-error.ts';
import { documentCatalog } from './catalog.ts';
import { DocumentView, type OpenedFile } from './document-view.ts';

export interface OpenViewOptions extends CallOptions {
  readonly password?: string;
}

/** The view of all revisions, decrypted where the password is known. */
export async function openDecrypted(file: OpenedFile, options: OpenViewOptions): Promise<DocumentView> {
  const plain = new DocumentView(file, file.revisions.length);
  if (!plain.encrypted) return plain;
  // Ciphers are loaded for those documents alone that need them.
  const { openEncryption } = await import('../encryption/open-encryption.ts');
  const encryption: OpenedEncryption | undefined = await openEncryption(plain, options);
  return encryption === undefined ? plain : new DocumentView({ ...file, ...encryption }, file.revisions.length);
}

/** The view of all revisions, with its catalog and page tree in reach, or a reason to distrust the cross-reference. */
export async function openView(file: OpenedFile, options: OpenViewOptions): Promise<DocumentView> {
  const view = await openDecrypted(file, options);
  try {
    const catalog = await documentCatalog(view, options);
    const pages = await view.lookup(catalog.dict, 'Pages', options);
    if (pages?.kind !== 'dict') throw new PdfError('PDF_PAGE_TREE_MALFORMED', 'expected a dictionary as /Pages of the catalog');
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  return view;
}

/** Without the password the catalog may be out of reach; that says nothing about the cross-reference. */
function isUnreadable(error: unknown): boolean {
  return error instanceof PdfError && (error.code === 'PDF_PASSWORD_NEEDED' || error.code === 'PDF_ENCRYPTED_UNSUPPORTED');
}
