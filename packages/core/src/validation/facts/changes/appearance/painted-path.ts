/** Left, bottom, right, top. */
export type Box = readonly [number, number, number, number];
export type Point = readonly [number, number];

/** A path as it is built, in the form's space. */
export interface Path {
  readonly subpaths: readonly (readonly Point[])[];
  readonly hasCurves: boolean;
}

export const EMPTY_PATH: Path = { subpaths: [], hasCurves: false };

/** How far a border, also a bevelled one, lies from the edge. */
const BORDER = 6;

/**
 * Whether a path is a field's background or border: each of its lines runs along an edge of the box. A line through the box, or
 * anything drawn within it, can say something.
 */
export function isBorder(path: Path, box: Box): boolean {
  if (path.hasCurves) return false;
  const reach = Math.min(BORDER, Math.min(box[2] - box[0], box[3] - box[1]) / 4);
  return path.subpaths.every((points) =>
    points.every((point, index) => {
      const next = points[index + 1] ?? points[0] ?? point;
      return edges(box).some(([axis, edge]) => Math.abs(point[axis] - edge) <= reach && Math.abs(next[axis] - edge) <= reach);
    }),
  );
}

function edges(box: Box): readonly (readonly [0 | 1, number])[] {
  return [
    [0, box[0]],
    [1, box[1]],
    [0, box[2]],
    [1, box[3]],
  ];
}

/** The rectangle that a path is, by `re` or line by line; undefined for any other. */
export function rectangleOf({ subpaths, hasCurves }: Path): Box | undefined {
  const [[a, b, c, d, ...rest] = [], ...more] = subpaths;
  if (hasCurves || more.length > 0 || a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const isClosed = rest.length === 0 || (rest.length === 1 && rest.every(([x, y]) => x === a[0] && y === a[1]));
  const runs = (first: 0 | 1, second: 0 | 1): boolean =>
    a[first] === b[first] && b[second] === c[second] && c[first] === d[first] && d[second] === a[second];
  return isClosed && (runs(0, 1) || runs(1, 0)) ? boxOf([...a, ...c]) : undefined;
}

/** A path as text, to find it again in another appearance. */
export function pathKey(operator: string, path: Path): string {
  const rounded = path.subpaths.map((points) => points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join(' '));
  return `${operator} ${rounded.join(' m ')}`;
}

export function boxOf(corners: readonly number[]): Box | undefined {
  const [a, b, c, d] = corners;
  if (a === undefined || b === undefined || c === undefined || d === undefined || corners.some(Number.isNaN)) return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

export function intersect(left: Box, right: Box): Box {
  return [Math.max(left[0], right[0]), Math.max(left[1], right[1]), Math.min(left[2], right[2]), Math.min(left[3], right[3])];
}

export function contains(box: Box, [x, y]: Point, slack: number): boolean {
  return x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack;
}
