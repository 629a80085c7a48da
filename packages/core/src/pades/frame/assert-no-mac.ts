import { type PdfDocument, entryOf } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** Bit 13 of /P: a reader may take the document without its MAC. */
const MAC_OPTIONAL = 1 << 12;

/**
 * An encrypted document may carry a MAC over the whole file, which anything appended breaks: readers that know it would
 * then refuse the document. Making a new one is not supported.
 *
 * @throws {@link PadesError} `PADES_MAC_UNSUPPORTED`
 * @see ISO/TS 32004
 */
export function assertNoMac({ encryption, revisions }: Pick<PdfDocument, 'encryption' | 'revisions'>): void {
  if (encryption === undefined) return;
  const required = entryOf(encryption.dict, 'KDFSalt') !== undefined && (encryption.permissions & MAC_OPTIONAL) === 0;
  if (required || revisions.some(({ trailer }) => entryOf(trailer, 'AuthCode') !== undefined))
    throw new PadesError('PADES_MAC_UNSUPPORTED', 'expected an encrypted document without a MAC over the file (/AuthCode)');
}
