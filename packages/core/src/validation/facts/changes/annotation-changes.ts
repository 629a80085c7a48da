import { type PdfDict, type PdfObject, type PdfRef, nameOf } from '../../../pdf/index.ts';
import type { ChangeLevel } from '../../report/report.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import { type RevisionSnapshot, itemsAt, valueOf } from './revision-step.ts';

interface PageContext {
  readonly index: number;
  readonly freshFields: ReadonlySet<number>;
  readonly placed: Set<number>;
}

/**
 * Comments: what DocMDP 3 lets a reader add (ISO 32000-2 §12.8.2.2). Free text, stamps and redactions look like page
 * content and can cover it, and links and media act: they are not comments for this purpose.
 */
const COMMENTS: ReadonlySet<string> = new Set(['Text', 'Highlight', 'Underline', 'Squiggly', 'StrikeOut', 'Ink', 'Popup', 'Caret']);

/** Keys that make an annotation act. */
const ACTION_KEYS = ['A', 'AA'] as const;

export function compareAnnotations(comparison: Comparison, oldPage: PdfDict, page: PdfDict, context: PageContext): void {
  const { older, newer } = comparison.step;
  const before = itemsAt(older, oldPage, 'Annots') ?? [];
  const after = itemsAt(newer, page, 'Annots') ?? [];
  const declared = page.entries.get('Annots');
  if (declared !== undefined && itemsAt(newer, page, 'Annots') === undefined && valueOf(newer, declared).kind !== 'null') {
    comparison.report({ code: 'ANNOTATIONS_MALFORMED', level: 'forbidden', page: context.index });
  }
  const kept = new Set(after.map(keyOf));
  for (const item of before) if (!kept.has(keyOf(item))) nameRemoved(comparison, item, context);
  const had = new Set(before.map(keyOf));
  for (const item of after) {
    if (!had.has(keyOf(item))) nameAdded(comparison, item, context);
    else if (item.kind === 'ref') compareAnnotation(comparison, item, context);
    else comparison.keep(item, { code: 'ANNOTATION_CHANGED', page: context.index });
    if (item.kind === 'ref') context.placed.add(item.number);
  }
  const order = after.map(keyOf).filter((key) => had.has(key));
  const wasOrder = before.map(keyOf).filter((key) => kept.has(key));
  if (order.join('|') !== wasOrder.join('|'))
    comparison.report({ code: 'ANNOTATION_ORDER_CHANGED', level: 'forbidden', page: context.index });
}

/** What identifies an item of /Annots: its reference, or its written value where it is direct. */
function keyOf(item: PdfObject): string {
  return item.kind === 'ref' ? `${item.number} ${item.generation}` : `direct ${describe(item)}`;
}

function describe(object: PdfObject): string {
  return JSON.stringify(object, (_, value: unknown) =>
    value instanceof Map ? [...value.entries()] : value instanceof Uint8Array ? [...value] : value,
  );
}

function nameRemoved(comparison: Comparison, item: PdfObject, context: PageContext): void {
  const dict = dictOfItem(comparison.step.older, item);
  const subtype = nameOf(dict?.entries.get('Subtype')) ?? '';
  comparison.report({ code: 'ANNOTATION_REMOVED', level: levelOf(subtype), page: context.index, subject: subtype, ...objectOf(item) });
}

function nameAdded(comparison: Comparison, item: PdfObject, context: PageContext): void {
  const { newer } = comparison.step;
  const dict = dictOfItem(newer, item);
  if (item.kind === 'ref' && context.freshFields.has(item.number) && !context.placed.has(item.number)) return;
  const subtype = nameOf(dict?.entries.get('Subtype')) ?? '';
  const fresh = item.kind !== 'ref' || comparison.step.touched.get(item.number) === 'added';
  const acts = dict !== undefined && ACTION_KEYS.some((key) => dict.entries.has(key));
  const level = fresh && !acts ? levelOf(subtype) : 'forbidden';
  comparison.report({ code: acts ? 'ACTION_ADDED' : 'ANNOTATION_ADDED', level, page: context.index, subject: subtype, ...objectOf(item) });
  comparison.cover(item);
  comparison.coverBelow(dict);
}

/** An annotation that is no part of the form. Fields and their widgets are judged by the form's rules. */
function compareAnnotation(comparison: Comparison, ref: PdfRef, context: PageContext): void {
  if (comparison.roles.get(ref.number) === 'field') return;
  const before = dictOfItem(comparison.step.older, ref);
  const after = dictOfItem(comparison.step.newer, ref);
  const subtype = nameOf(before?.entries.get('Subtype')) ?? '';
  const touched = comparison.isTouched(ref.number);
  if (before === undefined || after === undefined) {
    if (touched)
      comparison.report({ code: 'ANNOTATION_CHANGED', level: 'forbidden', page: context.index, subject: subtype, ...objectOf(ref) });
    comparison.cover(ref);
    return;
  }
  const place = { code: 'ANNOTATION_CHANGED', page: context.index, subject: subtype };
  if (!touched) {
    if (levelOf(subtype) === 'annotations') allowComment(comparison, ref, after, context, subtype);
    else keepEntries(comparison, after, [], place);
    return;
  }
  comparison.cover(ref);
  const different = differentKeys(before, after);
  const acts = different.some((key) => ACTION_KEYS.some((action) => action === key));
  const sameKind = equalObjects(before.entries.get('Subtype'), after.entries.get('Subtype'));
  const level = sameKind && !acts ? levelOf(subtype) : 'forbidden';
  comparison.report({ ...place, code: acts ? 'ACTION_ADDED' : 'ANNOTATION_CHANGED', level, ...objectOf(ref) });
  for (const key of different) comparison.coverBelow(after.entries.get(key));
  keepEntries(comparison, after, different, place);
}

/** A comment's appearance may be replaced without the annotation itself. */
function allowComment(comparison: Comparison, ref: PdfRef, dict: PdfDict, context: PageContext, subtype: string): void {
  if (comparison.allow(dict.entries.get('AP'))) {
    comparison.report({ code: 'ANNOTATION_CHANGED', level: 'annotations', page: context.index, subject: subtype, ...objectOf(ref) });
  }
  keepEntries(comparison, dict, ['AP'], { code: 'ANNOTATION_CHANGED', page: context.index, subject: subtype });
}

function keepEntries(
  comparison: Comparison,
  dict: PdfDict,
  except: readonly string[],
  place: { code: string; page: number; subject: string },
): void {
  for (const [key, value] of dict.entries) {
    if (key !== 'P' && !except.includes(key)) comparison.keep(wrap(key, value), place);
  }
}

/** Keeps the key in sight, so that a popup may refer to its comment. */
function wrap(key: string, value: PdfObject): PdfDict {
  return { kind: 'dict', entries: new Map([[key, value]]), duplicates: [] };
}

function levelOf(subtype: string): ChangeLevel {
  return COMMENTS.has(subtype) ? 'annotations' : 'forbidden';
}

function dictOfItem(snapshot: RevisionSnapshot, item: PdfObject): PdfDict | undefined {
  const value = valueOf(snapshot, item);
  return value.kind === 'dict' ? value : undefined;
}

function objectOf(item: PdfObject): { object?: string } {
  return item.kind === 'ref' ? { object: `${item.number} ${item.generation}` } : {};
}
