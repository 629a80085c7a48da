import { type Vector, pointOnCircle } from './circle.ts';
import { type Outline, polygon } from './outline.ts';

const INNER_RADIUS = 0.381966;

/** A regular five-pointed star, one tip up. */
export function star(tipRadius: number, centreY: number): Outline {
  const points = Array.from({ length: 10 }, (_, index): Vector => {
    const [x, y] = pointOnCircle(index % 2 === 0 ? tipRadius : tipRadius * INNER_RADIUS, index * 36);
    return [x, y + centreY];
  });
  return polygon(points);
}
