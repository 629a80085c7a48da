import { encodeLatin1 } from '../../../../bytes/index.ts';
import { BASE_ENCODINGS, characterOfGlyph, decodePdfDoc } from './character-sets.ts';
import { readOperations } from './content-tokens.ts';
import { parseUnicodeMap } from './unicode-map.ts';

const read = (text: string) => readOperations(encodeLatin1(text));
const stringOf = (text: string) => {
  const operand = read(`${text} Tj`)?.[0]?.operands[0];
  return operand?.kind === 'string' ? String.fromCharCode(...operand.bytes) : undefined;
};

describe('operations of a content stream (ISO 32000-2 §7.8.2)', () => {
  it('reads strings as §7.3.4 writes them', () => {
    const cases = {
      '(a(b)c)': 'a(b)c',
      '(\\(\\)\\\\)': '()\\',
      '(\\101\\7z)': 'A\u0007z',
      '(a\\\r\nb)': 'ab',
      '(\\n\\x)': '\nx',
      '<4 1 4>': 'A@',
      '()': '',
    };
    for (const [text, value] of Object.entries(cases)) expect(stringOf(text), text).to.equal(value);
  });

  it('reads operands before their operator and passes over comments and dictionaries', () => {
    expect(read('1 -.5 Td % Tj\n/A#42 << /P << /Q (>>) >> >> BDC')).to.deep.equal([
      {
        operator: 'Td',
        operands: [
          { kind: 'number', value: 1 },
          { kind: 'number', value: -0.5 },
        ],
      },
      { operator: 'BDC', operands: [{ kind: 'name', value: 'AB' }, { kind: 'other' }] },
    ]);
  });

  it('gives up on what is not well-formed, and on inline images', () => {
    for (const text of ['(a', '<41', '<4x>', '[(a)', ']', '>', '<< /A', '1 2', 'BI /W 1 ID x EI', '[[1]] TJ'])
      expect(read(text), text).to.equal(undefined);
  });
});

describe('a content stream that nests without end', () => {
  it('is given up', () => {
    for (const open of ['<<', '[', '<< /A ']) expect(read(open.repeat(200_000)), open).to.equal(undefined);
  });
});

describe('characters of fonts (ISO 32000-2 annex D, §9.10.3)', () => {
  it('knows the encodings at their odd places', () => {
    const at = (name: string, code: number) => BASE_ENCODINGS[name]?.get(code);
    expect([at('WinAnsiEncoding', 0x80), at('WinAnsiEncoding', 0x9f), at('WinAnsiEncoding', 0x81)]).to.deep.equal(['€', 'Ÿ', undefined]);
    expect([at('MacRomanEncoding', 0x80), at('MacRomanEncoding', 0xca), at('MacRomanEncoding', 0xff)]).to.deep.equal(['Ä', '\u00a0', 'ˇ']);
    expect([at('StandardEncoding', 0x27), at('StandardEncoding', 0xbd), at('StandardEncoding', 0xfb)]).to.deep.equal(['’', '‰', 'ß']);
    expect(decodePdfDoc([0x41, 0xa0, 0x92, 0x9e])).to.equal('A€™ž');
  });

  it('knows glyphs by name', () => {
    const names = ['A', 'zero', 'asciitilde', 'exclamdown', 'ydieresis', 'zcaron', 'Euro', 'uni5408', 'u1F600', 'g12', 'uniD800'];
    expect(names.map(characterOfGlyph)).to.deep.equal(['A', '0', '~', '¡', 'ÿ', 'ž', '€', '合', '😀', undefined, undefined]);
  });

  it('refuses a character map with two answers or codes of two lengths', () => {
    const space = '1 begincodespacerange <00> <FF> endcodespacerange';
    const parse = (text: string) => parseUnicodeMap(encodeLatin1(text));
    expect(parse(`${space} 1 beginbfchar <41> <0042> endbfchar`)?.texts.get(0x41)).to.equal('B');
    expect(parse(`${space} 2 beginbfchar <41> <0042> <41> <0043> endbfchar`)).to.equal(undefined);
    expect(parse('2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange')).to.equal(undefined);
    expect(parse(`${space} 1 beginbfrange <00> <FFFFFFFF> <0041> endbfrange`)).to.equal(undefined);
  });
});
