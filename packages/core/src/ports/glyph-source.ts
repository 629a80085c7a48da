/** The outline of one character, in units of the em square, y upwards, as absolute path commands. */
export interface GlyphOutline {
  /** Units per em, for instance 1000. */
  readonly unitsPerEm: number;
  /** Advance width in the same units. */
  readonly advance: number;
  /** SVG path data of absolute `M`, `L`, `C` and `Z` commands only; y grows upwards from the baseline. */
  readonly path: string;
}

/** The two styles of type on a seal face: Song for names and lines, a grotesque for codes and the test mark. */
export type GlyphTypeface = 'song' | 'grotesque';

/**
 * Glyph outlines for seal faces. `undefined` when there is no such glyph: the caller names the code point in an error.
 * Without `typeface` Song is meant; a source of one style alone may ignore it.
 */
export interface GlyphSource {
  outline(codePoint: number, weight: number, typeface?: GlyphTypeface): GlyphOutline | undefined;
}
