import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, type PdfObject, type PdfRef, documentCatalog, entryOf, nameOf } from '../../pdf/index.ts';
import { textOf } from './text-string.ts';

/** A terminal field of the interactive form (ISO 32000-2 §12.7.4). */
export interface TerminalField {
  /** Fully qualified name. */
  readonly name: string;
  /** Absent for a field that is a direct object. */
  readonly ref?: PdfRef;
  readonly dict: PdfDict;
  /** `/FT`, own or inherited. */
  readonly type?: string;
  /** `/V`, own or inherited, not resolved. */
  readonly value?: PdfObject;
  /** Whether the value is the field's own. */
  readonly ownValue: boolean;
  /** The field itself where it is merged with its one widget, else its kids. */
  readonly widgets: readonly { readonly ref?: PdfRef; readonly dict: PdfDict }[];
  readonly merged: boolean;
}

export interface FieldTree {
  readonly fields: readonly TerminalField[];
  /** Names of what a reader must read around. */
  readonly faults: readonly ('field-repeated' | 'field-not-a-dictionary' | 'fields-not-an-array' | 'tree-too-deep' | 'tree-too-large')[];
}

const MAX_DEPTH = 64;
const MAX_NODES = 100_000;
/** Characters of all qualified names together: each repeats those of its parents. */
const MAX_NAMES = 16 * 1024 * 1024;

interface Walk {
  readonly document: PdfDocument;
  readonly options: CallOptions | undefined;
  readonly fields: TerminalField[];
  readonly faults: Set<FieldTree['faults'][number]>;
  readonly seen: Set<number>;
  nodes: number;
  names: number;
}

interface Inherited {
  readonly name: string;
  readonly type?: string;
  readonly value?: PdfObject;
}

/** All terminal fields in the order of `/Fields`; a field that is met twice is taken once. */
export async function walkFieldTree(document: PdfDocument, options?: CallOptions): Promise<FieldTree> {
  const catalog = await documentCatalog(document, options);
  const form = await document.lookup(catalog.dict, 'AcroForm', options);
  const walk: Walk = { document, options, fields: [], faults: new Set(), seen: new Set(), nodes: 0, names: 0 };
  const roots = form?.kind === 'dict' ? await document.lookup(form, 'Fields', options) : undefined;
  if (roots?.kind === 'array') for (const root of roots.items) await visit(walk, root, { name: '' }, 0);
  else if (roots !== undefined) walk.faults.add('fields-not-an-array');
  return { fields: walk.fields, faults: [...walk.faults] };
}

async function visit(walk: Walk, object: PdfObject, inherited: Inherited, depth: number): Promise<void> {
  walk.options?.signal?.throwIfAborted();
  walk.nodes += 1;
  if (walk.nodes > MAX_NODES) return void walk.faults.add('tree-too-large');
  if (depth > MAX_DEPTH) return void walk.faults.add('tree-too-deep');
  if (object.kind === 'ref') {
    if (walk.seen.has(object.number)) return void walk.faults.add('field-repeated');
    walk.seen.add(object.number);
  }
  const dict = await walk.document.resolve(object, walk.options);
  if (dict.kind !== 'dict') return void walk.faults.add('field-not-a-dictionary');
  const node = await describe(walk, dict, inherited);
  walk.names += node.name.length;
  if (walk.names > MAX_NAMES) return void walk.faults.add('tree-too-large');
  const { fields, widgets } = await sortKids(walk, dict);
  if (fields.length > 0) {
    for (const kid of fields) await visit(walk, kid, node, depth + 1);
    return;
  }
  const merged = widgets.length === 0;
  const ref = object.kind === 'ref' ? { ref: object } : {};
  walk.fields.push({
    ...node,
    ...ref,
    dict,
    ownValue: entryOf(dict, 'V') !== undefined,
    merged,
    widgets: merged ? [{ ...ref, dict }] : widgets,
  });
}

async function describe(walk: Walk, dict: PdfDict, inherited: Inherited): Promise<Inherited> {
  const partial = textOf(await walk.document.lookup(dict, 'T', walk.options));
  const type = nameOf(await walk.document.lookup(dict, 'FT', walk.options)) ?? inherited.type;
  const value = entryOf(dict, 'V') ?? inherited.value;
  return {
    name: partial === undefined ? inherited.name : inherited.name === '' ? partial : `${inherited.name}.${partial}`,
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { value }),
  };
}

/** A kid with a partial name, or with kids of its own, is a field; any other is a widget. */
async function sortKids(
  walk: Walk,
  dict: PdfDict,
): Promise<{ readonly fields: readonly PdfObject[]; readonly widgets: TerminalField['widgets'] }> {
  const kids = await walk.document.lookup(dict, 'Kids', walk.options);
  if (kids?.kind !== 'array') return { fields: [], widgets: [] };
  const fields: PdfObject[] = [];
  const widgets: { ref?: PdfRef; dict: PdfDict }[] = [];
  for (const kid of kids.items) {
    const value = await walk.document.resolve(kid, walk.options);
    if (value.kind !== 'dict') walk.faults.add('field-not-a-dictionary');
    else if (entryOf(value, 'T') !== undefined || entryOf(value, 'Kids') !== undefined) fields.push(kid);
    else widgets.push({ ...(kid.kind === 'ref' ? { ref: kid } : {}), dict: value });
  }
  return { fields, widgets };
}
