export { type InclusionClaim, isIncluded } from './inclusion.ts';
export { assertIndexInTree, assertTreeSize, half, isOdd, isTreeSize, splitPoint } from './tree-arithmetic.ts';
export { EMPTY_TREE_ROOT, leafHash, merkleRoot, type NodeHash, nodeHash, RunningRoot, TREE_HASH_LENGTH } from './tree-hash.ts';
