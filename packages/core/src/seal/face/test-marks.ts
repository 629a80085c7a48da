import type { GlyphSource } from '../../ports/index.ts';
import { type Vector, arcBetween, moveTo, ringSector } from './circle.ts';
import { markText, rotation } from './face-text.ts';
import { type Affine, type Outline, transformOutline } from './outline.ts';
import { sineCosine } from '../trigonometry.ts';

/** The text of the band on test material; the same for every language of the page. */
const MARK = ['测', '试', ' ', 'T', 'E', 'S', 'T'];
/** What stands where a face of test material would have its code. */
export const TEST_CODE = 'TEST-TEST-TEST';
const DASHES = 36;
const INK = 2 / 3;
const TILT = -12;

/** The border of test material: dashes, one of them at 12 o'clock. */
export function brokenBorder(outer: number, inner: number): Outline {
  const pitch = 360 / DASHES;
  const half = (pitch * INK) / 2;
  return Array.from({ length: DASHES }, (_, index) => ringSector(outer, inner, index * pitch - half, index * pitch + half)).flat();
}

/**
 * The solid band with the knocked-out mark, to be filled even-odd: a strip through (0, centreY), turned, cut by the circle of
 * `radius` about the origin.
 */
export function testBand(radius: number, centreY: number, height: number, glyphs: GlyphSource): Outline {
  const { sine, cosine } = sineCosine(TILT);
  const toFace: Affine = [cosine, sine, -sine, cosine, 0, centreY];
  return [...strip(radius, centreY, height), ...transformOutline(markText(MARK, height, glyphs), toFace)];
}

/** Between two parallel chords of the circle, with the arcs that join them. */
function strip(radius: number, centreY: number, height: number): Outline {
  const { cosine } = sineCosine(TILT);
  const distance = centreY * cosine;
  const top = chord(radius, distance - height / 2);
  const bottom = chord(radius, distance + height / 2);
  return transformOutline(
    [
      moveTo(top.left),
      { command: 'L', coordinates: top.right },
      ...arcBetween(top.right, bottom.right),
      { command: 'L', coordinates: bottom.left },
      ...arcBetween(bottom.left, top.left),
      { command: 'Z', coordinates: [] },
    ],
    rotation(TILT),
  );
}

function chord(radius: number, y: number): { readonly left: Vector; readonly right: Vector } {
  const x = Math.sqrt(radius * radius - y * y);
  return { left: [-x, y], right: [x, y] };
}
