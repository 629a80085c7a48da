import type { GlyphSource, GlyphTypeface } from '../../ports/index.ts';
import { type FaceGlyph, faceGlyph } from './face-glyphs.ts';
import { type Affine, composeAffine, type Outline, transformOutline } from './outline.ts';
import { type RingLayout, codeRadius, codeStep } from './ring-layout.ts';
import { sineCosine } from '../trigonometry.ts';

/** One em is this much higher and wider than the cell that a glyph is drawn in. */
const EM_PER_CELL = 1.06;
/** Height of a glyph's centre above its baseline, in cell heights. */
const CENTRE_ABOVE_BASELINE = 0.36;
/** Digits are not condensed further than this. */
const NARROWEST_DIGIT = 0.5;
/** Nominal digit of the grotesque, in ems: glyphs are scaled by the em, never by their own ink. */
const DIGIT_HEIGHT = 0.741;
const DIGIT_WIDTH = 0.5;
const RING_WEIGHT = 700;
const LINE_WEIGHT = 600;
const CODE_WEIGHT = 700;
/** Size of the test mark's text in heights of its band, and the space between its characters in ems. */
const MARK_SIZE = 0.56;
const MARK_SPACING = 0.06;
const MARK_BASELINE = 0.37;
const MARK_WEIGHT = 700;

export interface LineLayout {
  readonly baseline: number;
  readonly height: number;
  readonly width: number;
  readonly pitch: number;
}

/** Name on the upper arc, feet to the centre. */
export function ringText(characters: readonly string[], layout: RingLayout, glyphs: GlyphSource): Outline {
  const first = (-layout.step * (characters.length - 1)) / 2;
  const baseline = -layout.centreRadius + CENTRE_ABOVE_BASELINE * layout.height;
  return characters.flatMap((character, index) => {
    const glyph = faceGlyph(glyphs, character, RING_WEIGHT, typefaceOf(character));
    const condensing = condense(character, layout.width / layout.height);
    const size = EM_PER_CELL * layout.height;
    return place(glyph, [size * condensing, size], baseline, rotation(first + index * layout.step));
  });
}

/** The horizontal line of a round face. */
export function lineLayout(characters: number, diameter: number, hasStar: boolean): LineLayout {
  const k = diameter / 40;
  const height = (hasStar ? 4.2 : 5) * k;
  const pitch = (hasStar ? Math.min(4.2, 21 / characters) : Math.min(3.9, 19.5 / characters)) * k;
  return { baseline: (hasStar ? 11.4 : 2.2) * k, height, pitch, width: Math.min(0.8 * height, 0.9 * pitch) };
}

export function lineText(characters: readonly string[], layout: LineLayout, glyphs: GlyphSource): Outline {
  return characters.flatMap((character, index) => {
    const glyph = faceGlyph(glyphs, character, LINE_WEIGHT, typefaceOf(character));
    const condensing = condense(character, layout.width / layout.height);
    const size = EM_PER_CELL * layout.height;
    const shift: Affine = [1, 0, 0, 1, (index - (characters.length - 1) / 2) * layout.pitch, 0];
    return place(glyph, [size * condensing, size], layout.baseline, shift);
  });
}

/** Code on the lower arc, heads to the centre, read from left to right. */
export function codeText(characters: readonly string[], diameter: number, glyphs: GlyphSource): Outline {
  const k = diameter / 40;
  const baseline = codeRadius(diameter) + (1.5 * k) / 2;
  const size: readonly [number, number] = [(0.9 * k) / DIGIT_WIDTH, (1.5 * k) / DIGIT_HEIGHT];
  return characters.flatMap((character, index) => {
    const glyph = faceGlyph(glyphs, character, CODE_WEIGHT, 'grotesque');
    return place(glyph, size, baseline, rotation(((characters.length - 1) / 2 - index) * codeStep(diameter)));
  });
}

/** One level line of text centred on x = 0 for a band of this height, y = 0 at its middle. */
export function markText(characters: readonly string[], bandHeight: number, glyphs: GlyphSource): Outline {
  const size = MARK_SIZE * bandHeight;
  const set = characters.map((character) => faceGlyph(glyphs, character, MARK_WEIGHT, 'grotesque'));
  const length = set.reduce((sum, glyph) => sum + glyph.advance, 0) + MARK_SPACING * (set.length - 1);
  let left = (-length / 2) * size;
  return set.flatMap((glyph) => {
    const centre = left + (glyph.advance / 2) * size;
    left += (glyph.advance + MARK_SPACING) * size;
    return place(glyph, [size, size], MARK_BASELINE * size, [1, 0, 0, 1, centre, 0]);
  });
}

export function rotation(degrees: number): Affine {
  const { sine, cosine } = sineCosine(degrees);
  return [cosine, sine, -sine, cosine, 0, 0];
}

/** Sets a glyph upright with its advance centred on x = 0, then moves it. */
function place(glyph: FaceGlyph, [width, height]: readonly [number, number], baseline: number, move: Affine): Outline {
  const upright: Affine = [width, 0, 0, -height, (-glyph.advance / 2) * width, baseline];
  return transformOutline(glyph.outline, composeAffine(upright, move));
}

function typefaceOf(character: string): GlyphTypeface {
  return isDigit(character) ? 'grotesque' : 'song';
}

function condense(character: string, ratio: number): number {
  return isDigit(character) ? Math.max(NARROWEST_DIGIT, ratio) : ratio;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}
