import { decodeHex } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfInteger, pdfString } from '../../pdf/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { frameRef } from '../frame/frame-object.ts';
import { PadesError } from '../pades-error.ts';
import { type RevisionEncryption, encryptObject } from './encrypt-object.ts';
import { type ObjectOffset, type RevisionLayout, layOutRevision } from './layout.ts';
import type { RevisionObject } from './revision-object.ts';
import { sectionEntries } from './section-entries.ts';
import { LARGEST_OFFSET, writeXrefStream, writeXrefTable } from './xref-section.ts';

const LARGEST_OBJECT_NUMBER = 8_388_607;
const FILE_IDENTIFIER = /^[0-9a-f]{32}$/;

/** What of a frame decides where and how a revision is appended. */
export type AppendPoint = Pick<DocumentFrame, 'n' | 'startxref' | 'xrefForm' | 'xref' | 'size' | 'root' | 'info' | 'id'>;

export interface AppendOptions {
  /** The first object number that neither the document nor the revision uses. */
  readonly nextFree: number;
  /** Octets of the signature in the hole of the object of kind `signature`; 0 where there is none. */
  readonly holeSize: number;
  /** The new second string of `/ID`: 16 octets in lower-case hexadecimal. */
  readonly fileIdentifier: string;
  /** Given for an encrypted document. */
  readonly encryption?: RevisionEncryption | undefined;
}

/**
 * A revision behind the document: its objects, a cross-reference section in the document's own form, its trailer.
 *
 * @throws {@link PadesError} `PADES_OBJECT_NUMBERS_EXHAUSTED`, `PADES_DOCUMENT_TOO_LARGE`, `PADES_ACT_MALFORMED`.
 * @see ISO 32000-2 §7.5.6; explained signing, rules 1 and 9
 */
export function appendRevision(point: AppendPoint, objects: readonly RevisionObject[], options: AppendOptions): RevisionLayout {
  const { nextFree, holeSize, encryption } = options;
  const last = point.xrefForm === 'stream' ? nextFree : nextFree - 1;
  if (last > LARGEST_OBJECT_NUMBER)
    throw new PadesError('PADES_OBJECT_NUMBERS_EXHAUSTED', `expected object numbers up to ${LARGEST_OBJECT_NUMBER}`);
  const trailer = trailerDictionary(point, Math.max(point.size, last + 1), options);
  const base = point.xref?.base ?? 0;
  const wide = point.xref?.wide === true;
  const ending = (offsets: readonly ObjectOffset[], position: number) => {
    const entries = sectionEntries(offsets, point.xref);
    return point.xrefForm === 'stream'
      ? writeXrefStream(entries, trailer, position - base, last, wide)
      : writeXrefTable(entries, trailer, position - base);
  };
  const written = encryption === undefined ? objects : objects.map((object) => encryptObject(object, encryption.encryptor));
  const layout = layOutRevision(point.n, written, holeSize, ending);
  if (point.n + layout.bytes.length > LARGEST_OFFSET[point.xrefForm === 'stream' && wide ? 'wide' : point.xrefForm])
    throw new PadesError('PADES_DOCUMENT_TOO_LARGE', 'expected offsets that the cross-reference section can hold');
  return layout;
}

function trailerDictionary(point: AppendPoint, size: number, { fileIdentifier, encryption }: AppendOptions): PdfDict {
  const entries = new Map<string, PdfObject>([
    ['Size', pdfInteger(size)],
    ['Root', frameRef(point.root, 'root')],
  ]);
  if (point.xref?.objects === undefined) entries.set('Prev', pdfInteger(point.startxref - (point.xref?.base ?? 0)));
  if (point.info !== undefined) entries.set('Info', frameRef(point.info, 'info'));
  if (encryption !== undefined) entries.set('Encrypt', encryption.entry);
  if (point.id !== undefined) {
    if (!FILE_IDENTIFIER.test(fileIdentifier)) throw new PadesError('PADES_ACT_MALFORMED', 'act: expected a file identifier of 16 octets');
    entries.set('ID', pdfArray([point.id[0], fileIdentifier].map((identifier) => pdfString(decodeHex(identifier)))));
  } else if (encryption?.identifiers !== undefined) entries.set('ID', encryption.identifiers);
  return pdfDict(entries);
}
