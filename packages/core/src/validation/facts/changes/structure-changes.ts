import { integerOf, isNamed, nameOf, type PdfDict, type PdfObject, type PdfRef, sameRef } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import { readNumberTree } from './number-tree.ts';
import { type RevisionSnapshot, catalogOf, valueOf } from './revision-step.ts';

/** What an element for a new field may say; nothing of it shows on a page. */
const ELEMENT_KEYS: ReadonlySet<string> = new Set(['Type', 'S', 'P', 'Pg', 'K', 'Alt', 'Lang', 'T']);
const ROOT_KEYS: ReadonlySet<string> = new Set(['K', 'ParentTree', 'ParentTreeNextKey']);
const PLACE = { code: 'STRUCTURE_CHANGED', subject: 'StructTreeRoot' } as const;

/** An element that the structure tree took up for a new field. */
interface AddedElement {
  readonly ref: PdfRef;
  readonly parent: PdfRef;
}

/** What of the tree may differ, and what must be as it was. */
interface Extension {
  readonly added: readonly AddedElement[];
  /** Object numbers of parts that grew: elements, arrays, nodes of the parent tree. */
  readonly grown: ReadonlySet<number>;
  readonly kept: readonly PdfObject[];
}

/**
 * The structure tree of a tagged document may take up new signature fields: one element `/Form` around each, at the end of
 * its parent's kids, under a key of its own in the parent tree. Any other change of the tree is left to be named as one.
 *
 * @see ISO 32000-2 §14.7.2, §14.7.5, §14.8.4.7.3
 */
export function compareStructure(comparison: Comparison, freshFields: ReadonlySet<number>): void {
  const { older, newer, touched } = comparison.step;
  const ref = catalogOf(newer)?.entries.get('StructTreeRoot');
  if (ref?.kind !== 'ref' || !sameRef(catalogOf(older)?.entries.get('StructTreeRoot'), ref)) return;
  const extension = readExtension(comparison, ref, freshFields);
  if (extension === undefined) return;
  for (const number of extension.grown) {
    comparison.cover({ kind: 'ref', number, generation: 0 });
    if (touched.get(number) === 'changed') comparison.roles.set(number, 'structure');
  }
  for (const element of extension.added) comparison.cover(element.ref);
  for (const object of extension.kept) comparison.keep(object, PLACE);
  comparison.report({ code: 'STRUCTURE_EXTENDED', level: 'form-filling', subject: 'StructTreeRoot' });
}

/** Undefined where nothing was added, or not only new fields. */
function readExtension(comparison: Comparison, rootRef: PdfRef, freshFields: ReadonlySet<number>): Extension | undefined {
  const { older, newer, touched } = comparison.step;
  const root = dictPair(comparison, rootRef);
  if (root === undefined) return undefined;
  const before = readNumberTree(older, root.was.entries.get('ParentTree'));
  const after = readNumberTree(newer, root.now.entries.get('ParentTree'));
  if (before === undefined || after === undefined) return undefined;
  for (const [key, value] of before.values) if (!equalObjects(value, after.values.get(key))) return undefined;
  const added: AddedElement[] = [];
  for (const [key, value] of after.values) {
    if (before.values.has(key)) continue;
    const element = addedElement(comparison, key, value, freshFields);
    if (element === undefined) return undefined;
    added.push(element);
  }
  if (added.length === 0) return undefined;
  const nodes = [...after.objects].filter((number) => touched.has(number));
  if (!nodes.every((number) => touched.get(number) === 'added' || before.objects.has(number))) return undefined;
  const parents = grownParents(comparison, rootRef, added);
  if (parents === undefined) return undefined;
  const kept = [...parents.kept, ...before.values.values(), withoutKeys(root.now, ROOT_KEYS)];
  return { added, grown: new Set([rootRef.number, ...nodes, ...parents.grown]), kept };
}

/** The element of a key in the parent tree, if it is a new one and holds the new field of that key, and nothing else. */
function addedElement(
  { step: { newer, touched } }: Comparison,
  key: number,
  ref: PdfObject,
  freshFields: ReadonlySet<number>,
): AddedElement | undefined {
  if (ref.kind !== 'ref' || touched.get(ref.number) !== 'added') return undefined;
  const element = newer.object(ref);
  if (element.kind !== 'dict' || element.duplicates.length > 0 || !isNamed(element.entries.get('S'), 'Form')) return undefined;
  if (![...element.entries].every(([name, value]) => ELEMENT_KEYS.has(name) && isPlain(name, value))) return undefined;
  const parent = element.entries.get('P');
  const kid = element.entries.get('K');
  const holder = kid?.kind === 'array' && kid.items.length === 1 ? kid.items[0] : kid;
  if (parent?.kind !== 'ref' || holder?.kind !== 'dict' || !isNamed(holder.entries.get('Type'), 'OBJR')) return undefined;
  const field = holder.entries.get('Obj');
  if (field?.kind !== 'ref' || !freshFields.has(field.number)) return undefined;
  const widget = newer.object(field);
  return widget.kind === 'dict' && integerOf(widget.entries.get('StructParent')) === key ? { ref, parent } : undefined;
}

