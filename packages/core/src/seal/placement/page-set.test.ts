import { assert, integer, property, uniqueArray } from 'fast-check';
import { SealError } from '../seal-error.ts';
import { formatPageSet, parsePageSet } from './page-set.ts';

function refusal(act: () => unknown): { code: string; part: unknown } {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return { code: error.code, part: error.facts['part'] };
    throw error;
  }
  return { code: 'no error', part: undefined };
}

describe('parsePageSet', () => {
  const sets: readonly (readonly [string, readonly number[]])[] = [
    ['all', [1, 2, 3, 4, 5, 6, 7]],
    ['ODD', [1, 3, 5, 7]],
    ['even', [2, 4, 6]],
    ['first', [1]],
    ['last', [7]],
    ['last-1', [6]],
    ['last - 6', [1]],
    ['1,3-5', [1, 3, 4, 5]],
    [' 7 , 1 ,1', [1, 7]],
    ['5-', [5, 6, 7]],
    ['-2', [1, 2]],
    ['last-2-last', [5, 6, 7]],
    ['1，3—5、7', [1, 3, 4, 5, 7]],
    ['１－２；末页', [1, 2, 7]],
    ['奇数页', [1, 3, 5, 7]],
    ['第2至4页', [2, 3, 4]],
    ['第2页－第3页', [2, 3]],
    ['1-last-4', [1, 2, 3]],
  ];
  for (const [text, pages] of sets) {
    it(`reads ${text}`, () => {
      expect(parsePageSet(text, 7)).to.deep.equal(pages);
    });
  }

  it('names the part that is no page set', () => {
    expect(refusal(() => parsePageSet('1,two,3', 7))).to.deep.equal({ code: 'PAGE_SET_MALFORMED', part: 'two' });
    for (const text of ['', ',', '-', '3-1', '1--3', '1.5', 'odd-3', '+1', '1e0', '1 2', '1第3', '1页3', '页'])
      expect(refusal(() => parsePageSet(text, 7)).code, text).to.equal('PAGE_SET_MALFORMED');
  });

  it('names the part that lies outside the document', () => {
    expect(refusal(() => parsePageSet('1, 3-8', 7))).to.deep.equal({ code: 'PAGE_SET_OUTSIDE_DOCUMENT', part: '3-8' });
    for (const text of ['0', '8', 'last-7', '8-', '99999999999999999999'])
      expect(refusal(() => parsePageSet(text, 7)).code, text).to.equal('PAGE_SET_OUTSIDE_DOCUMENT');
  });

  it('refuses a page count that is none', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) expect(() => parsePageSet('all', count)).to.throw(RangeError);
  });
});

describe('formatPageSet', () => {
  it('writes ranges, and all for all', () => {
    expect(formatPageSet([3, 1, 4, 5, 9], 10)).to.equal('1,3-5,9');
    expect(formatPageSet([1, 2], 10)).to.equal('1,2');
    expect(formatPageSet([2, 1], 2)).to.equal('all');
    expect(() => formatPageSet([], 10)).to.throw(RangeError);
    expect(refusal(() => formatPageSet([11], 10)).code).to.equal('PAGE_SET_OUTSIDE_DOCUMENT');
  });

  it('is read back as the same pages', () => {
    assert(
      property(uniqueArray(integer({ min: 1, max: 40 }), { minLength: 1 }), (pages) => {
        expect(parsePageSet(formatPageSet(pages, 40), 40)).to.deep.equal([...pages].sort((left, right) => left - right));
      }),
    );
  });
});
