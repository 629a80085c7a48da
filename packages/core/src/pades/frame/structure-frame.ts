import type { CallOptions } from '../../bytes/index.ts';
import {
  type PdfArray,
  type PdfDict,
  type PdfDocument,
  PdfError,
  type PdfObject,
  type PdfRef,
  dictOf,
  entryOf,
  integerOf,
  isNamed,
  nameOf,
  sameRef,
} from '../../pdf/index.ts';
import type { DocumentFrame, FrameStructure, UntaggedReason } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import type { ReferenceCount } from './object-survey.ts';
import { highestParentTreeKey, StructureFault } from './parent-tree.ts';
import { spell } from './spell.ts';
import { LARGEST_PARENT_TREE_KEY, structureReferences } from './structure-references.ts';

/** Octets of the spelled parts together; a frame holds pages and fields as well. */
const MAX_STRUCTURE = 1024 * 1024;
const LONGEST_ROLE_CHAIN = 8;

/** What the frame of a document says of its structure tree: nothing where it is not tagged. */
export type StructureFrame = Pick<DocumentFrame, 'structure' | 'untagged'>;

export interface StructureFrameOptions extends CallOptions {
  readonly references: ReferenceCount;
  /** Whether somebody has signed already. */
  readonly signed: boolean;
  /** References of the other parts of the frame: an object has one role. */
  readonly taken: readonly string[];
}

/**
 * Where a tagged document's structure tree takes new fields. A tree that cannot be extended safely is left as it is, and the
 * reason told: that a field stays untagged is no reason to refuse a signature.
 *
 * @see ISO 32000-2 §14.7.2, §14.8.1
 */
export async function readStructureFrame(
  document: PdfDocument,
  catalog: PdfDict,
  { references, signed, taken, ...options }: StructureFrameOptions,
): Promise<StructureFrame> {
  try {
    if (!(await isTagged(document, catalog, options))) return {};
    if (signed) return { untagged: 'signed' };
    const structure = await readStructure(document, catalog, references, options);
    const parts = structureReferences(structure);
    if (new Set([...parts, ...taken]).size !== parts.length + new Set(taken).size) throw new StructureFault('malformed');
    return { structure };
  } catch (error) {
    return { untagged: reasonOf(error) };
  }
}

/** Neither an odd tree nor one that cannot be read keeps a document from being signed. */
function reasonOf(error: unknown): UntaggedReason {
  if (error instanceof StructureFault) return error.reason;
  const unreadable = error instanceof PdfError || (error instanceof PadesError && error.code === 'PADES_OBJECT_UNSPELLABLE');
  if (unreadable) return 'malformed';
  throw error;
}

async function isTagged(document: PdfDocument, catalog: PdfDict, options: CallOptions): Promise<boolean> {
  const mark = await document.lookup(catalog, 'MarkInfo', options);
  const marked = mark?.kind === 'dict' ? await document.lookup(mark, 'Marked', options) : undefined;
  return marked?.kind === 'boolean' && marked.value && entryOf(catalog, 'StructTreeRoot') !== undefined;
}

async function readStructure(
  document: PdfDocument,
  catalog: PdfDict,
  references: ReferenceCount,
  options: CallOptions,
): Promise<FrameStructure> {
  const rootRef = entryOf(catalog, 'StructTreeRoot');
  const root = rootRef?.kind === 'ref' ? await document.resolve(rootRef, options) : undefined;
  if (rootRef?.kind !== 'ref' || root?.kind !== 'dict' || !isNamed(entryOf(root, 'Type'), 'StructTreeRoot'))
    throw new StructureFault('malformed');
  const element = await documentElement(document, { ref: rootRef, dict: root }, options);
  const kids = await indirectArray(document, element?.dict ?? root, 'K', { references, ...options });
  const treeEntry = entryOf(root, 'ParentTree');
  const tree = treeEntry === undefined ? undefined : await document.resolve(treeEntry, options);
  if (treeEntry === undefined || tree?.kind !== 'dict') throw new StructureFault('malformed');
  // A field, page labels or a node of the page tree may look like one, and would take the new entries as theirs.
  if (treeEntry.kind === 'ref' && (await references(treeEntry.number)) > 1) throw new StructureFault('shared');
  const entries = await indirectArray(document, tree, parentTreeKey(tree), { references, ...options });
  const structure: FrameStructure = {
    root: { ref: spell(rootRef, 'StructTreeRoot'), dictionary: spell(root, 'StructTreeRoot') },
    ...(element === undefined ? {} : { document: { ref: spell(element.ref, 'Document'), dictionary: spell(element.dict, 'Document') } }),
    ...(kids === undefined ? {} : { kids }),
    parentTree: { ref: treeEntry.kind === 'ref' ? spell(treeEntry, 'ParentTree') : null, dictionary: spell(tree, 'ParentTree') },
    ...(entries === undefined ? {} : { parentTreeEntries: entries }),
    nextKey: await nextKey(document, root, tree, options),
  };
  if (JSON.stringify(structure).length > MAX_STRUCTURE) throw new StructureFault('too-large');
  return structure;
}

