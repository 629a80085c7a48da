import { encodeLatin1 } from '../../bytes/index.ts';
import { PDF_NULL, pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber, pdfRef, pdfString } from '../objects.ts';
import { PdfLexer } from './lexer.ts';
import { parseObject } from './object-parser.ts';
import { codeOf } from '../../../test/pdf/refusal.ts';
import { parseSpelled, serializeObject, spellObject } from './spelling.ts';

const respell = (text: string): string => spellObject(parseObject(new PdfLexer(encodeLatin1(text))));

/** Written by hand from formats.md "Frame digest": what a file may say, and its one spelling. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['null', 'null'],
  ['true', 'true'],
  ['+17', '17'],
  ['-0', '0'],
  ['007', '7'],
  ['123456789012345678901', '123456789012345678901'],
  ['4.', '4.0'],
  ['-.002', '-0.002'],
  ['+34.50', '34.5'],
  ['00.10', '0.1'],
  ['-0.0', '0.0'],
  ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
  ['/Name1', '/Name1'],
  ['/A;Name_With-Various***Characters?', '/A;Name_With-Various***Characters?'],
  ['/Lime#20Green', '/Lime#20Green'],
  ['/paired#28#29parentheses', '/paired#28#29parentheses'],
  ['/The_Key_of_F#23_Minor', '/The_Key_of_F#23_Minor'],
  ['/A#42', '/AB'],
  ['/#e5#9b#bd', '/#E5#9B#BD'],
  ['/', '/'],
  ['(a\\(b\\)c)', '<6128622963>'],
  ['(a(nested)b)', '<61286E65737465642962>'],
  ['(\\n\\r\\t\\b\\f\\\\\\053\\53\\5x\\q)', '<0A0D09080C5C2B2B057871>'],
  ['(a\\\r\nb\rc\r\nd\ne)', '<61620A630A640A65>'],
  ['()', '<>'],
  ['<901FA>', '<901FA0>'],
  ['< 90 1f\na3 >', '<901FA3>'],
  ['[1 2 0 R 3 4 R 5]', '[ 1 2 0 R 3 4 R 5 ]'],
  ['[]', '[ ]'],
  ['[null 1]', '[ null 1 ]'],
  ['<<>>', '<< >>'],
  ['<</b 1/a(x)/B null/A[/x]>>', '<< /A [ /x ] /a <78> /b 1 >>'],
  ['<</Kids%comment\n[12 0 R]/Count 1/A>>', '<< /Count 1 /Kids [ 12 0 R ] >>'],
  ['<</#41B 1/A 2/A#20 3>>', '<< /A 2 /A#20 3 /AB 1 >>'],
  ['<< /Rect [0 0 100.00 -5.10] >>', '<< /Rect [ 0 0 100.0 -5.1 ] >>'],
];

describe('the one spelling of an object (formats.md, frame digest)', () => {
  for (const [written, spelled] of KNOWN) {
    it(`spells ${JSON.stringify(written)} as ${spelled}`, () => {
      expect(respell(written)).to.equal(spelled);
      expect(spellObject(parseSpelled(spelled))).to.equal(spelled);
    });
  }

  it('spells made objects as read ones', () => {
    const made = pdfDict({
      Zed: PDF_NULL,
      'A B': pdfArray([pdfInteger(-3), pdfNumber('.5'), pdfRef(7, 1)]),
      S: pdfString(encodeLatin1('hi')),
      N: pdfName('x/y'),
    });
    expect(serializeObject(made)).to.equal('<< /A#20B [ -3 0.5 7 1 R ] /N /x#2Fy /S <6869> >>');
  });

  it('keeps the digits of a real that no double holds', () => {
    expect(respell('16777217.000000000000000000001')).to.equal('16777217.000000000000000000001');
  });

  it('refuses a key that occurs twice, however it is written', () => {
    expect(codeOf(() => respell('<</A 1/B 2/A 3>>'))).to.equal('PDF_DUPLICATE_KEY');
    expect(codeOf(() => respell('[<</A 1/#41 1>>]'))).to.equal('PDF_DUPLICATE_KEY');
    expect(codeOf(() => parseSpelled('<< /A 1 /A 1 >>'))).to.equal('PDF_DUPLICATE_KEY');
  });

  const others = [
    '<</A 1>>',
    '<< /B 1 /A 2 >>',
    '[1]',
    '[ 1  2 ]',
    '1.50',
    '+1',
    '.5',
    '-0',
    '01',
    '5.',
    '/a#62',
    '/a#2f',
    '(x)',
    '<ab>',
    '<A>',
    '<< /A null >>',
    ' 1',
    '1 ',
    '1 %c',
    '1 2',
    '01 0 R',
    '<< /A >>',
    '\u0100',
  ];
  for (const text of others) {
    it(`refuses the other spelling ${JSON.stringify(text)}`, () => {
      expect(codeOf(() => parseSpelled(text))).to.equal('PDF_SPELLING_NOT_CANONICAL');
    });
  }

  for (const text of ['', '[', '<< /A', '<AB', '<< /A 1 >', '/A%', 'nul', 'endobj', ']', '>>', '--1', '1e5', '<0G>', '<< 1 /A >>']) {
    it(`refuses ${JSON.stringify(text)}, which is no object`, () => {
      expect(codeOf(() => parseSpelled(text))).to.match(/^PDF_(OBJECT_MALFORMED|UNEXPECTED_END|SPELLING_NOT_CANONICAL)$/);
    });
  }

  it('refuses nesting, names and numbers beyond the limits without exhausting the stack', () => {
    expect(codeOf(() => respell('['.repeat(100_000)))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(codeOf(() => respell('<</A'.repeat(100_000)))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(codeOf(() => respell(`/${'a'.repeat(5000)}`))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(codeOf(() => respell('1'.repeat(5000)))).to.equal('PDF_OBJECT_MALFORMED');
  });

  it('refuses to spell a stream', () => {
    const stream = { kind: 'stream', dict: pdfDict({}), rawRange: { start: 0, end: 0 }, lengthHolds: true, ref: pdfRef(1) } as const;
    expect(codeOf(() => spellObject(stream))).to.equal('PDF_NOT_SPELLABLE');
  });

  it('refuses every truncation of a nested object', () => {
    const text = '<< /A [ 1 2 0 R /B ] /C <AB> >>';
    for (let end = 0; end < text.length; end += 1) expect(codeOf(() => parseSpelled(text.slice(0, end)))).to.not.equal('');
  });
});
