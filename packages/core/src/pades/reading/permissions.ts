import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, type PdfObject, dictOf, documentCatalog, entryOf, integerOf, nameOf } from '../../pdf/index.ts';
import type { FrameLock } from '../document-frame.ts';
import { resolveDeep } from './resolve-deep.ts';
import type { SignatureField } from './signature-fields.ts';
import { textOf } from './text-string.ts';

/** What the signatures of a document allow to later revisions (ISO 32000-2 §12.8.2). */
export interface DocumentPermissions {
  /** The strictest of certification and locks. */
  readonly docMdp: 1 | 2 | 3 | null;
  readonly locks: readonly FrameLock[];
}

/** Gathers DocMDP, FieldMDP and the locks of signed fields. */
export async function readPermissions(
  document: PdfDocument,
  fields: readonly SignatureField[],
  options?: CallOptions,
): Promise<DocumentPermissions> {
  const levels: number[] = [];
  const locks: FrameLock[] = [];
  const certification = await certificationOf(document, options);
  if (certification !== undefined) levels.push(...(await transforms(document, certification, 'DocMDP', options)).map(levelOf));
  for (const { name, value, dict } of fields) {
    const signature = value === undefined ? undefined : await document.resolve(value, options);
    if (signature?.kind !== 'dict') continue;
    levels.push(...(await transforms(document, signature, 'DocMDP', options)).map(levelOf));
    const own = dictOf(await resolveDeep(document, entryOf(dict, 'Lock') ?? { kind: 'null' }, options));
    for (const lock of [...(await transforms(document, signature, 'FieldMDP', options)), ...(own === undefined ? [] : [own])]) {
      const read = lockOf(name, lock);
      if (read !== undefined && !locks.some((known) => JSON.stringify(known) === JSON.stringify(read))) locks.push(read);
      const level = integerOf(entryOf(lock, 'P'));
      if (level !== undefined) levels.push(level);
    }
  }
  return { docMdp: strictest(levels), locks };
}

/** The signature dictionary under `/Perms /DocMDP` of the catalog. */
async function certificationOf(document: PdfDocument, options?: CallOptions): Promise<PdfDict | undefined> {
  const { dict } = await documentCatalog(document, options);
  const permissions = await document.lookup(dict, 'Perms', options);
  return permissions?.kind === 'dict' ? dictOf(await document.lookup(permissions, 'DocMDP', options)) : undefined;
}

/** Parameters of a signature's references with this transform method. */
async function transforms(document: PdfDocument, signature: PdfDict, method: string, options?: CallOptions): Promise<readonly PdfDict[]> {
  const references = await resolveDeep(document, entryOf(signature, 'Reference') ?? { kind: 'null' }, options);
  const items: readonly PdfObject[] = references.kind === 'array' ? references.items : [];
  const found: PdfDict[] = [];
  for (const item of items) {
    const reference = dictOf(item);
    if (reference === undefined || nameOf(entryOf(reference, 'TransformMethod')) !== method) continue;
    found.push(dictOf(entryOf(reference, 'TransformParams')) ?? { kind: 'dict', entries: new Map(), duplicates: [] });
  }
  return found;
}

/** Without `/P` the level is 2 (ISO 32000-2 table 257). */
function levelOf(parameters: PdfDict): number {
  return integerOf(entryOf(parameters, 'P')) ?? 2;
}

function lockOf(source: string, lock: PdfDict): FrameLock | undefined {
  const action = nameOf(entryOf(lock, 'Action'));
  if (action !== 'All' && action !== 'Include' && action !== 'Exclude') return undefined;
  const names = entryOf(lock, 'Fields');
  const fields = action !== 'All' && names?.kind === 'array' ? names.items.map(textOf).filter((text) => text !== undefined) : [];
  return { source, action, fields };
}

function strictest(levels: readonly number[]): DocumentPermissions['docMdp'] {
  const known = levels.filter((level) => level === 1 || level === 2 || level === 3);
  if (known.includes(1)) return 1;
  if (known.includes(2)) return 2;
  return known.includes(3) ? 3 : null;
}
