import type { CallOptions } from '../../bytes/index.ts';
import { PDF_NULL, type PdfDocument, PdfError, type PdfObject, type PdfRef, dictOf } from '../../pdf/index.ts';
import type { RevisionSnapshot } from './changes/revision-step.ts';

const OBJECTS_LIMIT = 100_000;
/** The form's fields and their signatures, without pages, appearances, actions and resources. */
const SKIPPED_KEYS: ReadonlySet<string> = new Set('P Parent AP MK DR XFA A AA Data Popup Pages Names Cert StructParents'.split(' '));
const CATALOG_KEYS = ['AcroForm', 'Perms'] as const;

export interface FormSnapshot extends RevisionSnapshot {
  /** Numbers of objects that are there and cannot be parsed. */
  readonly unreadable: readonly number[];
}

/** What stands for an object that cannot be parsed: a signature that is one is malformed, not absent. */
const UNREADABLE: PdfObject = { kind: 'dict', entries: new Map(), duplicates: [] };

/** The part of a revision that holds its form, loaded so that it can be read synchronously. */
export async function loadFormSnapshot(view: PdfDocument, revision: number, options: CallOptions = {}): Promise<FormSnapshot> {
  const unreadable: number[] = [];
  const objects = new Map<number, PdfObject>();
  const root = view.trailer.entries.get('Root');
  const open: PdfObject[] = [];
  if (root?.kind === 'ref') {
    const catalog = await read(view, root, unreadable, options);
    objects.set(root.number, catalog);
    for (const key of CATALOG_KEYS) open.push(dictOf(catalog)?.entries.get(key) ?? PDF_NULL);
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value.kind === 'array') for (const item of value.items) open.push(item);
    if (value.kind === 'dict') for (const [key, entry] of value.entries) if (!SKIPPED_KEYS.has(key)) open.push(entry);
    if (value.kind !== 'ref' || objects.has(value.number) || objects.size >= OBJECTS_LIMIT) continue;
    options.signal?.throwIfAborted();
    const object = await read(view, value, unreadable, options);
    objects.set(value.number, object);
    open.push(object);
  }
  const object = (ref: PdfRef): PdfObject =>
    view.xrefEntry(ref.number)?.generation === ref.generation ? (objects.get(ref.number) ?? PDF_NULL) : PDF_NULL;
  return { revision, trailer: view.trailer, object, unreadable };
}

async function read(view: PdfDocument, ref: PdfRef, unreadable: number[], options: CallOptions): Promise<PdfObject> {
  try {
    const object = await view.readObject(ref.number, options);
    return object?.ref.generation === ref.generation ? object.value : PDF_NULL;
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_PASSWORD_NEEDED') throw error;
    unreadable.push(ref.number);
    return UNREADABLE;
  }
}