/** Words and names stand in the element itself; only its parent, its page and its field lie elsewhere. */
function isPlain(name: string, value: PdfObject): boolean {
  if (name === 'K') return true;
  return name === 'P' || name === 'Pg' ? value.kind === 'ref' : value.kind === 'name' || value.kind === 'string';
}

/** The elements that got new kids; each has its old kids, then exactly the new ones that name it as their parent. */
function grownParents(
  comparison: Comparison,
  rootRef: PdfRef,
  added: readonly AddedElement[],
): Pick<Extension, 'grown' | 'kept'> | undefined {
  const grown = new Set<number>();
  const kept: PdfObject[] = [];
  for (const number of new Set(added.map(({ parent }) => parent.number))) {
    const own = added.filter(({ parent }) => parent.number === number);
    const [first] = own;
    const pair = first && dictPair(comparison, first.parent);
    const isRoot = number === rootRef.number;
    if (pair === undefined || (!isRoot && !isElement(pair.was))) return undefined;
    const allowed = isRoot ? ROOT_KEYS : new Set(['K']);
    if (differentKeys(pair.was, pair.now, allowed).length > 0 || pair.now.duplicates.length > 0) return undefined;
    const array = grownKids(comparison, pair, own);
    if (array === undefined) return undefined;
    for (const part of [number, ...array]) grown.add(part);
    kept.push(...kidsOf(comparison.step.older, pair.was), withoutKeys(pair.now, new Set([...allowed, 'P'])));
  }
  const root = dictPair(comparison, rootRef);
  return root !== undefined && differentKeys(root.was, root.now, ROOT_KEYS).length === 0 ? { grown, kept } : undefined;
}

/** An element, and nothing that has /S and /K for another reason, as a transparency group has. */
function isElement({ entries }: PdfDict): boolean {
  const type = entries.get('Type');
  const isTyped = type === undefined || isNamed(type, 'StructElem');
  return isTyped && nameOf(entries.get('S')) !== undefined && entries.get('P')?.kind === 'ref';
}

interface DictPair {
  readonly was: PdfDict;
  readonly now: PdfDict;
}

/** The object number of the array of kids, where it is an object of its own. */
function grownKids(
  { step: { older, newer, touched } }: Comparison,
  { was, now }: DictPair,
  own: readonly AddedElement[],
): readonly number[] | undefined {
  const before = kidsOf(older, was);
  const after = kidsOf(newer, now);
  const isPrefix = before.every((kid, index) => equalObjects(kid, after[index]));
  const rest = new Set(after.slice(before.length).map((kid) => (kid.kind === 'ref' ? kid.number : -1)));
  const same = rest.size === own.length && after.length === before.length + own.length && own.every(({ ref }) => rest.has(ref.number));
  const areKids = before.every((kid) => kid.kind === 'ref' || kid.kind === 'dict' || integerOf(kid) !== undefined);
  if (!areKids || !isPrefix || !same) return undefined;
  const entry = now.entries.get('K');
  if (entry?.kind !== 'ref' || valueOf(newer, entry).kind !== 'array') return [];
  const isOwn = sameRef(entry, was.entries.get('K')) || touched.get(entry.number) === 'added';
  return isOwn ? [entry.number] : undefined;
}

/** One kid stands in /K without an array. */
function kidsOf(snapshot: RevisionSnapshot, dict: PdfDict): readonly PdfObject[] {
  const entry = dict.entries.get('K');
  const value = valueOf(snapshot, entry);
  if (value.kind === 'array') return value.items;
  return entry === undefined || value.kind === 'null' ? [] : [entry];
}

function dictPair({ step: { older, newer } }: Comparison, ref: PdfRef): DictPair | undefined {
  const [was, now] = [older.object(ref), newer.object(ref)];
  return was.kind === 'dict' && now.kind === 'dict' ? { was, now } : undefined;
}

function withoutKeys(dict: PdfDict, keys: ReadonlySet<string>): PdfDict {
  return { ...dict, entries: new Map([...dict.entries].filter(([key]) => !keys.has(key))) };
}
