import type { PageTextSource, TextRun } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import { findKeyword } from './find-keyword.ts';
import { type KeywordRelation, placeAtKeyword } from './keyword-anchor.ts';
import type { DisplayedPage } from './page-anchor.ts';
import { foldText } from './text-folding.ts';
import { mm } from './units.ts';

const A4: DisplayedPage = { page: 1, widthUm: 210_000, heightUm: 297_000 };
const PAGES = [A4, { ...A4, page: 2 }, { ...A4, page: 3 }];

const run = (text: string, x: number, y: number, more: Partial<TextRun> = {}): TextRun => ({
  text,
  box: { x, y, width: text.length * 4000, height: 4000 },
  ...more,
});

function sourceOf(...pages: readonly (readonly TextRun[])[]): PageTextSource {
  return { pageCount: pages.length, readPage: (page) => Promise.resolve({ page, runs: pages[page - 1] ?? [] }) };
}

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('foldText', () => {
  it('folds width, radicals, ligatures and composed letters, and knows where each came from', () => {
    expect(foldText('ＡＢ（⼄）')).to.deep.equal({ text: 'ab(乙)', from: [0, 1, 2, 3, 4], to: [1, 2, 3, 4, 5] });
    expect(foldText('ﬁx')).to.deep.equal({ text: 'fix', from: [0, 0, 1], to: [1, 1, 2] });
    expect(foldText('e\u0301').text).to.equal('é');
    expect(foldText('甲 方')).to.deep.equal({ text: '甲方', from: [0, 2], to: [1, 3] });
  });

  it('leaves what it is told to leave', () => {
    expect(foldText('Ａ b', { foldWidth: false, foldCase: false, ignoreSpaces: false }).text).to.equal('Ａ b');
  });
});

describe('findKeyword', () => {
  it('returns every hit with its box and the text around it', async () => {
    const source = sourceOf([run('本合同甲方盖章', 20_000, 50_000)], [run('甲方盖章：', 30_000, 60_000)]);
    const { hits, reason, pagesWithoutText } = await findKeyword(source, '甲方');
    expect(hits.map(({ page, occurrence, box, before, after }) => ({ page, occurrence, box, before, after }))).to.deep.equal([
      { page: 1, occurrence: 1, box: { x: 32_000, y: 50_000, width: 8000, height: 4000 }, before: '本合同', after: '盖章' },
      { page: 2, occurrence: 2, box: { x: 30_000, y: 60_000, width: 8000, height: 4000 }, before: '', after: '盖章：' },
    ]);
    expect(reason).to.equal(undefined);
    expect(pagesWithoutText).to.deep.equal([]);
  });

  it('finds a keyword across runs and gaps, as one box on one line', async () => {
    const source = sourceOf([
      run('甲', 20_000, 50_000),
      run(' ', 24_000, 50_000),
      run('方（盖', 28_000, 50_000),
      run('章)', 40_000, 50_200),
    ]);
    const [hit] = (await findKeyword(source, '甲方(盖章）')).hits;
    expect(hit?.box).to.deep.equal({ x: 20_000, y: 50_000, width: 28_000, height: 4200 });
    expect(hit?.pieces.length).to.equal(3);
    expect(hit?.text).to.equal('甲 方（盖章)');
  });

  it('takes the part on the first line where a line ends within the keyword', async () => {
    const source = sourceOf([run('法定代', 180_000, 50_000, { endsLine: true }), run('表人', 20_000, 56_000)]);
    const [hit] = (await findKeyword(source, '法定代表人')).hits;
    expect(hit?.box).to.deep.equal({ x: 180_000, y: 50_000, width: 12_000, height: 4000 });
    expect(hit?.pieces.length).to.equal(2);
  });

  it('measures by the advances of the characters', async () => {
    const advances = [1000, 1000, 1000, 5000, 4000];
    const source = sourceOf([{ text: 'iiiMW', box: { x: 10_000, y: 10_000, width: 12_000, height: 4000 }, advances }]);
    expect((await findKeyword(source, 'mw')).hits[0]?.box).to.deep.equal({ x: 13_000, y: 10_000, width: 9000, height: 4000 });
  });

  it('guesses that ideographs are twice as wide where nothing says how wide characters are', async () => {
    const source = sourceOf([{ text: 'AB 甲方𠮷 C', box: { x: 0, y: 0, width: 11_000, height: 2000 } }]);
    expect((await findKeyword(source, '方𠮷')).hits[0]?.box).to.deep.equal({ x: 5000, y: 0, width: 4000, height: 2000 });
  });

  it('counts hits that would overlap once', async () => {
    expect((await findKeyword(sourceOf([run('哈哈哈哈哈', 0, 0)]), '哈哈')).hits.map(({ box }) => box.x)).to.deep.equal([0, 8000]);
  });

  it('does not take no pages for pages without text', async () => {
    expect((await findKeyword(sourceOf([]), '甲方', { pages: [] })).reason).to.equal('not-found');
  });

  const turned = [
    ['down', { x: 10_000, y: 18_000, width: 4000, height: 8000 }],
    ['up', { x: 10_000, y: 10_000, width: 4000, height: 8000 }],
    ['oblique', { x: 10_000, y: 10_000, width: 4000, height: 16_000 }],
  ] as const;
  for (const [direction, box] of turned) {
    it(`knows text that leads ${direction}`, async () => {
      const source = sourceOf([{ text: '请于盖章', box: { x: 10_000, y: 10_000, width: 4000, height: 16_000 }, direction }]);
      const [hit] = (await findKeyword(source, '盖章')).hits;
      expect(hit?.box).to.deep.equal(box);
      expect(hit?.direction).to.equal(direction);
    });
  }

  it('tells a scan from text without the keyword', async () => {
    expect((await findKeyword(sourceOf([], [run('  ', 0, 0)]), '甲方')).reason).to.equal('no-text-layer');
    const mixed = await findKeyword(sourceOf([], [run('乙方', 0, 0)]), '甲方');
    expect(mixed.reason).to.equal('not-found');
    expect(mixed.pagesWithoutText).to.deep.equal([1]);
  });

  it('searches the pages it is told to, and case as it is told to', async () => {
    const source = sourceOf([run('Seal', 0, 0)], [run('SEAL', 0, 0)], [run('seal', 0, 0)]);
    expect((await findKeyword(source, 'seal', { pages: [2, 3] })).hits.map(({ page }) => page)).to.deep.equal([2, 3]);
    expect((await findKeyword(source, 'SEAL', { foldCase: false })).hits.map(({ page }) => page)).to.deep.equal([2]);
  });

  it('refuses a keyword of nothing, and one that is too long', async () => {
    for (const keyword of ['', '  ', '甲'.repeat(201)])
      expect(await codeOf(() => findKeyword(sourceOf([]), keyword))).to.equal('KEYWORD_MALFORMED');
  });
});

