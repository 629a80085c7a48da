import type { GlyphSource } from '../../ports/index.ts';

/** Glyphs under the name by which a package says with what its report is drawn. */
export interface ReportGlyphs {
  /** A new name for every change of an outline. */
  readonly name: string;
  readonly source: GlyphSource;
}
