import { formatDecimal, parseDecimal, rational } from './rational.ts';

describe('numbers that are written (explained signing, rule 13)', () => {
  const known: readonly (readonly [number, number, string])[] = [
    [0, 1, '0'],
    [-1, 100_000, '0'],
    [1, 1, '1'],
    [-7, 2, '-3.5'],
    [1, 3, '0.3333'],
    [2, 3, '0.6667'],
    [-2, 3, '-0.6667'],
    [5, 100_000, '0.0001'],
    [-5, 100_000, '-0.0001'],
    [4, 100_000, '0'],
    [99_995, 100_000, '1'],
    [123_400, 100, '1234'],
    [12, 10, '1.2'],
    [40_000 * 72, 25_400, '113.3858'],
    [9_007_199_254_740_991, 1, '9007199254740991'],
  ];
  for (const [numerator, denominator, text] of known) {
    it(`writes ${numerator}/${denominator} as ${text}`, () => {
      expect(formatDecimal(rational(numerator, denominator))).to.equal(text);
    });
  }

  it('reads decimal texts exactly', () => {
    expect(parseDecimal('-12.50')).to.deep.equal({ numerator: -1250n, denominator: 100n });
    expect(parseDecimal('0.1')).to.deep.equal({ numerator: 1n, denominator: 10n });
    for (const text of ['', '-', '1e3', '.5', '5.', '+1', '1 ', '١', '1'.repeat(30)]) expect(parseDecimal(text)).to.equal(undefined);
  });

  it('refuses a zero denominator', () => {
    expect(() => rational(1, 0)).to.throw(RangeError);
  });
});
