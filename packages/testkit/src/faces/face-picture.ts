/** A square picture of a face as a scanner or a counterfeiter would have it: red, green and blue from 0 to 255, row by row. */
export interface FacePicture {
  readonly width: number;
  readonly height: number;
  readonly samples: Float32Array;
}

export type Colour = readonly [number, number, number];

export interface PaintOptions {
  /** Pixels of the face's own side; the picture is larger by twice the margin. */
  readonly side: number;
  readonly margin?: number;
  /** Degrees, clockwise. */
  readonly angle?: number;
  readonly ink?: Colour;
  readonly paper?: Colour;
}

type Point = readonly [number, number];

const LINES = 4;
const CURVE_STEPS = 10;

/** Paints an SVG of the closed profile, turned as outlines and not as pixels. Its paths must all be of one ink. */
export function paintFace(svg: string, options: PaintOptions): FacePicture {
  const { side, margin = 0, angle = 0, ink = [207, 17, 27], paper = [255, 255, 255] } = options;
  const size = side + 2 * margin;
  const [left = 0, top = 0, box = 1] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '').split(' ').map(Number);
  const turn = (angle * Math.PI) / 180;
  const place = (x: number, y: number): Point => {
    const [u, v] = [(x - left) / box - 0.5, (y - top) / box - 0.5];
    return [size / 2 + side * (u * Math.cos(turn) - v * Math.sin(turn)), size / 2 + side * (u * Math.sin(turn) + v * Math.cos(turn))];
  };
  const cover = new Float32Array(size * size);
  for (const [, d = '', rule] of svg.matchAll(/<path d="([^"]*)" fill="[^"]*" fill-rule="([a-z]*)"/g)) {
    coverPath(cover, size, outlineOf(d, place), rule === 'evenodd');
  }
  const samples = new Float32Array(size * size * 3);
  for (let at = 0; at < samples.length; at += 1) {
    const share = Math.min(1, cover[Math.floor(at / 3)] ?? 0);
    samples[at] = (paper[at % 3] ?? 0) * (1 - share) + (ink[at % 3] ?? 0) * share;
  }
  return { width: size, height: size, samples };
}

function outlineOf(d: string, place: (x: number, y: number) => Point): readonly (readonly Point[])[] {
  const outlines: Point[][] = [];
  let here: Point = [0, 0];
  for (const [, command, text = ''] of d.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const [a = 0, b = 0, c = 0, e = 0, f = 0, g = 0] = text
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (command === 'M') outlines.push([place(a, b)]);
    if (command === 'L') outlines.at(-1)?.push(place(a, b));
    if (command === 'C') {
      for (let step = 1; step <= CURVE_STEPS; step += 1) {
        const t = step / CURVE_STEPS;
        const mix = (p: number, q: number, r: number, s: number): number =>
          (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t * t * r + t ** 3 * s;
        outlines.at(-1)?.push(place(mix(here[0], a, c, f), mix(here[1], b, e, g)));
      }
    }
    if (command === 'M' || command === 'L') here = [a, b];
    if (command === 'C') here = [f, g];
  }
  return outlines;
}

function coverPath(cover: Float32Array, size: number, outlines: readonly (readonly Point[])[], evenOdd: boolean): void {
  const lines: [number, number][][] = Array.from({ length: size * LINES }, () => []);
  for (const outline of outlines) {
    for (const [at, [x1, y1]] of outline.entries()) {
      const [x2, y2] = outline[(at + 1) % outline.length] ?? [x1, y1];
      const [low, high] = [Math.min(y1, y2) * LINES - 0.5, Math.max(y1, y2) * LINES - 0.5];
      for (let line = Math.max(0, Math.ceil(low)); line < high && line < lines.length; line += 1) {
        const y = (line + 0.5) / LINES;
        lines[line]?.push([x1 + ((y - y1) / (y2 - y1)) * (x2 - x1), y2 > y1 ? 1 : -1]);
      }
    }
  }
  for (const [line, crossings] of lines.entries()) {
    crossings.sort((p, q) => p[0] - q[0]);
    let winding = 0;
    for (const [at, [from, direction]] of crossings.entries()) {
      winding += direction;
      const to = crossings[at + 1]?.[0];
      if (to === undefined || (evenOdd ? at % 2 === 1 : winding === 0)) continue;
      for (let x = Math.max(0, Math.floor(from)); x < Math.min(size, to); x += 1) {
        const cell = Math.floor(line / LINES) * size + x;
        cover[cell] = (cover[cell] ?? 0) + Math.max(0, Math.min(to, x + 1) - Math.max(from, x)) / LINES;
      }
    }
  }
}
