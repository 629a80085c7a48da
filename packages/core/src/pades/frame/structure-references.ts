import type { FrameStructure } from '../document-frame.ts';

/** What readers hold a key of a number tree in; room is left for the keys of one act. */
export const LARGEST_PARENT_TREE_KEY: number = 2 ** 31 - 1 - 10_000;

/** References of the parts that are objects of their own. */
export function structureReferences({ root, document, kids, parentTree, parentTreeEntries }: FrameStructure): readonly string[] {
  const references = [root.ref, document?.ref, kids?.ref, parentTree.ref, parentTreeEntries?.ref];
  return references.filter((ref) => ref !== undefined && ref !== null);
}
