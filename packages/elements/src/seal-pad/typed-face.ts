import { SealkitError } from '@sealkit/core/errors';
import { type FaceSegment, parseFacePath } from '@sealkit/core/pades';
import type { GlyphSource } from '@sealkit/core/ports';
import { PAD_SIZE } from './pad-strokes.ts';
import { millimetres } from './stroke-outline.ts';

/** Height of an em in micrometres before the name is fitted into the pad. */
const EM = 14_000;
const WEIGHT = 500;
/** Room above and below the baseline in ems, for accents and descenders. */
const ASCENT = 0.95;
const DESCENT = 0.3;

/** A name that was typed as a face, or the characters that no outline is known of. */
export type TypedFace = { readonly svg: string } | { readonly missing: readonly string[] };

/** A typed name as a drawn face of the closed profile, set in the outlines of a glyph source; null for an empty name. */
export function typedFace(name: string, glyphs: GlyphSource, colour: string): TypedFace | null {
  const characters = Array.from(name.trim());
  if (characters.length === 0) return null;
  const outlines = characters.map((character) => {
    const glyph = glyphs.outline(character.codePointAt(0) ?? 0, WEIGHT, 'song');
    return { character, glyph, segments: glyph && segmentsOf(glyph.path) };
  });
  const missing = outlines
    .filter(({ character, segments }) => segments === undefined && character !== ' ')
    .map(({ character }) => character);
  if (missing.length > 0) return { missing: [...new Set(missing)] };
  const advances = outlines.map(({ glyph }) => (glyph === undefined ? 0.3 : glyph.advance / glyph.unitsPerEm));
  const ems = advances.reduce((sum, advance) => sum + advance, 0);
  const em = Math.min(EM, PAD_SIZE.width / Math.max(ems, 0.001));
  let at = 0;
  const paths = outlines.map(({ glyph, segments = [] }, index) => {
    const left = at * em;
    at += advances[index] ?? 0;
    if (glyph === undefined || segments.length === 0) return '';
    const d = placed(segments, (x, y) => [left + (x / glyph.unitsPerEm) * em, (ASCENT - y / glyph.unitsPerEm) * em]);
    return `<path d="${d}" fill="${colour}"/>`;
  });
  const [width, height] = [Math.max(1, Math.ceil(ems * em)), Math.ceil((ASCENT + DESCENT) * em)];
  const size = `width="${millimetres(width)}mm" height="${millimetres(height)}mm"`;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${millimetres(width)} ${millimetres(height)}">${paths.join('')}</svg>`,
  };
}

/** The steps of an outline; undefined for one that is none of the closed profile. */
function segmentsOf(path: string): readonly FaceSegment[] | undefined {
  if (path.trim() === '') return [];
  try {
    return parseFacePath(path).segments;
  } catch (error) {
    if (error instanceof SealkitError) return undefined;
    throw error;
  }
}

/** An outline with each point moved, in millimetres. */
function placed(segments: readonly FaceSegment[], move: (x: number, y: number) => readonly [number, number]): string {
  return segments
    .map(({ command, coordinates }) => {
      const numbers: string[] = [];
      for (let index = 0; index < coordinates.length; index += 2) {
        const [x, y] = move((coordinates[index] ?? 0) / 1000, (coordinates[index + 1] ?? 0) / 1000);
        numbers.push(millimetres(x), millimetres(y));
      }
      return `${command}${numbers.join(' ')}`;
    })
    .join('');
}
