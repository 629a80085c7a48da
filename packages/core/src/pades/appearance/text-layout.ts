import type { GlyphSource, GlyphTypeface } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import type { TextFace, TextGlyph, TextRun } from '../signing-act.ts';

/** A block of text for a signature's appearance. Lengths in micrometres. */
export interface TextBlock {
  /** Paragraphs, each broken into lines where it is too long. */
  readonly lines: readonly string[];
  readonly widthUm: number;
  readonly heightUm: number;
  /** Size of the em square; 3,500 (about 10 pt) by default. It shrinks as far as `smallestUm` until the text fits. */
  readonly sizeUm?: number;
  readonly smallestUm?: number;
  readonly align?: 'start' | 'centre' | 'end';
  /** `#rrggbb`; black by default. */
  readonly colour?: string;
  readonly typeface?: GlyphTypeface;
  readonly weight?: number;
}

const DEFAULT_SIZE = 3_500;
const DEFAULT_SMALLEST = 1_400;
const SHRINK = 0.94;
/** Distance of lines, and of the first baseline from the top, in ems. */
const LEADING = 1.35;
const ASCENT = 0.9;
const DEFAULT_WEIGHT = 400;
const EM = 1000;
const MAX_CHARACTERS = 4_000;

/**
 * Lays out a text block with the glyphs of a source. The face that comes out holds the outlines of exactly the glyphs that it
 * shows, so that every reader shows the same, whatever fonts it has.
 *
 * @throws {@link PadesError} `PADES_TEXT_GLYPH_MISSING` naming the code point, `PADES_TEXT_TOO_LONG`, `PADES_ACT_MALFORMED`.
 */
export function layOutText(block: TextBlock, source: GlyphSource): TextFace {
  const { widthUm, heightUm, lines } = block;
  const colour = block.colour ?? '#000000';
  if (!/^#[0-9a-fA-F]{6}$/.test(colour)) throw new PadesError('PADES_ACT_MALFORMED', 'text: expected a colour such as #1a2b3c');
  if (lines.join('').length > MAX_CHARACTERS) throw new PadesError('PADES_TEXT_TOO_LONG', `expected at most ${MAX_CHARACTERS} characters`);
  const glyphs = new GlyphCollection(source, block);
  const paragraphs = lines.map((line) => Array.from(line.normalize('NFC'), (character) => glyphs.glyph(character)));
  const smallest = block.smallestUm ?? DEFAULT_SMALLEST;
  for (let size = block.sizeUm ?? DEFAULT_SIZE; size >= smallest; size *= SHRINK) {
    const rows = paragraphs.flatMap((paragraph) => breakLines(paragraph, (widthUm * EM) / size));
    if (rows.length * LEADING * size > heightUm) continue;
    if (rows.some((row) => widthOf(row) * size > widthUm * EM)) continue;
    return { kind: 'text', widthUm, heightUm, colour, glyphs: glyphs.all, runs: placeRows(rows, size, block) };
  }
  throw new PadesError('PADES_TEXT_TOO_LONG', `expected text that fits ${widthUm / 1000} by ${heightUm / 1000} mm`);
}

/** A time as people read it, to the second, with its distance from UTC. @param zone minutes east of UTC. */
export function timeText(time: Date, zone: number): string {
  const shifted = new Date(time.getTime() + zone * 60_000).toISOString();
  const distance = Math.abs(zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = zone === 0 ? 'UTC' : `UTC${zone < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} ${offset}`;
}

/** The outlines that a block needs, each once, in thousandths of the em square. */
export class GlyphCollection {
  readonly #source: GlyphSource;
  readonly #block: Pick<TextBlock, 'typeface' | 'weight'>;
  readonly #glyphs = new Map<number, TextGlyph>();

  constructor(source: GlyphSource, block: Pick<TextBlock, 'typeface' | 'weight'>) {
    this.#source = source;
    this.#block = block;
  }

  get all(): readonly TextGlyph[] {
    return [...this.#glyphs.values()];
  }

  glyph(character: string): TextGlyph {
    const codePoint = character.codePointAt(0) ?? 0;
    const known = this.#glyphs.get(codePoint);
    if (known !== undefined) return known;
    const outline = this.#source.outline(codePoint, this.#block.weight ?? DEFAULT_WEIGHT, this.#block.typeface);
    if (outline === undefined) {
      const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
      throw new PadesError('PADES_TEXT_GLYPH_MISSING', `expected a glyph for ${name}`, { facts: { codePoint: name } });
    }
    const scale = EM / outline.unitsPerEm;
    const glyph = { codePoint, advance: rounded(outline.advance * scale), path: scaled(outline.path, scale) };
    this.#glyphs.set(codePoint, glyph);
    return glyph;
  }
}

export type TextRow = readonly TextGlyph[];

/** Lines of at most `most` thousandths, broken at spaces, and beside ideographs. */
export function breakLines(paragraph: TextRow, most: number): readonly TextRow[] {
  const rows: TextGlyph[][] = [];
  let row: TextGlyph[] = [];
  for (const word of wordsOf(paragraph)) {
    if (row.length > 0 && widthOf([...row, ...trimmed(word)]) > most) {
      rows.push(trimmed(row));
      row = [];
    }
    row.push(...(row.length === 0 ? word.slice(leadingSpaces(word)) : word));
  }
  return [...rows, trimmed(row)];
}

/** Pieces that stay together: a word with the spaces before it, or one ideograph. */
function wordsOf(paragraph: TextRow): readonly TextRow[] {
  const words: TextGlyph[][] = [];
  let previous: TextGlyph | undefined;
  for (const glyph of paragraph) {
    const joins = previous !== undefined && !(isSpace(glyph) && !isSpace(previous)) && !isIdeograph(glyph) && !isIdeograph(previous);
    const last = words.at(-1);
    if (joins && last !== undefined) last.push(glyph);
    else words.push([glyph]);
    previous = glyph;
  }
  return words;
}

function placeRows(rows: readonly TextRow[], size: number, { widthUm, align = 'start' }: TextBlock): readonly TextRun[] {
  return rows.flatMap((row, index): readonly TextRun[] => {
    const free = widthUm - (widthOf(row) * size) / EM;
    const xUm = Math.round(align === 'start' ? 0 : align === 'end' ? free : free / 2);
    const text = row.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
    return text === '' ? [] : [{ text, xUm, baselineUm: Math.round((index * LEADING + ASCENT) * size), sizeUm: Math.round(size) }];
  });
}

function widthOf(row: TextRow): number {
  return row.reduce((sum, { advance }) => sum + advance, 0);
}

function trimmed(row: TextRow): TextGlyph[] {
  let end = row.length;
  while (end > 0 && isSpace(row[end - 1])) end -= 1;
  return row.slice(0, end);
}

function leadingSpaces(row: TextRow): number {
  const first = row.findIndex((glyph) => !isSpace(glyph));
  return first < 0 ? row.length : first;
}

function isSpace(glyph: TextGlyph | undefined): boolean {
  return glyph !== undefined && (glyph.codePoint === 0x20 || glyph.codePoint === 0x3000 || glyph.codePoint === 0x09);
}

/** Scripts that are set without spaces. */
function isIdeograph({ codePoint }: TextGlyph): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(String.fromCodePoint(codePoint));
}

function scaled(path: string, scale: number): string {
  return scale === 1 ? path : path.replaceAll(/-?\d+(?:\.\d+)?/g, (number) => String(rounded(Number(number) * scale)));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
