import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, entryOf, integerOf } from '../../pdf/index.ts';
import type { UntaggedReason } from '../document-frame.ts';

const NODES_LIMIT = 100_000;
const DEPTH_LIMIT = 32;

/** Why a structure tree is left as it is; it does not leave the frame. */
export class StructureFault extends Error {
  override readonly name: string = 'StructureFault';
  readonly reason: UntaggedReason;

  constructor(reason: UntaggedReason) {
    super(`structure tree: ${reason}`);
    this.reason = reason;
  }
}

/**
 * The highest key of a parent tree, -1 for an empty one.
 *
 * @throws {@link StructureFault} for nodes within themselves, entries without values, keys that are no integers.
 * @see ISO 32000-2 §7.9.7, §14.7.5.4
 */
export async function highestParentTreeKey(document: PdfDocument, tree: PdfDict, options: CallOptions): Promise<number> {
  const seen = new Set<number>();
  const open: { readonly node: PdfDict; readonly depth: number }[] = [{ node: tree, depth: 0 }];
  let highest = -1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    options.signal?.throwIfAborted();
    const { node, depth } = next;
    highest = Math.max(highest, await highestOwnKey(document, node, options));
    const kids = await document.lookup(node, 'Kids', options);
    if (kids !== undefined && kids.kind !== 'array') throw new StructureFault('malformed');
    for (const kid of kids?.items ?? []) {
      const child = kid.kind === 'ref' ? await document.resolve(kid, options) : kid;
      const repeated = kid.kind === 'ref' && seen.has(kid.number);
      if (child.kind !== 'dict' || repeated || depth >= DEPTH_LIMIT || seen.size >= NODES_LIMIT) throw new StructureFault('malformed');
      if (kid.kind === 'ref') seen.add(kid.number);
      open.push({ node: child, depth: depth + 1 });
    }
  }
  return highest;
}

async function highestOwnKey(document: PdfDocument, node: PdfDict, options: CallOptions): Promise<number> {
  const nums = entryOf(node, 'Nums') === undefined ? undefined : await document.lookup(node, 'Nums', options);
  if (nums === undefined) return -1;
  if (nums.kind !== 'array' || nums.items.length % 2 !== 0) throw new StructureFault('malformed');
  let highest = -1;
  for (let index = 0; index < nums.items.length; index += 2) {
    const key = integerOf(nums.items[index]);
    if (key === undefined || key < 0) throw new StructureFault('malformed');
    highest = Math.max(highest, key);
  }
  return highest;
}
