import { array, assert, constantFrom, property } from 'fast-check';
import { encodeLatin1 } from '../../bytes/index.ts';
import { highestIn, NumberPatterns } from './number-patterns.ts';

/** What texts of a PDF are made of, near enough to references that nearly every mistake would be met. */
const PIECES = [
  '7',
  '12',
  '123456789012345',
  '0',
  ' ',
  '\n',
  '\r',
  '\0',
  'R',
  'obj',
  'o',
  'j',
  'bj',
  'RG',
  '/',
  '(',
  ')',
  '<',
  '[',
  '.',
  '+',
  '%',
];

function byPatterns(text: string): number {
  const patterns = new NumberPatterns();
  patterns.scan(encodeLatin1(text));
  patterns.finish();
  return patterns.highest;
}

describe('highestIn: the highest object number of a whole text', () => {
  it('knows references and heads of objects', () => {
    expect(highestIn(encodeLatin1('12 0 R'))).to.equal(12);
    expect(highestIn(encodeLatin1('[7 0 R 15\n0\tobj'))).to.equal(15);
    expect(highestIn(encodeLatin1('1 2 3 R'))).to.equal(2);
    expect(highestIn(encodeLatin1('5%\n0 R'))).to.equal(5);
  });

  it('takes nothing else for one', () => {
    for (const text of ['5 0R', '5 0 RG', 'x5 0 R', '5 x 0 R', '5.0 R', '+5 0 R', '5 (0 R', '5 0 o bj', '1234567890123456 0 R', ''])
      expect(highestIn(encodeLatin1(text)), text).to.equal(0);
  });

  it('finds what the search piece by piece finds, in any text', () => {
    assert(
      property(array(constantFrom(...PIECES), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(highestIn(encodeLatin1(text)), JSON.stringify(text)).to.equal(byPatterns(text));
        // What stands around a view is not looked at.
        const around = encodeLatin1(`7 0${text}0 R`);
        expect(highestIn(around.subarray(3, -3)), JSON.stringify(text)).to.equal(byPatterns(text));
      }),
      { numRuns: 3000 },
    );
  });
});
