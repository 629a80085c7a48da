import { FACE_SVG_LIMIT } from '@sealkit/core/pades';
import { PAD_SIZE, type PadStroke } from './pad-strokes.ts';
import { millimetres, type Pen, strokeLength, strokeOutline } from './stroke-outline.ts';

/** Why strokes are no signature: nothing was drawn, too little to be one, or more than a face holds. */
export type InkFault = 'empty' | 'too-small' | 'too-much';

/** A signature is at least so long along its lines, and so wide or so high, in micrometres: more than a dot or a slip of the hand. */
const LEAST = { length: 10_000, side: 6_000 } as const;
/** Distances of the discs that are tried until the face is short enough. */
const SPACINGS = [300, 500, 800, 1200] as const;

export function inkFault(strokes: readonly PadStroke[]): InkFault | null {
  if (strokes.length === 0) return 'empty';
  const length = strokes.reduce((sum, stroke) => sum + strokeLength(stroke), 0);
  const { width, height } = inkBounds(strokes, 0);
  return length < LEAST.length || Math.max(width, height) < LEAST.side ? 'too-small' : null;
}

/** The rectangle around all strokes with the half width of the pen, within the pad, in micrometres. */
export function inkBounds(strokes: readonly PadStroke[], margin: number) {
  const points = strokes.flatMap((stroke) => stroke.points);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.floor(Math.min(...xs) - margin);
  const top = Math.floor(Math.min(...ys) - margin);
  return { left, top, width: Math.ceil(Math.max(...xs) + margin) - left, height: Math.ceil(Math.max(...ys) + margin) - top };
}

/**
 * The strokes as a drawn face of the closed profile, cut to the ink: what a signature's appearance and a seal's statement take.
 * Pressure and time are in it only as the width of the line. Null without strokes, or where they do not fit into a face.
 */
export function inkFace(strokes: readonly PadStroke[], pen: Pen, colour: string): string | null {
  if (strokes.length === 0) return null;
  const { left, top, width, height } = inkBounds(strokes, pen.most / 2 + 250);
  const size = `width="${millimetres(width)}mm" height="${millimetres(height)}mm"`;
  const box = `viewBox="${millimetres(left)} ${millimetres(top)} ${millimetres(width)} ${millimetres(height)}"`;
  for (const spacing of SPACINGS) {
    const paths = strokes.map((stroke) => `<path d="${strokeOutline(stroke, pen, spacing)}" fill="${colour}"/>`).join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${box}>${paths}</svg>`;
    if (svg.length <= FACE_SVG_LIMIT) return svg;
  }
  return null;
}

/** A place of the screen as a place of the pad. */
export function padPlace(client: { readonly x: number; readonly y: number }, box: DOMRect): { readonly x: number; readonly y: number } {
  const bounded = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
  return {
    x: bounded(((client.x - box.left) / Math.max(1, box.width)) * PAD_SIZE.width, PAD_SIZE.width),
    y: bounded(((client.y - box.top) / Math.max(1, box.height)) * PAD_SIZE.height, PAD_SIZE.height),
  };
}
