import type { SealKind } from '../lifecycle/states.ts';

/** Kinds in the order of their numbers: `property.type` 1 to 7. GB/T 38540 leaves the numbers open. */
export const SEAL_KINDS: readonly SealKind[] = ['official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom'];

export function sealKindNumber(kind: SealKind): number {
  return SEAL_KINDS.indexOf(kind) + 1;
}

export function findSealKind(number: number): SealKind | undefined {
  return SEAL_KINDS[number - 1];
}
