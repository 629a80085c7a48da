import type { CallOptions } from '../../bytes/index.ts';
import type { SealPlacement } from '../../pades/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { readFieldPlaces } from './field-places.ts';
import { placementCorners, placementsOverlap } from './placement-bounds.ts';

/** Where an earlier signature shows. */
export interface EarlierPlace {
  /** Fully qualified name of its field. */
  readonly field: string;
  readonly place: SealPlacement;
}

/** A new place that covers an earlier signature. */
export interface PlacementOverlap {
  /** Index of the new place. */
  readonly index: number;
  readonly page: number;
  /** The earlier signature's field. */
  readonly field: string;
  /** Shares of the new place and of the earlier one that are common to both, 0 to 1. */
  readonly shareOfPlacement: number;
  readonly shareOfEarlier: number;
}

type Point = readonly [x: number, y: number];

/** The places of the signatures that a document has; invisible ones are nowhere. A turned seal counts as its upright rectangle. */
export async function readEarlierPlaces(document: PdfDocument, options?: CallOptions): Promise<readonly EarlierPlace[]> {
  const fields = await readFieldPlaces(document, options);
  return fields.flatMap(({ field, isSigned, place }) => (isSigned && place !== null ? [{ field, place }] : []));
}

/** What new places cover of earlier signatures, in the order of the new places. Places that only touch do not overlap. */
export function findOverlaps(placements: readonly SealPlacement[], existing: readonly EarlierPlace[]): readonly PlacementOverlap[] {
  return placements.flatMap((placement, index) =>
    existing
      .filter(({ place }) => placementsOverlap(placement, place))
      .map(({ field, place }) => {
        const [mine, theirs] = [placementCorners(placement), placementCorners(place)];
        const common = areaOf(commonPart(mine, theirs));
        const [ofMine, ofTheirs] = [share(common, areaOf(mine)), share(common, areaOf(theirs))];
        return { index, page: placement.page, field, shareOfPlacement: ofMine, shareOfEarlier: ofTheirs };
      }),
  );
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}

/** The part of a convex polygon within another, both clockwise as displayed: each edge of the other cuts off what lies left of it. */
function commonPart(polygon: readonly Point[], within: readonly Point[]): readonly Point[] {
  return within.reduce<readonly Point[]>((rest, start, index) => {
    const end = within[(index + 1) % within.length] ?? start;
    return cutAlong(rest, start, end);
  }, polygon);
}

function cutAlong(polygon: readonly Point[], start: Point, end: Point): readonly Point[] {
  const side = ([x, y]: Point): number => (end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0]);
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    const [here, there] = [side(point), side(next)];
    const kept = here >= 0 ? [point] : [];
    if (here >= 0 === there >= 0) return kept;
    const part = here / (here - there);
    return [...kept, [point[0] + (next[0] - point[0]) * part, point[1] + (next[1] - point[1]) * part] as const];
  });
}

function areaOf(polygon: readonly Point[]): number {
  const twice = polygon.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = polygon[(index + 1) % polygon.length] ?? [x, y];
    return sum + x * nextY - y * nextX;
  }, 0);
  return Math.abs(twice) / 2;
}
