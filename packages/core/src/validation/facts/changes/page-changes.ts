import { isNamed, type PdfDict, type PdfObject, type PdfRef } from '../../../pdf/index.ts';
import { compareAnnotations } from './annotation-changes.ts';
import type { ChangePlace, Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import { catalogOf, itemsAt } from './revision-step.ts';
import { PAGE_BOX_KEYS, type PageList, type PageNode, readPageList } from './page-list.ts';

const ELSEWHERE: ReadonlySet<string> = new Set(['Annots', 'Kids']);

/** The page tree and its pages: only /Annots may change, and that by the rules for annotations. @see ISO 32000-2 §7.7.3 */
export function comparePages(comparison: Comparison, freshFields: ReadonlySet<number>): void {
  const before = readPageList(comparison.step.older);
  const after = readPageList(comparison.step.newer);
  comparePageSequence(comparison, before, after);
  const known = new Map([...before.nodes, ...before.pages].map((node) => [node.ref.number, node]));
  for (const node of after.nodes) {
    const old = known.get(node.ref.number);
    if (old !== undefined) compareTreeNode(comparison, old, node);
    comparison.cover(node.ref);
  }
  const placed = new Set<number>();
  for (const [index, page] of after.pages.entries()) {
    const old = known.get(page.ref.number);
    const seenBefore = old !== undefined && before.pages.includes(old);
    if (seenBefore) comparePage(comparison, old, page, { index: index + 1, freshFields, placed });
    else comparison.coverBelow(page.dict);
    comparison.cover(page.ref);
  }
}

/** The same pages in the same order below the same nodes. */
function comparePageSequence(comparison: Comparison, before: PageList, after: PageList): void {
  const was = new Map(before.pages.map(({ ref }, index) => [ref.number, index + 1]));
  const now = new Map(after.pages.map(({ ref }, index) => [ref.number, index + 1]));
  let named = false;
  const name = (code: string, ref: PdfRef, page: number | undefined): void => {
    named = true;
    comparison.report({ code, level: 'forbidden', object: `${ref.number} ${ref.generation}`, ...(page === undefined ? {} : { page }) });
  };
  for (const { ref } of after.pages) if (!was.has(ref.number)) name('PAGE_ADDED', ref, now.get(ref.number));
  for (const { ref } of before.pages) if (!now.has(ref.number)) name('PAGE_REMOVED', ref, was.get(ref.number));
  if (named) return;
  const sameRoot = before.root?.number === after.root?.number;
  const sameOrder =
    before.pages.length === after.pages.length && before.pages.every((page, index) => page.ref.number === after.pages[index]?.ref.number);
  if (!sameRoot || !sameOrder || before.malformed || after.malformed) comparison.report({ code: 'PAGE_TREE_CHANGED', level: 'forbidden' });
}

/** The version of the writer, which some put on the root of the page tree; it is no key of ISO 32000-2 table 30, and shows nothing. */
const WRITER_MARK = 'ITXT';

function compareTreeNode(comparison: Comparison, old: PageNode, node: PageNode): void {
  const mark = node.dict.entries.get(WRITER_MARK);
  const isMarked = mark?.kind === 'string' && !equalObjects(old.dict.entries.get(WRITER_MARK), mark);
  const object = `${node.ref.number} ${node.ref.generation}`;
  if (isMarked) comparison.report({ code: 'WRITER_NAMED', level: 'validation-material', object, subject: WRITER_MARK });
  const different = differentKeys(old.dict, node.dict, new Set(isMarked ? [WRITER_MARK] : []));
  for (const key of different) {
    comparison.report({
      code: codeOfPageKey(key, 'PAGE_TREE_CHANGED'),
      level: 'forbidden',
      object,
      subject: key,
    });
    comparison.coverBelow(node.dict.entries.get(key));
  }
  const kids = node.dict.entries.get('Kids');
  if (!different.includes('Kids')) comparison.keep(kids, { code: 'PAGE_TREE_CHANGED', subject: 'Kids' });
  keepOthers(comparison, node.dict, different, (key) => ({ code: codeOfPageKey(key, 'PAGE_TREE_CHANGED') }));
}

interface PageContext {
  readonly index: number;
  readonly freshFields: ReadonlySet<number>;
  /** Annotations met on pages so far. */
  readonly placed: Set<number>;
}

function comparePage(comparison: Comparison, old: PageNode, page: PageNode, context: PageContext): void {
  const ordered = takesTabOrder(comparison, old.dict, page.dict, context);
  if (ordered) comparison.report({ code: 'TAB_ORDER_SET', level: 'form-filling', page: context.index });
  const different = differentKeys(old.dict, page.dict, ordered ? new Set([...ELSEWHERE, 'Tabs']) : ELSEWHERE);
  for (const key of different) {
    comparison.report({
      code: codeOfPageKey(key, 'PAGE_CHANGED'),
      level: 'forbidden',
      page: context.index,
      object: `${page.ref.number} ${page.ref.generation}`,
      subject: key,
    });
    comparison.coverBelow(page.dict.entries.get(key));
  }
  if (old.dict.duplicates.length !== page.dict.duplicates.length) {
    comparison.report({ code: 'PAGE_CHANGED', level: 'forbidden', page: context.index, subject: page.dict.duplicates[0] ?? '' });
  }
  keepOthers(comparison, page.dict, different, (key) => ({ code: codeOfPageKey(key, 'PAGE_CHANGED'), page: context.index }));
  if (!equalObjects(annotsOf(old.dict), annotsOf(page.dict)) || isIndirect(annotsOf(page.dict)))
    coverArray(comparison, annotsOf(page.dict));
  compareAnnotations(comparison, old.dict, page.dict, context);
}

/** A tagged page with a new field says that the order of its annotations is that of its structure (ISO 32000-2 table 31). */
function takesTabOrder({ step: { newer } }: Comparison, old: PdfDict, page: PdfDict, { freshFields }: PageContext): boolean {
  const isSet = !old.entries.has('Tabs') && isNamed(page.entries.get('Tabs'), 'S');
  const fresh = (itemsAt(newer, page, 'Annots') ?? []).some((item) => item.kind === 'ref' && freshFields.has(item.number));
  return isSet && fresh && catalogOf(newer)?.entries.has('StructTreeRoot') === true;
}

function keepOthers(comparison: Comparison, dict: PdfDict, different: readonly string[], place: (key: string) => ChangePlace): void {
  for (const [key, value] of dict.entries) {
    if (!ELSEWHERE.has(key) && key !== 'Parent' && !different.includes(key)) comparison.keep(value, place(key));
  }
}

function codeOfPageKey(key: string, other: string): string {
  if (key === 'Contents') return 'PAGE_CONTENT_CHANGED';
  if (key === 'Resources') return 'PAGE_RESOURCES_CHANGED';
  if (key === 'AA') return 'ACTION_ADDED';
  return PAGE_BOX_KEYS.has(key) ? 'PAGE_BOX_CHANGED' : other;
}

function annotsOf(dict: PdfDict): PdfObject | undefined {
  return dict.entries.get('Annots');
}

function isIndirect(object: PdfObject | undefined): boolean {
  return object?.kind === 'ref';
}

/** The array itself may be rewritten; its items are judged one by one. */
function coverArray(comparison: Comparison, object: PdfObject | undefined): void {
  if (object?.kind === 'ref' && comparison.step.newer.object(object).kind === 'array') comparison.cover(object);
}