/** The entry of a parent tree's root node that grows. */
function parentTreeKey(tree: PdfDict): 'Nums' | 'Kids' {
  const hasKids = entryOf(tree, 'Kids') !== undefined;
  if (hasKids && entryOf(tree, 'Nums') !== undefined) throw new StructureFault('malformed');
  return hasKids ? 'Kids' : 'Nums';
}

interface Element {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
}

/** The only element below the root, when it is the whole document (ISO 32000-2 §14.8.4.3). */
async function documentElement(document: PdfDocument, root: Element, options: CallOptions): Promise<Element | undefined> {
  const entry = entryOf(root.dict, 'K');
  const kids = entry === undefined ? undefined : await document.resolve(entry, options);
  const only = kids?.kind === 'array' ? (kids.items.length === 1 ? kids.items[0] : undefined) : entry;
  const element = only?.kind === 'ref' ? await document.resolve(only, options) : undefined;
  if (only?.kind !== 'ref' || element?.kind !== 'dict') return undefined;
  const type = entryOf(element, 'Type');
  const parent = entryOf(element, 'P');
  if (sameRef(only, root.ref) || (type !== undefined && !isNamed(type, 'StructElem')) || !sameRef(parent, root.ref))
    throw new StructureFault('malformed');
  return (await roleOf(document, root.dict, element, options)) === 'Document' ? { ref: only, dict: element } : undefined;
}

/** The structure type of an element, mapped as the root's /RoleMap says (ISO 32000-2 §14.7.3). */
async function roleOf(document: PdfDocument, root: PdfDict, element: PdfDict, options: CallOptions): Promise<string | undefined> {
  const map = dictOf(await document.lookup(root, 'RoleMap', options));
  let role = nameOf(entryOf(element, 'S'));
  for (let hops = 0; role !== undefined && role !== 'Document' && hops < LONGEST_ROLE_CHAIN; hops += 1)
    role = map === undefined ? undefined : nameOf(entryOf(map, role));
  return role;
}

/** An array under a key that is an object of its own; nothing for a direct array, a single value or none. */
async function indirectArray(
  document: PdfDocument,
  dict: PdfDict,
  key: 'K' | 'Nums' | 'Kids',
  { references, ...options }: CallOptions & { readonly references: ReferenceCount },
): Promise<{ readonly ref: string; readonly array: string } | undefined> {
  const entry = entryOf(dict, key);
  const value = entry === undefined ? undefined : await document.resolve(entry, options);
  if (value !== undefined && !isExpected(key, value)) throw new StructureFault('malformed');
  if (entry?.kind !== 'ref' || value?.kind !== 'array') return undefined;
  if ((await references(entry.number)) > 1) throw new StructureFault('shared');
  return spelledArray(entry, value, key);
}

/**
 * One element stands in /K without an array. A number may too, but a dictionary with one can also be the parameters of a fax
 * decoder, by which an image would look different with an array (ISO 32000-2 table 11).
 */
function isExpected(key: 'K' | 'Nums' | 'Kids', value: PdfObject): boolean {
  return value.kind === 'array' || (key === 'K' && value.kind === 'dict');
}

function spelledArray(ref: PdfRef, array: PdfArray, what: string): { readonly ref: string; readonly array: string } {
  return { ref: spell(ref, what), array: spell(array, what) };
}

async function nextKey(document: PdfDocument, root: PdfDict, tree: PdfDict, options: CallOptions): Promise<number> {
  const stated = integerOf((await document.lookup(root, 'ParentTreeNextKey', options)) ?? undefined) ?? 0;
  const next = Math.max(0, stated, 1 + (await highestParentTreeKey(document, tree, options)));
  if (next > LARGEST_PARENT_TREE_KEY) throw new StructureFault('malformed');
  return next;
}
