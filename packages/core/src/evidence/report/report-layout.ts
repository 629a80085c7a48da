import { breakLines, GlyphCollection, type TextRow, type TextRun } from '../../pades/index.ts';
import type { GlyphSource } from '../../ports/index.ts';
import type { ReportLine } from './report-lines.ts';
import { LABEL_WORDS, REPORT_NOTES, REPORT_TITLE, SECTION_WORDS } from './report-words.ts';

/** A4, in micrometres. */
export const PAGE = { widthUm: 210_000, heightUm: 297_000, marginUm: 18_000 } as const;

/** Where the check code stands: the upper right corner of the first page. */
export const CHECK_CODE_UM = 30_000;

/** A picture that stands in the text, as wide and high as it is. */
export interface ReportPicture {
  readonly record: string;
  readonly widthUm: number;
  readonly heightUm: number;
}

export interface ReportPage {
  readonly runs: readonly TextRun[];
  /** Lower left corner, from the lower left of the page. */
  readonly pictures: readonly { readonly record: string; readonly xUm: number; readonly yUm: number }[];
}

const SIZE = { title: 5_200, heading: 3_800, text: 2_700 } as const;
const LEADING = 1.4;
const ASCENT = 0.9;
const EM = 1000;
const LABEL_WIDTH = 52_000;
const GAP = 3_000;
const FOOTER = 10_000;
const TEXT_WIDTH = PAGE.widthUm - 2 * PAGE.marginUm;
/** Of the bundled glyphs the lighter one. */
const CUT = { typeface: 'song', weight: 600 } as const;

/**
 * The lines of a report on pages: section by section, label beside value, each broken where it is too long.
 *
 * @param isCoded whether a check code takes its corner of the first page
 */
export function layOutReport(
  lines: readonly ReportLine[],
  pictures: readonly ReportPicture[],
  source: GlyphSource,
  isCoded: boolean,
): { readonly pages: readonly ReportPage[]; readonly glyphs: GlyphCollection } {
  const layout = new Layout(source);
  const beside = isCoded ? CHECK_CODE_UM + GAP : 0;
  layout.paragraph(REPORT_TITLE, SIZE.title, TEXT_WIDTH - beside);
  for (const note of REPORT_NOTES) layout.paragraph(note, SIZE.text, TEXT_WIDTH - beside);
  if (isCoded) layout.reach(PAGE.marginUm + CHECK_CODE_UM);
  lines.forEach(({ section, record, label, value }, index) => {
    if (lines[index - 1]?.section !== section) layout.heading(SECTION_WORDS[section]);
    layout.pair(LABEL_WORDS[label], value);
    const isLast = lines[index + 1]?.record !== record;
    if (isLast) for (const picture of pictures.filter((one) => one.record === record)) layout.picture(picture);
  });
  return { pages: layout.finish(), glyphs: layout.glyphs };
}

interface OpenPage {
  readonly runs: TextRun[];
  readonly pictures: ReportPage['pictures'][number][];
}

/** The pages as far as they are, and how far the last one is filled. */
class Layout {
  readonly glyphs: GlyphCollection;
  readonly #source: GlyphSource;
  readonly #pages: OpenPage[] = [{ runs: [], pictures: [] }];
  #topUm: number = PAGE.marginUm;

  constructor(source: GlyphSource) {
    this.#source = source;
    this.glyphs = new GlyphCollection(source, CUT);
  }

  paragraph(text: string, size: number, width: number): void {
    this.#rows(this.#broken(text, size, width), size, PAGE.marginUm);
  }

  heading(text: string): void {
    this.#topUm += SIZE.heading;
    this.#room(3 * SIZE.heading * LEADING);
    this.paragraph(text, SIZE.heading, TEXT_WIDTH);
  }

  pair(label: string, value: string): void {
    const left = this.#broken(label, SIZE.text, LABEL_WIDTH);
    const right = this.#broken(value, SIZE.text, TEXT_WIDTH - LABEL_WIDTH - GAP);
    // Longer values go on over pages, so that only the first rows have to stand beside each other.
    this.#room(left.length * SIZE.text * LEADING);
    const top = this.#topUm;
    const page = this.#pages.length;
    this.#rows(left, SIZE.text, PAGE.marginUm);
    const below = this.#topUm;
    this.#topUm = top;
    this.#rows(right, SIZE.text, PAGE.marginUm + LABEL_WIDTH + GAP);
    if (this.#pages.length === page) this.#topUm = Math.max(this.#topUm, below);
  }

  picture({ record, widthUm, heightUm }: ReportPicture): void {
    this.#room(heightUm + GAP);
    const xUm = PAGE.marginUm + LABEL_WIDTH + GAP;
    if (xUm + widthUm <= PAGE.widthUm) this.#page.pictures.push({ record, xUm, yUm: PAGE.heightUm - this.#topUm - GAP - heightUm });
    this.#topUm += heightUm + 2 * GAP;
  }

  reach(topUm: number): void {
    this.#topUm = Math.max(this.#topUm, topUm);
  }

  finish(): readonly ReportPage[] {
    this.#pages.forEach(({ runs }, index) => {
      const text = `${index + 1} / ${this.#pages.length}`;
      this.#broken(text, SIZE.text, TEXT_WIDTH);
      runs.push({ text, xUm: PAGE.widthUm - PAGE.marginUm - FOOTER, baselineUm: PAGE.heightUm - FOOTER, sizeUm: SIZE.text });
    });
    return this.#pages;
  }

  get #page(): OpenPage {
    const last = this.#pages.at(-1);
    if (last === undefined) throw new RangeError('expected a page');
    return last;
  }

  /** A new page where the rest of this one is less. */
  #room(heightUm: number): void {
    if (this.#topUm + heightUm <= PAGE.heightUm - PAGE.marginUm) return;
    this.#pages.push({ runs: [], pictures: [] });
    this.#topUm = PAGE.marginUm;
  }

  #rows(rows: readonly TextRow[], size: number, xUm: number): void {
    for (const row of rows) {
      this.#room(size * LEADING);
      const text = row.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
      if (text !== '') this.#page.runs.push({ text, xUm, baselineUm: Math.round(this.#topUm + ASCENT * size), sizeUm: size });
      this.#topUm += size * LEADING;
    }
  }

  /** Words that are longer than a row, such as digests, are cut where the row ends. */
  #broken(text: string, size: number, width: number): readonly TextRow[] {
    const most = (width * EM) / size;
    const glyphs = Array.from(shown(text, this.#source), (character) => this.glyphs.glyph(character));
    return breakLines(glyphs, most).flatMap((row) => cut(row, most));
  }
}

function cut(row: TextRow, most: number): readonly TextRow[] {
  const rows: TextRow[] = [];
  let open: TextRow = [];
  let width = 0;
  for (const glyph of row) {
    if (width + glyph.advance > most && open.length > 0) {
      rows.push(open);
      [open, width] = [[], 0];
    }
    open = [...open, glyph];
    width += glyph.advance;
  }
  return [...rows, open];
}

/** The text with the number of each character that the glyphs lack in its place: no name keeps a report from being made. */
function shown(text: string, source: GlyphSource): string {
  return Array.from(text.normalize('NFC'), (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (source.outline(codePoint, CUT.weight, CUT.typeface) !== undefined) return character;
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}
