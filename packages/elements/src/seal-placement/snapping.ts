import type { PageSize } from '../pdf-rendering/page-size.ts';
import { centreOf, withCentre, type PlacedBox } from './placement-geometry.ts';

/** A line that a seal is held to. `x` guides are upright. */
export interface Guide {
  readonly axis: 'x' | 'y';
  /** Micrometres from the left or the top of the page. */
  readonly at: number;
  readonly reason: 'page-centre' | 'aligned';
}

/** The box moved onto the nearest guides within reach, and those guides. */
export function snap<Box extends PlacedBox>(
  box: Box,
  page: PageSize,
  others: readonly PlacedBox[],
  reach: number,
): { readonly box: Box; readonly guides: readonly Guide[] } {
  const centre = centreOf(box);
  const x = nearest(guidesAlong('x', page.widthUm, others), centre.x, reach);
  const y = nearest(guidesAlong('y', page.heightUm, others), centre.y, reach);
  return {
    box: withCentre(box, { x: x?.at ?? centre.x, y: y?.at ?? centre.y }),
    guides: [x, y].filter((guide) => guide !== undefined),
  };
}

function guidesAlong(axis: Guide['axis'], length: number, others: readonly PlacedBox[]): readonly Guide[] {
  return [
    ...others.map((other): Guide => ({ axis, at: centreOf(other)[axis], reason: 'aligned' })),
    { axis, at: length / 2, reason: 'page-centre' },
  ];
}

function nearest(guides: readonly Guide[], value: number, reach: number): Guide | undefined {
  let best: Guide | undefined;
  for (const guide of guides) {
    const distance = Math.abs(guide.at - value);
    if (distance <= reach && (best === undefined || distance < Math.abs(best.at - value))) best = guide;
  }
  return best;
}
