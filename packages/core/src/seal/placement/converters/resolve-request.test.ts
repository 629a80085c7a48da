import { SealError } from '../../seal-error.ts';
import { resolveRequest, type RequestTargets } from './resolve-request.ts';

const BOX = { widthUm: 40_000, heightUm: 40_000 };
const place = { page: 1, x: 20_000, y: 30_000, width: 40_000, height: 40_000, rotation: 0 };
const page = { widthUm: 210_000, heightUm: 297_000 };
const run = { text: '甲方', box: { x: 100_000, y: 100_000, width: 8000, height: 4000 } };

const targets: RequestTargets = {
  pages: [
    { page: 1, ...page },
    { page: 2, ...page },
  ],
  text: { pageCount: 2, readPage: (number) => Promise.resolve({ page: number, runs: [run] }) },
  fields: [{ field: 'a', type: 'Tx', isSigned: false, place }],
};

describe('resolveRequest', () => {
  it('gives a place as it is, and the place of a field', async () => {
    expect(await resolveRequest({ kind: 'place', placement: place }, targets)).to.deep.equal([place]);
    expect(await resolveRequest({ kind: 'field', field: 'a', box: BOX }, targets)).to.deep.equal([place]);
  });

  it('searches the pages that a keyword is asked for on', async () => {
    const anchor = { keyword: '甲方', occurrences: 'all', relation: 'centre' } as const;
    const pagesOf = async (pages?: readonly number[]): Promise<readonly number[]> => {
      const request = { kind: 'keyword', anchor: { ...anchor, ...(pages === undefined ? {} : { pages }) }, box: BOX } as const;
      return (await resolveRequest(request, targets)).map((placement) => placement.page);
    };
    expect(await pagesOf()).to.deep.equal([1, 2]);
    expect(await pagesOf([2])).to.deep.equal([2]);
  });

  it('does not pass over a field or a keyword that is not there', async () => {
    const missed = async (act: Promise<unknown>): Promise<unknown> =>
      act.catch((error: unknown) => error instanceof SealError && error.code);
    expect(await missed(resolveRequest({ kind: 'field', field: 'b', box: BOX }, targets))).to.equal('PLACEMENT_FIELD_MISSING');
    const anchor = { keyword: '乙方', occurrences: 'all', relation: 'centre' } as const;
    expect(await missed(resolveRequest({ kind: 'keyword', anchor, box: BOX }, targets))).to.equal('KEYWORD_NOT_FOUND');
  });
});
