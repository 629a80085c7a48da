import { codeOf } from '../../../test/pades/refusal.ts';
import { decodeLatin1 } from '../../bytes/index.ts';
import type { GlyphSource } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import { layOutText, type TextBlock, timeText } from './text-layout.ts';
import { textObjects } from './text-objects.ts';

/** Half-em squares for Latin and a space, whole ems for the rest, of a font of 500 units; nothing for U+0416. */
const SQUARES: GlyphSource = {
  outline: (codePoint) =>
    codePoint === 0x416
      ? undefined
      : { unitsPerEm: 500, advance: codePoint < 0x250 ? 250 : 500, path: codePoint === 0x20 ? '' : 'M 0 0 L 200 0 L 200 200 L 0 200 Z' },
};
const block = (lines: readonly string[], more: Partial<TextBlock> = {}): TextBlock => ({
  lines,
  widthUm: 40_000,
  heightUm: 20_000,
  sizeUm: 4_000,
  ...more,
});
const textsOf = (lines: readonly string[], more: Partial<TextBlock> = {}): readonly string[] =>
  layOutText(block(lines, more), SQUARES).runs.map(({ text }) => text);

describe('a text block', () => {
  it('holds each glyph once, in thousandths of the em', () => {
    const face = layOutText(block(['abba']), SQUARES);
    expect(face.glyphs).to.deep.equal([
      { codePoint: 97, advance: 500, path: 'M 0 0 L 400 0 L 400 400 L 0 400 Z' },
      { codePoint: 98, advance: 500, path: 'M 0 0 L 400 0 L 400 400 L 0 400 Z' },
    ]);
    expect(face.runs).to.deep.equal([{ text: 'abba', xUm: 0, baselineUm: 3_600, sizeUm: 4_000 }]);
  });

  it('breaks at spaces, and beside ideographs, never within a word', () => {
    expect(textsOf(['signed by somebody else'])).to.deep.equal(['signed by somebody', 'else']);
    expect(textsOf(['甲方签字盖章确认之后合同生效'])).to.deep.equal(['甲方签字盖章确认之后', '合同生效']);
    expect(textsOf(['甲方signed合同'], { widthUm: 20_000 })).to.deep.equal(['甲方signed', '合同']);
    expect(textsOf(['one', '', 'two'])).to.deep.equal(['one', 'two']);
  });

  it('stands at the start, in the middle or at the end', () => {
    const at = (align: TextBlock['align'] & string): readonly number[] =>
      layOutText(block(['ab'], { align }), SQUARES).runs.map(({ xUm }) => xUm);
    expect([at('start'), at('centre'), at('end')]).to.deep.equal([[0], [18_000], [36_000]]);
  });

  it('shrinks until it fits, and no further than it may', () => {
    const [run] = layOutText(block(['incomprehensibilities'], { widthUm: 30_000 }), SQUARES).runs;
    expect(run?.sizeUm).to.be.within(2_500, 2_858);
    expect(codeOf(() => layOutText(block(['x'.repeat(200)]), SQUARES))).to.equal('PADES_TEXT_TOO_LONG');
    expect(codeOf(() => layOutText(block(Array.from({ length: 40 }, () => 'x')), SQUARES))).to.equal('PADES_TEXT_TOO_LONG');
    expect(codeOf(() => layOutText(block(['x'.repeat(5_000)]), SQUARES))).to.equal('PADES_TEXT_TOO_LONG');
  });

  it('names the code point that has no glyph', () => {
    let facts: PadesError['facts'] = {};
    try {
      layOutText(block(['aЖ']), SQUARES);
    } catch (error) {
      if (error instanceof PadesError) facts = { ...error.facts, code: error.code };
    }
    expect(facts).to.deep.equal({ code: 'PADES_TEXT_GLYPH_MISSING', codePoint: 'U+0416' });
    expect(codeOf(() => layOutText(block(['a'], { colour: 'red' }), SQUARES))).to.equal('PADES_ACT_MALFORMED');
  });
});

describe('the objects of a text', () => {
  it('are one Type 3 font with its glyphs, and a way back to Unicode', () => {
    const { content, fonts, objects } = textObjects(layOutText(block(['a合']), SQUARES), 10);
    expect(fonts.map(([name]) => name)).to.deep.equal(['F1']);
    expect(decodeLatin1(content)).to.equal('0 0 0 rg\nBT\n1 0 0 1 0 46.4882 Tm\n/F1 11.3386 Tf\n<0102> Tj\nET\n');
    const texts = objects.map(({ body }) => (body.kind === 'stream' ? decodeLatin1(body.content) : ''));
    expect(texts[0]).to.equal('500 0 0 0 400 400 d1\n0 0 m\n400 0 l\n400 400 l\n0 400 l\nh\nf\n');
    expect(texts[2]).to.include('2 beginbfchar\n<01> <0061>\n<02> <5408>\nendbfchar');
  });

  it('are several fonts for more than 255 glyphs; a run changes between them', () => {
    const text = Array.from({ length: 300 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    const { content, fonts } = textObjects(layOutText(block([text], { widthUm: 200_000, heightUm: 200_000 }), SQUARES), 1);
    expect(fonts.length).to.equal(2);
    expect(decodeLatin1(content)).to.match(/<[0-9a-f]*ff> Tj\n\/F2 11\.3386 Tf\n<01/);
  });
});

describe('a time as people read it', () => {
  it('has its distance from UTC', () => {
    const time = new Date('2026-11-27T13:20:05.400Z');
    expect([timeText(time, 480), timeText(time, 0), timeText(time, -210)]).to.deep.equal([
      '2026-11-27 21:20:05 UTC+08:00',
      '2026-11-27 13:20:05 UTC',
      '2026-11-27 09:50:05 UTC-03:30',
    ]);
  });
});
