import { readFile } from 'node:fs/promises';
import { loadBundledGlyphs } from './bundled-glyphs.ts';
import { GlyphError } from './glyph-error.ts';
import { readGlyphFile } from './glyph-file.ts';

/** A file with one cut (song, 700) and the glyph "A": advance 600, triangle (0,0) (300,700) (600,0). */
const HEADER = '534b474c59504831 03e8 0001 00 02bc 00000001 00000017 00000041 00000023 00000032';
const GLYPH = 'd804 01 02 00 00 04 d804 f80a d804 f70a';
const FILE = Buffer.from(`${HEADER}${GLYPH}`.replaceAll(' ', ''), 'hex');
/** Hanzi of GB 2312, rows 16 to 87. */
const GB2312_HANZI = 6763;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof GlyphError) return error.code;
    throw error;
  }
  return 'no error';
}

function changed(at: number, octet: number): Uint8Array {
  const bytes = Uint8Array.from(FILE);
  bytes[at] = octet;
  return bytes;
}

function gb2312Hanzi(): readonly number[] {
  const decoder = new TextDecoder('gbk');
  const found: number[] = [];
  for (let row = 0xb0; row <= 0xf7; row += 1)
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      if (row === 0xd7 && cell > 0xf9) continue;
      const [character = ''] = decoder.decode(Uint8Array.of(row, cell));
      found.push(character.codePointAt(0) ?? 0);
    }
  return found;
}

describe('readGlyphFile', () => {
  it('gives advance and absolute path of a known glyph', () => {
    const glyph = readGlyphFile(FILE).outline(0x41, 700);
    expect(glyph).to.deep.equal({ unitsPerEm: 1000, advance: 600, path: 'M0 0L300 700L600 0Z' });
  });

  it('gives nothing for a character or a typeface that the file lacks', () => {
    const glyphs = readGlyphFile(FILE);
    expect(glyphs.outline(0x42, 700)).to.equal(undefined);
    expect(glyphs.outline(0x40, 700)).to.equal(undefined);
    expect(glyphs.outline(0x41, 700, 'grotesque')).to.equal(undefined);
  });

  it('refuses a wrong signature, unknown typeface and zero em', () => {
    expect(codeOf(() => readGlyphFile(changed(0, 0x54)))).to.equal('GLYPH_FILE_MALFORMED');
    expect(codeOf(() => readGlyphFile(changed(12, 9)))).to.equal('GLYPH_FILE_MALFORMED');
    const zeroEm = changed(8, 0);
    zeroEm[9] = 0;
    expect(codeOf(() => readGlyphFile(zeroEm))).to.equal('GLYPH_FILE_MALFORMED');
  });

  it('refuses every truncation of the file', () => {
    for (let length = 0; length < FILE.length; length += 1)
      expect(
        codeOf(() => readGlyphFile(FILE.subarray(0, length))),
        String(length),
      ).to.equal('GLYPH_FILE_MALFORMED');
  });

  it('refuses a glyph whose runs, numbers or end do not fit', () => {
    const glyphAt = 35;
    for (const [at, octet] of [
      [glyphAt + 2, 2],
      [glyphAt + 3, 1],
      [glyphAt + 3, 3],
      [glyphAt + 6, 0],
    ] as const)
      expect(
        codeOf(() => readGlyphFile(changed(at, octet)).outline(0x41, 700)),
        `${at}`,
      ).to.equal('GLYPH_FILE_MALFORMED');
  });
});

describe('loadBundledGlyphs', () => {
  it('has every hanzi of GB 2312 in both weights', async () => {
    const glyphs = await loadBundledGlyphs();
    const characters = gb2312Hanzi();
    expect(characters.length).to.equal(GB2312_HANZI);
    const missing = characters.filter((code) => !glyphs.outline(code, 600) || !glyphs.outline(code, 700));
    expect(missing.map((code) => code.toString(16))).to.deep.equal([]);
  });

  it('has letters, digits and hyphen in Song and grotesque, which differ', async () => {
    const glyphs = await loadBundledGlyphs();
    for (const character of 'ABCXYZabcxyz0123456789-·（）') {
      const code = character.codePointAt(0) ?? 0;
      expect(glyphs.outline(code, 700, 'song')?.path, character).to.match(/^M.*Z$/);
      expect(glyphs.outline(code, 700, 'grotesque')?.path, character).to.match(/^M.*Z$/);
    }
    expect(glyphs.outline(0x31, 700, 'song')?.path).to.not.equal(glyphs.outline(0x31, 700, 'grotesque')?.path);
  });

  it('gives 一 inside its em box', async () => {
    const glyph = (await loadBundledGlyphs()).outline(0x4e00, 700);
    expect(glyph?.advance).to.equal(1000);
    const numbers = glyph?.path.match(/-?\d+/g)?.map(Number) ?? [];
    expect(Math.min(...numbers)).to.be.at.least(0);
    expect(Math.max(...numbers)).to.be.at.most(1000);
  });

  it('stays below the size that is allowed for it, with its licence beside it', async () => {
    const file = await readFile(new URL('../../assets/noto-serif-sc.glyphs', import.meta.url));
    expect(file.length).to.be.at.most(8 * 1024 * 1024);
    expect(await readFile(new URL('../../assets/OFL.txt', import.meta.url), 'utf8')).to.include('SIL OPEN FONT LICENSE');
  });
});
