import type { SealPlacement } from '@sealkit/core/pades';

/** A seal at a place on a page. Lengths are whole micrometres, the rotation millidegrees clockwise. */
export interface SealItem extends SealPlacement {
  /** Local to this document; it is not stored with a signature. */
  readonly id: string;
  readonly kind: 'seal';
  readonly sealNumber: string;
}

/** A personal signature that shows nowhere on the pages. There is at most one. */
export interface InvisibleSignatureItem {
  readonly id: string;
  readonly kind: 'invisible';
}

export type PlacementItem = SealItem | InvisibleSignatureItem;

export function isSealItem(item: PlacementItem): item is SealItem {
  return item.kind === 'seal';
}

/** An id that none of the items has. */
export function freshId(items: readonly PlacementItem[]): string {
  const taken = new Set(items.map((item) => item.id));
  let number = items.length + 1;
  while (taken.has(`placement-${number}`)) number += 1;
  return `placement-${number}`;
}

/** The placement alone, as permits and signatures hold it. */
export function toSealPlacement({ page, x, y, width, height, rotation, clip }: SealItem): SealPlacement {
  return { page, x, y, width, height, rotation, ...(clip === undefined ? {} : { clip }) };
}

/** What happened to one item between two lists. */
export interface PlacementChange {
  readonly placement: PlacementItem | null;
  readonly previous: PlacementItem | null;
}

/** The differences of two lists by id: removed, changed and added items, in this order. */
export function placementChanges(before: readonly PlacementItem[], after: readonly PlacementItem[]): readonly PlacementChange[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map((item) => item.id));
  const removed = before.filter((item) => !kept.has(item.id)).map((previous) => ({ placement: null, previous }));
  const changed: PlacementChange[] = [];
  const added: PlacementChange[] = [];
  for (const placement of after) {
    const previous = old.get(placement.id);
    if (previous === undefined) added.push({ placement, previous: null });
    else if (!isSame(previous, placement)) changed.push({ placement, previous });
  }
  return [...removed, ...changed, ...added];
}

function isSame(left: PlacementItem, right: PlacementItem): boolean {
  if (left === right) return true;
  if (!isSealItem(left) || !isSealItem(right)) return left.kind === right.kind;
  const keys = ['sealNumber', 'page', 'x', 'y', 'width', 'height', 'rotation'] as const;
  return keys.every((key) => left[key] === right[key]) && JSON.stringify(left.clip) === JSON.stringify(right.clip);
}
