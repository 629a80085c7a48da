/** The outline of one character, in units of the em square, y upwards, as absolute path commands. */
export interface GlyphOutline {
  /** Units per em, for instance 1000. */
  readonly unitsPerEm: number;
  /** Advance width in the same units. */
  readonly advance: number;
  /** SVG path data of absolute `M`, `L`, `C` and `Z` commands only; y grows upwards from the baseline. */
  readonly path: string;
}

/** Glyph outlines for seal faces. `undefined` when there is no such glyph: the caller names the code point in an error. */
export interface GlyphSource {
  outline(codePoint: number, weight: number): GlyphOutline | undefined;
}