describe('placeAtKeyword', () => {
  const BOX = { widthUm: 40_000, heightUm: 40_000 };
  const source = sourceOf([run('甲方', 100_000, 100_000)], [run('甲方', 20_000, 20_000)], [run('甲方', 20_000, 30_000)]);

  const relations: readonly (readonly [KeywordRelation, number, number])[] = [
    ['centre', 84_000, 82_000],
    ['left', 60_000, 82_000],
    ['right', 108_000, 82_000],
    ['above', 84_000, 60_000],
    ['below', 84_000, 104_000],
    ['upper-right', 108_000, 60_000],
    ['lower-right', 108_000, 104_000],
    ['start', 100_000, 64_000],
  ];
  for (const [relation, x, y] of relations) {
    it(`stands ${relation}`, async () => {
      const [first] = placeAtKeyword(await findKeyword(source, '甲方'), { occurrences: [1], relation }, BOX, PAGES);
      expect(first).to.deep.equal({ page: 1, x, y, width: 40_000, height: 40_000, rotation: 0 });
    });
  }

  it('takes all hits or those that are counted, from either end, with an offset', async () => {
    const search = await findKeyword(source, '甲方');
    const offset = { unit: 'mm', x: mm(1), y: mm(-2) } as const;
    const pagesOf = (occurrences: 'all' | readonly number[]): readonly number[] =>
      placeAtKeyword(search, { occurrences, relation: 'right', offset }, BOX, PAGES).map(({ page }) => page);
    expect(pagesOf('all')).to.deep.equal([1, 2, 3]);
    expect(pagesOf([-1, 1])).to.deep.equal([1, 3]);
    expect(placeAtKeyword(search, { occurrences: [1], relation: 'right', offset }, BOX, PAGES)[0]).to.include({ x: 109_000, y: 80_000 });
  });

  it('says which of the ways there is nothing to place by', async () => {
    const place = async (from: PageTextSource, keyword: string, occurrences: readonly number[]): Promise<unknown> =>
      placeAtKeyword(await findKeyword(from, keyword), { occurrences, relation: 'centre' }, BOX, PAGES);
    expect(await codeOf(() => place(source, '乙方', [1]))).to.equal('KEYWORD_NOT_FOUND');
    expect(await codeOf(() => place(sourceOf([]), '乙方', [1]))).to.equal('KEYWORD_NO_TEXT');
    expect(await codeOf(() => place(source, '甲方', [4]))).to.equal('KEYWORD_HIT_MISSING');
    expect(await codeOf(() => place(source, '甲方', [0]))).to.equal('KEYWORD_HIT_MISSING');
  });
});
