import { readFile } from 'node:fs/promises';
import type { GlyphSource } from '@sealkit/core/ports';
import { readGlyphFile } from './glyph-file.ts';

/** Its path is the same from `src` and from `dist`. */
export const BUNDLED_GLYPHS: URL = new URL('../../assets/noto-serif-sc.glyphs', import.meta.url);

/**
 * The glyphs that come with this package: Noto Serif SC in weights 600 and 700 with every character of GB 2312 and ASCII,
 * and Noto Sans SC 700 for codes and the test mark (SIL Open Font License, `assets/OFL.txt`). Reads 5 MiB at each call:
 * keep the source.
 */
export async function loadBundledGlyphs(): Promise<GlyphSource> {
  return readGlyphFile(await readFile(BUNDLED_GLYPHS));
}
