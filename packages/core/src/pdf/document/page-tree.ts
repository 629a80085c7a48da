import type { CallOptions } from '../../bytes/index.ts';
import { assertWithin } from '../limits.ts';
import { type PdfDict, type PdfNumber, type PdfObject, type PdfRef, entryOf, integerOf, isNamed } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { documentCatalog } from './catalog.ts';
import type { PdfDocument } from './pdf-document.ts';

/** Four numbers as the file writes them: two opposite corners in any order. */
export type PdfRectangle = readonly [PdfNumber, PdfNumber, PdfNumber, PdfNumber];

export interface PdfPage {
  /** Counted from 1, in the order in which readers show them. */
  readonly index: number;
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** References of the nodes from the page's parent up to the root of the tree, as the walk came down. */
  readonly parents: readonly PdfRef[];
  /** Own or inherited, references resolved; absent where neither the page nor a parent has a well-formed one. */
  readonly mediaBox?: PdfRectangle;
  readonly cropBox?: PdfRectangle;
  readonly rotate?: PdfNumber;
  /** Of the page itself: /UserUnit is not inherited. */
  readonly userUnit?: PdfNumber;
  /** Own or inherited, not resolved. */
  readonly resources?: PdfObject;
}

export interface PageTreeFault {
  readonly fault:
    | 'page-repeated'
    | 'node-repeated'
    | 'node-loop'
    | 'kid-not-a-reference'
    | 'kid-missing'
    | 'type-wrong'
    | 'parent-wrong'
    | 'count-wrong'
    | 'kids-missing';
  readonly number: number;
}

export interface PageTree {
  /** Up to the last page that was wanted. */
  readonly pages: readonly PdfPage[];
  /** How many pages the tree has. */
  readonly count: number;
  readonly faults: readonly PageTreeFault[];
}

export interface PageTreeOptions extends CallOptions {
  /**
   * The last page that is wanted, from 1. Of those behind only their references are looked at, so that a page that stands
   * twice is found; where `/Count` says that all kids of a node are pages it is believed. All pages by default.
   */
  readonly until?: number;
}

/**
 * All pages in order. Faults of the tree are reported where readers go on, so that a caller decides.
 *
 * @throws {@link PdfError} `PDF_PAGE_TREE_MALFORMED` without a tree; `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.7.3
 */
export async function walkPageTree(document: PdfDocument, options?: PageTreeOptions): Promise<PageTree> {
  const catalog = await documentCatalog(document, options);
  const root = entryOf(catalog.dict, 'Pages');
  if (root?.kind !== 'ref') throw new PdfError('PDF_PAGE_TREE_MALFORMED', 'expected a reference as /Pages of the catalog');
  const walk: Walk = {
    document,
    pages: [],
    faults: [],
    seen: new Set(),
    nodes: 0,
    count: 0,
    options,
    until: options?.until ?? Number.POSITIVE_INFINITY,
  };
  await visit(walk, root, [], {});
  return { pages: walk.pages, count: walk.count, faults: walk.faults };
}

/** The pages of {@link walkPageTree}, whatever faults the tree has. */
export async function walkPages(document: PdfDocument, options?: CallOptions): Promise<readonly PdfPage[]> {
  return (await walkPageTree(document, options)).pages;
}

interface Walk {
  readonly document: PdfDocument;
  readonly pages: PdfPage[];
  readonly faults: PageTreeFault[];
  readonly seen: Set<number>;
  nodes: number;
  count: number;
  readonly options: CallOptions | undefined;
  readonly until: number;
}

interface Inherited {
  readonly mediaBox?: PdfRectangle;
  readonly cropBox?: PdfRectangle;
  readonly rotate?: PdfNumber;
  readonly resources?: PdfObject;
}

