import { entryOf, integerOf, isNamed, nameOf, type PdfDict, type PdfObject, sameRef, spellObject } from '../../pdf/index.ts';
import type { DocumentFrame, FrameStructure } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { frameArray, frameDict, frameRef } from './frame-object.ts';
import { LARGEST_PARENT_TREE_KEY } from './structure-references.ts';

/** The dictionaries and arrays of a structure frame, read. */
export interface StructureParts {
  readonly root: PdfDict;
  readonly document?: PdfDict;
  readonly kids?: readonly PdfObject[];
  readonly parentTree: PdfDict;
  readonly parentTreeEntries?: readonly PdfObject[];
}

/** @throws {@link PadesError} `PADES_FRAME_MALFORMED` */
export function structureParts({ root, document, kids, parentTree, parentTreeEntries }: FrameStructure): StructureParts {
  return {
    root: frameDict(root.dictionary, 'structure root'),
    ...(document === undefined ? {} : { document: frameDict(document.dictionary, 'structure document') }),
    ...(kids === undefined ? {} : { kids: frameArray(kids.array, 'structure kids').items }),
    parentTree: frameDict(parentTree.dictionary, 'parent tree'),
    ...(parentTreeEntries === undefined ? {} : { parentTreeEntries: frameArray(parentTreeEntries.array, 'parent tree entries').items }),
  };
}

/**
 * Refuses a structure frame that contradicts itself or the catalog: each part lies where the one above says, elements and keys
 * are of their kind, and the next key is free as far as the frame shows.
 *
 * @throws {@link PadesError} `PADES_FRAME_MALFORMED`
 * @see ISO 32000-2 §14.7.2, §14.7.5.4
 */
export function assertStructureConsistent({ structure, untagged }: DocumentFrame, catalog: PdfDict): void {
  if (structure === undefined) return;
  if (untagged !== undefined) throw contradiction('untagged', 'no reason beside a structure tree');
  const parts = structureParts(structure);
  const rootRef = frameRef(structure.root.ref, 'structure root');
  if (!sameRef(entryOf(catalog, 'StructTreeRoot'), rootRef)) throw contradiction('structure root', 'that of the catalog');
  if (!isNamed(entryOf(parts.root, 'Type'), 'StructTreeRoot')) throw contradiction('structure root', 'its type');
  assertDocument(structure, parts);
  assertKids(structure, parts);
  assertParentTree(structure, parts);
}

function assertDocument({ root, document }: FrameStructure, parts: StructureParts): void {
  if (document === undefined || parts.document === undefined) return;
  const what = 'structure document';
  const ref = frameRef(document.ref, what);
  const type = entryOf(parts.document, 'Type');
  if (type !== undefined && !isNamed(type, 'StructElem')) throw contradiction(what, 'a structure element');
  if (nameOf(entryOf(parts.document, 'S')) === undefined) throw contradiction(what, 'a structure type');
  if (!sameRef(entryOf(parts.document, 'P'), frameRef(root.ref, what))) throw contradiction(what, 'the root as its parent');
  const kids = entryOf(parts.root, 'K');
  // Behind a reference that is not the element's lies an array, which the frame does not hold.
  const direct = kids?.kind === 'array' ? kids.items : [];
  const only = kids?.kind === 'ref' || (direct.length === 1 && sameRef(direct[0], ref));
  if (!only) throw contradiction(what, 'the only element below the root');
}

function assertKids({ kids }: FrameStructure, { root, document }: StructureParts): void {
  const entry = entryOf(document ?? root, 'K');
  if (kids !== undefined && !sameRef(entry, frameRef(kids.ref, 'structure kids')))
    throw contradiction('structure kids', 'the /K of what takes them');
  if (entry?.kind === 'number') throw contradiction('structure kids', 'elements, not a number');
}

function assertParentTree({ parentTree, parentTreeEntries, nextKey }: FrameStructure, parts: StructureParts): void {
  const what = 'parent tree';
  const entry = entryOf(parts.root, 'ParentTree');
  if (entry === undefined || spellObject(entry) !== (parentTree.ref ?? parentTree.dictionary))
    throw contradiction(what, 'that of the root');
  const nums = entryOf(parts.parentTree, 'Nums');
  const kids = entryOf(parts.parentTree, 'Kids');
  if (nums !== undefined && kids !== undefined) throw contradiction(what, 'entries or kids, not both');
  if (parentTreeEntries !== undefined && !sameRef(nums ?? kids, frameRef(parentTreeEntries.ref, what)))
    throw contradiction(what, 'its own entries');
  const held = parts.parentTreeEntries ?? (nums?.kind === 'array' ? nums.items : []);
  const stated = integerOf(entryOf(parts.root, 'ParentTreeNextKey')) ?? 0;
  const keys = kids === undefined ? held.filter((_, index) => index % 2 === 0).map(integerOf) : [];
  const free = keys.every((key) => key !== undefined && key < nextKey) && stated <= nextKey;
  if (!free || !Number.isSafeInteger(nextKey) || nextKey < 0 || nextKey > LARGEST_PARENT_TREE_KEY)
    throw contradiction(what, 'a next key that is free');
}

function contradiction(what: string, expectation: string): PadesError {
  return new PadesError('PADES_FRAME_MALFORMED', `${what}: expected ${expectation}`);
}
