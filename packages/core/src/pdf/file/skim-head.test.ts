import { array, assert, constantFrom, property } from 'fast-check';
import { encodeLatin1 } from '../../bytes/index.ts';
import { entryOf, integerOf, nameOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';
import { skimHead, type SkimmedHead } from './skim-head.ts';

const skim = (text: string): SkimmedHead | undefined => skimHead(encodeLatin1(text), 0);
/** What is behind a head in a file. */
const MORE = ' 0123456789';

/** The same from the parser; undefined where it fails. */
function parsed(text: string): SkimmedHead | undefined {
  const lexer = new PdfLexer(encodeLatin1(text));
  try {
    const dict = parseObject(lexer);
    if (dict.kind !== 'dict') return undefined;
    lexer.skipSpace();
    const length = integerOf(entryOf(dict, 'Length'));
    const type = nameOf(entryOf(dict, 'Type'));
    if (!lexer.takeKeyword('stream')) return { body: undefined, length, type };
    if (lexer.peek() === 0x0d) lexer.position += 1;
    if (lexer.peek() === 0x0a) lexer.position += 1;
    return { body: lexer.position, length, type };
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

const PIECES = [
  '<<', '>>', '[', ']', '/Type', '/Length', '/ObjStm', '/A', '/A#42', '/', '5', '0', '12 0 R', ' R', '-1.5', '+7', '.5', '.', '1-2',
  '(a)', '(b\\)>>)', '(', '<4E>', '<4 E', '<g>', 'true', 'null', 'stream\r\n', 'stream\n', 'endobj', '%x\n', ' ', '\n', '1234567890123456',
]; // prettier-ignore

describe('skimHead: what a search needs of a dictionary', () => {
  it('tells type, length and body', () => {
    expect(skim(`<</Type/ObjStm/Length 12>>stream\r\n${MORE}`)).to.deep.equal({ type: 'ObjStm', length: 12, body: 34 });
    expect(skim(`<< /Length 5 0 R /B << /Length 7 >> >>\nstream\n${MORE}`)).to.deep.equal({ type: undefined, length: undefined, body: 46 });
    expect(skim(`<< /Type /Page /Kids [ << /Type /ObjStm >> (stream) ] >> endobj${MORE}`)).to.deep.equal({
      type: 'Page',
      length: undefined,
      body: undefined,
    });
  });

  it('leaves to the parser what is not plain', () => {
    for (const text of [
      '<< /T#79pe /X >>',
      '<< /A % c\n 1 >>',
      '<< /Length 1.0 >>',
      '<< /A >>',
      '<< /A <g> >>',
      '<< 1 2 >>',
      '(x)',
      '<< /A 1',
    ])
      expect(skim(`${text} stream\n${MORE}`), text).to.equal(undefined);
    expect(skim('<< /Length 1 >> stream')).to.equal(undefined);
  });

  it('never says anything but what the parser finds', () => {
    let answered = 0;
    assert(
      property(array(constantFrom(...PIECES), { maxLength: 14 }), (pieces) => {
        const text = `<<${pieces.join(' ')}>>${pieces.length % 2 === 0 ? ' ' : ''}stream\n${MORE}`;
        const skimmed = skim(text);
        if (skimmed === undefined) return;
        answered += 1;
        expect(skimmed, JSON.stringify(text)).to.deep.equal(parsed(text));
      }),
      { numRuns: 20_000 },
    );
    expect(answered).to.be.greaterThan(1000);
  });
});
