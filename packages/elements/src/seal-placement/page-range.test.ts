import { choosePages, parsePageRange } from './page-range.ts';

describe('pages for copies', () => {
  it('are all, odd, or even', () => {
    expect(choosePages('all', '', 4)).to.deep.equal([1, 2, 3, 4]);
    expect(choosePages('odd', '', 5)).to.deep.equal([1, 3, 5]);
    expect(choosePages('even', '', 5)).to.deep.equal([2, 4]);
  });

  it('are read from a range, in order and once', () => {
    expect(parsePageRange('1,3-7', 9)).to.deep.equal([1, 3, 4, 5, 6, 7]);
    expect(parsePageRange(' 5 , 1-2, 2 ', 9)).to.deep.equal([1, 2, 5]);
    expect(parsePageRange('１、３－４，６～７', 9)).to.deep.equal([1, 3, 4, 6, 7]);
    expect(parsePageRange('2至3', 9)).to.deep.equal([2, 3]);
  });

  for (const text of ['', '0', '1,', '3-1', '1-10', 'one', '1.5', '-2', '1--2'])
    it(`are refused for "${text}"`, () => {
      expect(parsePageRange(text, 9)).to.equal(undefined);
    });
});
