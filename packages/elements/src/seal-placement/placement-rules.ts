import type { SealView } from '@sealkit/core/protocol';
import { type SealKind, placementsOverlap } from '@sealkit/core/seal';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import { fitsPage } from './placement-geometry.ts';
import { isSealItem, type PlacementItem, type SealItem } from './placement-item.ts';

/** What a host asks of the placements besides that there is one. */
export interface PlacementRules {
  /** Kinds of seals of which each must be placed at least once. */
  readonly requiredKinds?: readonly SealKind[];
  /**
   * Allows placements of two seals, or of a seal and a personal signature. One act of signing uses one seal or none, so a host
   * that allows more makes several acts of them.
   */
  readonly severalActs?: boolean;
}

/** What stands in the way of going on. `id` names the placement that it is about. */
export type PlacementIssue =
  | { readonly code: 'nothing-placed' }
  | { readonly code: 'missing-kind'; readonly sealKind: SealKind }
  | { readonly code: 'several-acts' }
  | { readonly code: 'page-missing'; readonly id: string; readonly page: number }
  | { readonly code: 'outside-page'; readonly id: string; readonly page: number }
  /** Strict validators refuse a document whose signature fields lie on each other. */
  | { readonly code: 'overlap'; readonly id: string; readonly page: number }
  | { readonly code: 'size-differs' | 'seal-unknown'; readonly id: string; readonly sealNumber: string }
  | { readonly code: 'seal-unusable'; readonly id: string; readonly sealNumber: string; readonly reason: string };

export interface PlacementContext {
  readonly seals: readonly SealView[];
  readonly sizes: readonly PageSize[];
  readonly rules: PlacementRules;
}

/** Every issue of the placements, in the order in which they are best dealt with. Without a document, pages are not judged. */
export function placementIssues(items: readonly PlacementItem[], context: PlacementContext): readonly PlacementIssue[] {
  if (items.length === 0) return [{ code: 'nothing-placed' }];
  const seals = items.filter(isSealItem);
  const placed = new Set(seals.map((item) => findSeal(context, item)?.kind));
  const missing = (context.rules.requiredKinds ?? []).filter((kind) => !placed.has(kind));
  const acts = new Set(items.map((item) => (isSealItem(item) ? item.sealNumber : null)));
  return [
    ...seals.flatMap((item) => itemIssues(item, context)),
    ...overlapIssues(seals),
    ...missing.map((sealKind): PlacementIssue => ({ code: 'missing-kind', sealKind })),
    ...(!context.rules.severalActs && acts.size > 1 ? ([{ code: 'several-acts' }] as const) : []),
  ];
}

/** Whether a seal can be placed now: it is active, has a current version, and the person may use it, at once or with an approval. */
export function isUsable(seal: SealView): boolean {
  return (seal.use.allowed || needsApproval(seal)) && seal.current !== null;
}

/** Whether each use of the seal waits for an approval. It is placed like any other; signing asks for the approval. */
export function needsApproval(seal: SealView): boolean {
  return !seal.use.allowed && seal.use.reason === 'APPROVAL_REQUIRED';
}

function itemIssues(item: SealItem, context: PlacementContext): readonly PlacementIssue[] {
  const { id, page, sealNumber } = item;
  const seal = findSeal(context, item);
  if (!seal) return [{ code: 'seal-unknown', id, sealNumber }];
  const issues: PlacementIssue[] = [];
  if (!seal.use.allowed && !needsApproval(seal)) issues.push({ code: 'seal-unusable', id, sealNumber, reason: seal.use.reason });
  else if (seal.current === null) issues.push({ code: 'seal-unusable', id, sealNumber, reason: 'SEAL_NOT_ACTIVE' });
  if (item.width !== seal.widthUm || item.height !== seal.heightUm) issues.push({ code: 'size-differs', id, sealNumber });
  const size = context.sizes[page - 1];
  if (context.sizes.length === 0) return issues;
  if (!size) issues.push({ code: 'page-missing', id, page });
  else if (!fitsPage(item, size)) issues.push({ code: 'outside-page', id, page });
  return issues;
}

/** The later of two seals that lie on each other, once for each seal. */
function overlapIssues(seals: readonly SealItem[]): readonly PlacementIssue[] {
  return seals
    .filter((item, index) => seals.slice(0, index).some((earlier) => placementsOverlap(earlier, item)))
    .map(({ id, page }) => ({ code: 'overlap', id, page }));
}

function findSeal({ seals }: PlacementContext, item: SealItem): SealView | undefined {
  return seals.find((seal) => seal.number === item.sealNumber);
}
