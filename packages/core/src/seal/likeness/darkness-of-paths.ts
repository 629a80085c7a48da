import type { FaceSvg, FaceSvgPath } from '../../pades/index.ts';
import type { InkRaster } from './ink-raster.ts';

/** From (x, `top`) downwards to `bottom`; `slope` is the x that it gains with each row. */
interface Edge {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly slope: number;
  /** +1 where the outline goes down, -1 where it goes up. */
  readonly winding: 1 | -1;
}

const CURVE_STEPS = 8;
/** Lines within each row of pixels along which is measured what a path covers. */
const LINES = 4;

/** The darkness of a drawn face on white paper, `longestSide` pixels long; later paths cover earlier ones. */
export function darknessOfPaths(face: FaceSvg, longestSide: number): InkRaster {
  const [, , boxWidth, boxHeight] = face.viewBox;
  const scale = longestSide / Math.max(boxWidth, boxHeight);
  const width = Math.max(1, Math.round(boxWidth * scale));
  const height = Math.max(1, Math.round(boxHeight * scale));
  const ink = new Float32Array(width * height);
  for (const path of face.paths) {
    const cover = coverage(edgesOf(path, face, scale), path.fillRule, width, height);
    const darkness = darknessOf(path.fill);
    for (let at = 0; at < ink.length; at += 1) ink[at] = (ink[at] ?? 0) + (darkness - (ink[at] ?? 0)) * (cover[at] ?? 0);
  }
  return { width, height, ink };
}

/** Of the darkest component, so that every hue counts alike. */
function darknessOf(fill: string): number {
  return 1 - Math.min(...[1, 3, 5].map((start) => Number.parseInt(fill.slice(start, start + 2), 16))) / 255;
}

function edgesOf(path: FaceSvgPath, { viewBox: [left, top] }: FaceSvg, scale: number): readonly Edge[] {
  const edges: Edge[] = [];
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (nextX: number, nextY: number): void => {
    if (nextY > y) edges.push({ x, top: y, bottom: nextY, slope: (nextX - x) / (nextY - y), winding: 1 });
    if (nextY < y) edges.push({ x: nextX, top: nextY, bottom: y, slope: (nextX - x) / (nextY - y), winding: -1 });
    [x, y] = [nextX, nextY];
  };
  for (const { command, coordinates } of path.segments) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = coordinates.map((value, at) => (value - (at % 2 === 0 ? left : top)) * scale);
    if (command === 'M') {
      lineTo(startX, startY);
      [startX, startY, x, y] = [x1, y1, x1, y1];
    } else if (command === 'L') lineTo(x1, y1);
    else if (command === 'Z') lineTo(startX, startY);
    else {
      const [fromX, fromY] = [x, y];
      for (let step = 1; step <= CURVE_STEPS; step += 1) {
        const t = step / CURVE_STEPS;
        lineTo(bezier(fromX, x1, x2, x3, t), bezier(fromY, y1, y2, y3, t));
      }
    }
  }
  lineTo(startX, startY);
  return edges;
}

function bezier(a: number, b: number, c: number, d: number, t: number): number {
  const u = 1 - t;
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

/** The part of each pixel that a path covers: exact along the lines, sampled across them. */
function coverage(edges: readonly Edge[], fillRule: FaceSvgPath['fillRule'], width: number, height: number): Float32Array {
  const cover = new Float32Array(width * height);
  const crossings: { readonly x: number; readonly winding: number }[][] = Array.from({ length: height * LINES }, () => []);
  for (const { x, top, bottom, slope, winding } of edges) {
    const last = Math.min(height * LINES - 1, Math.ceil(bottom * LINES - 0.5) - 1);
    for (let line = Math.max(0, Math.ceil(top * LINES - 0.5)); line <= last; line += 1) {
      crossings[line]?.push({ x: x + ((line + 0.5) / LINES - top) * slope, winding });
    }
  }
  for (const [line, found] of crossings.entries()) {
    found.sort((a, b) => a.x - b.x);
    let count = 0;
    for (const [at, { x, winding }] of found.entries()) {
      count += winding;
      const isInside = fillRule === 'nonzero' ? count !== 0 : at % 2 === 0;
      const next = found[at + 1];
      if (isInside && next !== undefined) coverSpan(cover, Math.floor(line / LINES) * width, x, next.x, width);
    }
  }
  return cover;
}

function coverSpan(cover: Float32Array, row: number, from: number, to: number, width: number): void {
  const start = Math.max(0, from);
  const end = Math.min(width, to);
  for (let x = Math.floor(start); x < end; x += 1) {
    cover[row + x] = (cover[row + x] ?? 0) + (Math.min(end, x + 1) - Math.max(start, x)) / LINES;
  }
}
