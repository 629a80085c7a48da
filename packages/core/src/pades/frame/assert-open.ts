import type { PdfDocument } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/**
 * A document whose strings and streams can be read and written: not encrypted, or opened with its password.
 *
 * @throws {@link PadesError} `PADES_PASSWORD_NEEDED`, `PADES_PASSWORD_WRONG`, `PADES_SECURITY_HANDLER_UNSUPPORTED` with the
 * handler's name as fact.
 */
export function assertOpen({ encrypted, encryption }: PdfDocument): void {
  if (!encrypted) return;
  const handler = encryption?.handler ?? '';
  switch (encryption?.access) {
    case 'user':
    case 'owner':
      return;
    case 'password-needed':
      throw new PadesError('PADES_PASSWORD_NEEDED', 'expected the user or owner password of the document');
    case 'password-wrong':
      throw new PadesError('PADES_PASSWORD_WRONG', 'expected the user or owner password of the document, got one that is neither');
    case 'none':
    case undefined:
      throw new PadesError('PADES_SECURITY_HANDLER_UNSUPPORTED', `expected the standard security handler, got ${named(handler)}`, {
        facts: { handler },
      });
  }
}

/** Handlers that people know: messages carry no text of documents. @see ISO 32000-2 §7.6.5 */
function named(handler: string): string {
  if (handler === 'Adobe.PubSec') return 'a public-key one (Adobe.PubSec)';
  return handler === 'Standard' ? 'a version or crypt filter of it that is not known' : 'another one';
}
