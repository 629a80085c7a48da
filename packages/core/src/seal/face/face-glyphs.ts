import type { GlyphOutline, GlyphSource, GlyphTypeface } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import type { Outline, OutlineStep } from './outline.ts';

/** A glyph ready to be set: its outline and advance in ems, y upwards from the baseline. */
export interface FaceGlyph {
  readonly advance: number;
  readonly outline: Outline;
}

const ARITY = { M: 2, L: 2, C: 6, Z: 0 } as const;
const TOKEN = /[\s,]*([MLCZ]|-?(?:\d+(?:\.\d+)?|\.\d+))/y;

/**
 * The glyph of one character.
 *
 * @throws {@link SealError} `FACE_GLYPH_MISSING` naming the code point, `FACE_GLYPH_MALFORMED` when its path is none of
 * absolute M, L, C and Z.
 */
export function faceGlyph(glyphs: GlyphSource, character: string, weight: number, typeface: GlyphTypeface): FaceGlyph {
  const codePoint = character.codePointAt(0) ?? 0;
  const glyph = glyphs.outline(codePoint, weight, typeface);
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  if (glyph === undefined)
    throw new SealError('FACE_GLYPH_MISSING', `expected a glyph for ${name}, the source has none`, {
      facts: { codePoint: name, character, typeface, weight },
    });
  const outline = parseGlyphPath(glyph);
  if (outline === undefined)
    throw new SealError('FACE_GLYPH_MALFORMED', `expected path data of absolute M, L, C and Z for ${name}`, { facts: { codePoint: name } });
  return { advance: glyph.advance / glyph.unitsPerEm, outline };
}

function parseGlyphPath({ path, unitsPerEm }: GlyphOutline): Outline | undefined {
  const tokens = tokenize(path);
  if (tokens === undefined || !(unitsPerEm > 0)) return undefined;
  const steps: OutlineStep[] = [];
  for (let at = 0; at < tokens.length;) {
    const command = tokens[at];
    if (command !== 'M' && command !== 'L' && command !== 'C' && command !== 'Z') return undefined;
    const operands = tokens.slice(at + 1, at + 1 + ARITY[command]).map((token) => Number(token) / unitsPerEm);
    const starts = steps.length === 0 || steps.at(-1)?.command === 'Z';
    if (operands.length !== ARITY[command] || !operands.every(Number.isFinite) || (command === 'M') !== starts) return undefined;
    steps.push({ command, coordinates: operands });
    at += 1 + operands.length;
  }
  return steps.length === 0 || steps.at(-1)?.command === 'Z' ? steps : undefined;
}

function tokenize(path: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const end = path.trimEnd().length;
  for (let position = 0; position < end; position = TOKEN.lastIndex) {
    TOKEN.lastIndex = position;
    const token = TOKEN.exec(path)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}
