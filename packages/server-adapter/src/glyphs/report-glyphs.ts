import { readFile } from 'node:fs/promises';
import { encodeHex } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { ReportGlyphs } from '@sealkit/core/evidence';
import { BUNDLED_GLYPHS } from './bundled-glyphs.ts';
import { readGlyphFile } from './glyph-file.ts';

/** The bundled glyphs for reports of evidence, under a name that changes with their file. Reads 5 MiB at each call: keep them. */
export async function loadReportGlyphs(): Promise<ReportGlyphs> {
  const file = await readFile(BUNDLED_GLYPHS);
  const name = `noto-serif-sc ${encodeHex(await digest('SHA-256', file)).slice(0, 16)}`;
  return { name, source: readGlyphFile(file) };
}
