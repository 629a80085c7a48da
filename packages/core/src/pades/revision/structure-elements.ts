import {
  type PdfArray,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  entryOf,
  pdfArray,
  pdfDict,
  pdfInteger,
  pdfName,
} from '../../pdf/index.ts';
import type { DocumentFrame, FrameStructure } from '../document-frame.ts';
import { frameArray, frameDict, frameRef } from '../frame/frame-object.ts';
import type { RevisionObject } from './revision-object.ts';
import { pdfTextString } from './text-string.ts';

/** What a reader says of a signature that nobody described, in English, whatever the document's language is. */
const UNDESCRIBED = { words: 'Signature', language: 'en' } as const;

/** What enters a widget in the structure tree. */
export interface WidgetTag {
  /** Key of the widget in the parent tree. */
  readonly structParent: number;
  /** `/TU` of the field and `/Alt` of its element. */
  readonly words: string;
  /** `/Lang` of the element; the document's own without it. */
  readonly language?: string;
}

/** The tag of the widget that is entered as the `ordinal`th, from 0; none where the document takes none. */
export function widgetTag(
  { structure }: DocumentFrame,
  ordinal: number,
  { description, language }: { readonly description?: string; readonly language?: string },
): WidgetTag | undefined {
  if (structure === undefined) return undefined;
  const structParent = structure.nextKey + ordinal;
  if (description === undefined) return { structParent, ...UNDESCRIBED };
  return { structParent, words: description, ...(language === undefined ? {} : { language }) };
}

/** The element `/Form` around a widget (ISO 32000-2 §14.7.5.3, §14.8.4.7.3; ISO 14289-1 §7.18.4). */
export function formElement(
  structure: FrameStructure,
  widget: PdfRef,
  page: PdfRef,
  { words, language }: Pick<WidgetTag, 'words' | 'language'>,
): PdfDict {
  const kid = pdfDict({ Type: pdfName('OBJR'), Obj: widget, Pg: page });
  const entries = new Map<string, PdfObject>([
    ['Type', pdfName('StructElem')],
    ['S', pdfName('Form')],
    ['P', frameRef((structure.document ?? structure.root).ref, 'structure')],
    ['Pg', page],
    ['K', kid],
    ['Alt', pdfTextString(words)],
  ]);
  if (language !== undefined) entries.set('Lang', pdfTextString(language));
  return pdfDict(entries);
}

/**
 * The structure tree with further elements, in key order: each part exactly as the frame has it but for the new kids, their
 * keys in the parent tree and the next key. A parent tree of several nodes gets one more leaf, under the number `leaf`.
 *
 * @see ISO 32000-2 §7.9.7, §14.7.2, §14.7.5.4
 */
export function extendStructure(
  structure: FrameStructure,
  elements: readonly PdfRef[],
  leaf: PdfRef,
): { readonly redefined: readonly RevisionObject[]; readonly added: readonly RevisionObject[] } {
  if (elements.length === 0) return { redefined: [], added: [] };
  const redefined: RevisionObject[] = [];
  const { document, parentTree, nextKey } = structure;
  let root = frameDict(structure.root.dictionary, 'StructTreeRoot');
  const parent = document === undefined ? root : frameDict(document.dictionary, 'Document');
  const extended = extendKids(parent, structure, elements, redefined);
  if (document === undefined) root = extended;
  else if (extended !== parent) redefined.push(asObject(document.ref, extended));

  const pairs = elements.flatMap((element, index) => [pdfInteger(nextKey + index), element]);
  const oldTree = frameDict(parentTree.dictionary, 'ParentTree');
  const grows = growingEntry(oldTree);
  const tree = extendTree(oldTree, structure, grows === 'Nums' ? pairs : [leaf], redefined);
  if (parentTree.ref !== null && tree !== oldTree) redefined.push(asObject(parentTree.ref, tree));
  if (parentTree.ref === null) root = withEntry(root, 'ParentTree', tree);
  root = withEntry(root, 'ParentTreeNextKey', pdfInteger(nextKey + elements.length));
  redefined.push(asObject(structure.root.ref, root));
  const limits = [nextKey, nextKey + elements.length - 1].map(pdfInteger);
  const node = pdfDict({ Limits: pdfArray(limits), Nums: pdfArray(pairs) });
  return { redefined, added: grows === 'Nums' ? [] : [{ ...leaf, body: { kind: 'object', object: node } }] };
}

/** `/Tabs /S`: the order of a tagged page's annotations is that of its structure (ISO 14289-1 §7.18.3). */
export function withTabOrder(page: PdfDict): PdfDict {
  return entryOf(page, 'Tabs') === undefined ? withEntry(page, 'Tabs', pdfName('S')) : page;
}

function extendKids(parent: PdfDict, { kids }: FrameStructure, elements: readonly PdfRef[], redefined: RevisionObject[]): PdfDict {
  if (kids !== undefined) {
    redefined.push(asObject(kids.ref, append(frameArray(kids.array, 'K'), elements)));
    return parent;
  }
  const old = entryOf(parent, 'K');
  const before = old === undefined ? [] : old.kind === 'array' ? old.items : [old];
  return withEntry(parent, 'K', pdfArray([...before, ...elements]));
}

function extendTree(tree: PdfDict, structure: FrameStructure, items: readonly PdfObject[], redefined: RevisionObject[]): PdfDict {
  const { parentTreeEntries: entries } = structure;
  const key = growingEntry(tree);
  if (entries !== undefined) {
    redefined.push(asObject(entries.ref, append(frameArray(entries.array, key), items)));
    return tree;
  }
  const old = entryOf(tree, key);
  return withEntry(tree, key, append(old?.kind === 'array' ? old : undefined, items));
}

/** A tree of one node takes entries, a tree of several another leaf. */
function growingEntry(tree: PdfDict): 'Nums' | 'Kids' {
  return entryOf(tree, 'Kids') === undefined ? 'Nums' : 'Kids';
}

function append(array: PdfArray | undefined, added: readonly PdfObject[]): PdfArray {
  return pdfArray([...(array?.items ?? []), ...added]);
}

function withEntry(dict: PdfDict, key: string, value: PdfObject): PdfDict {
  return pdfDict(new Map([...dict.entries, [key, value]]));
}

function asObject(ref: string, object: PdfObject): RevisionObject {
  const { number, generation } = frameRef(ref, 'structure');
  return { number, generation, body: { kind: 'object', object } };
}
