import { type PdfDict, type PdfObject, integerOf } from '../../../pdf/index.ts';
import { type RevisionSnapshot, itemsAt, valueOf } from './revision-step.ts';

/** A number tree read as a whole. @see ISO 32000-2 §7.9.7 */
export interface NumberTree {
  /** Values as written, by key. */
  readonly values: ReadonlyMap<number, PdfObject>;
  /** Object numbers of its nodes and of their arrays. */
  readonly objects: ReadonlySet<number>;
}

const NODES_LIMIT = 100_000;
const NODE_KEYS: ReadonlySet<string> = new Set(['Nums', 'Kids', 'Limits', 'Type']);

/** The tree below `root`; undefined for what is none: a node met twice, a key given twice, entries that belong to no node. */
export function readNumberTree(snapshot: RevisionSnapshot, root: PdfObject | undefined): NumberTree | undefined {
  const values = new Map<number, PdfObject>();
  const objects = new Set<number>();
  const open: PdfObject[] = root === undefined ? [] : [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = valueOf(snapshot, next);
    if (node.kind !== 'dict' || [...node.entries.keys()].some((key) => !NODE_KEYS.has(key)) || objects.size > NODES_LIMIT) return undefined;
    if (!meet(objects, next) || !meet(objects, node.entries.get('Nums')) || !meet(objects, node.entries.get('Kids'))) return undefined;
    if (!readEntries(snapshot, node, values)) return undefined;
    open.push(...(itemsAt(snapshot, node, 'Kids') ?? []));
  }
  return { values, objects };
}

function meet(objects: Set<number>, object: PdfObject | undefined): boolean {
  if (object?.kind !== 'ref') return true;
  if (objects.has(object.number)) return false;
  objects.add(object.number);
  return true;
}

function readEntries(snapshot: RevisionSnapshot, node: PdfDict, values: Map<number, PdfObject>): boolean {
  const nums = itemsAt(snapshot, node, 'Nums') ?? [];
  for (let index = 0; index < nums.length; index += 2) {
    const key = integerOf(nums[index]);
    const value = nums[index + 1];
    if (key === undefined || value === undefined || values.has(key)) return false;
    values.set(key, value);
  }
  return true;
}