/** Pages below the node; the depth of the tree is bounded, so it may recurse. */
async function visit(walk: Walk, ref: PdfRef, parents: readonly PdfRef[], inherited: Inherited): Promise<void> {
  const { limits } = walk.document;
  walk.options?.signal?.throwIfAborted();
  walk.nodes += 1;
  assertWithin('pageTreeNodes', walk.nodes, limits);
  assertWithin('pageTreeDepth', parents.length, limits);
  const fault = (name: PageTreeFault['fault']): void => void walk.faults.push({ fault: name, number: ref.number });
  if (parents.some((parent) => parent.number === ref.number)) return fault('node-loop');
  const dict = await walk.document.resolve(ref, walk.options);
  if (dict.kind !== 'dict') return fault('kid-missing');
  checkParent(walk, dict, parents[0], fault);
  const own = await inherit(walk, dict, inherited);
  const isNode = entryOf(dict, 'Kids') !== undefined;
  const type = entryOf(dict, 'Type');
  const resolvedType = type === undefined ? undefined : await walk.document.resolve(type, walk.options);
  if (!isNamed(resolvedType, isNode ? 'Pages' : 'Page')) fault('type-wrong');
  if (!isNode && isNamed(resolvedType, 'Pages')) return fault('kids-missing');
  const repeated = walk.seen.has(ref.number);
  walk.seen.add(ref.number);
  if (isNode) return repeated ? fault('node-repeated') : visitKids(walk, ref, dict, parents, own, fault);
  if (repeated) fault('page-repeated');
  walk.count += 1;
  if (walk.count > walk.until) return;
  const userUnit = await walk.document.lookup(dict, 'UserUnit', walk.options);
  const page: PdfPage = { index: walk.count, ref, dict, parents, ...own };
  walk.pages.push(userUnit?.kind === 'number' ? { ...page, userUnit } : page);
}

async function visitKids(
  walk: Walk,
  ref: PdfRef,
  dict: PdfDict,
  parents: readonly PdfRef[],
  own: Inherited,
  fault: (name: PageTreeFault['fault']) => void,
): Promise<void> {
  const kids = await walk.document.lookup(dict, 'Kids', walk.options);
  if (kids?.kind !== 'array') return fault('kids-missing');
  const before = walk.count;
  const count = await walk.document.lookup(dict, 'Count', walk.options);
  if (walk.count >= walk.until && integerOf(count) === kids.items.length) return countLeaves(walk, kids.items, fault);
  for (const kid of kids.items) {
    if (walk.count >= walk.until && integerOf(count) === kids.items.length) countLeaves(walk, [kid], fault);
    else if (kid.kind === 'ref') await visit(walk, kid, [ref, ...parents], own);
    else fault('kid-not-a-reference');
  }
  if (integerOf(count) !== walk.count - before) fault('count-wrong');
}

/** Pages that nobody wants: their references alone. */
function countLeaves(walk: Walk, kids: readonly PdfObject[], fault: (name: PageTreeFault['fault']) => void): void {
  for (const kid of kids) {
    walk.nodes += 1;
    assertWithin('pageTreeNodes', walk.nodes, walk.document.limits);
    if (kid.kind !== 'ref') fault('kid-not-a-reference');
    else if (walk.seen.has(kid.number)) walk.faults.push({ fault: 'page-repeated', number: kid.number });
    else walk.seen.add(kid.number);
    walk.count += 1;
  }
}

function checkParent(walk: Walk, dict: PdfDict, parent: PdfRef | undefined, fault: (name: PageTreeFault['fault']) => void): void {
  const stated = entryOf(dict, 'Parent');
  if (parent === undefined ? stated !== undefined : stated?.kind !== 'ref' || stated.number !== parent.number) fault('parent-wrong');
}

async function inherit(walk: Walk, dict: PdfDict, from: Inherited): Promise<Inherited> {
  const mediaBox = await rectangleOf(walk, dict, 'MediaBox');
  const cropBox = await rectangleOf(walk, dict, 'CropBox');
  const rotate = await walk.document.lookup(dict, 'Rotate', walk.options);
  const resources = entryOf(dict, 'Resources');
  return {
    ...from,
    ...(mediaBox === undefined ? {} : { mediaBox }),
    ...(cropBox === undefined ? {} : { cropBox }),
    ...(rotate?.kind === 'number' ? { rotate } : {}),
    ...(resources === undefined ? {} : { resources }),
  };
}

async function rectangleOf(walk: Walk, dict: PdfDict, key: string): Promise<PdfRectangle | undefined> {
  const box = await walk.document.lookup(dict, key, walk.options);
  if (box?.kind !== 'array' || box.items.length !== 4) return undefined;
  const numbers: PdfNumber[] = [];
  for (const item of box.items) {
    const value = await walk.document.resolve(item, walk.options);
    if (value.kind === 'number') numbers.push(value);
  }
  const [left, bottom, right, top] = numbers;
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return undefined;
  return [left, bottom, right, top];
}
