export { loadBundledGlyphs } from './bundled-glyphs.ts';
export { GlyphError } from './glyph-error.ts';
export { readGlyphFile } from './glyph-file.ts';
export { loadReportGlyphs } from './report-glyphs.ts';
