import { memorySource } from '../../bytes/index.ts';
import { type ObjectTexts, bytesOf, withTable } from '../../../test/pdf/pdf-builder.ts';
import { codeOfAsync } from '../../../test/pdf/refusal.ts';
import { openPdf } from './open-pdf.ts';
import { type PageTree, walkPageTree, walkPages } from './page-tree.ts';

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const treeOf = async (objects: ObjectTexts): Promise<PageTree> =>
  walkPageTree(await openPdf(memorySource(bytesOf(withTable('', { 1: CATALOG, ...objects }).text))));

describe('walkPageTree (ISO 32000-2 §7.7.3)', () => {
  it('gives pages in order with what they inherit and the way up', async () => {
    const { pages, faults } = await treeOf({
      2: '<< /Type /Pages /Kids [ 3 0 R 6 0 R ] /Count 3 /MediaBox [ 0 0 100 200 ] /Rotate 90 /UserUnit 9 /Resources 8 0 R >>',
      3: '<< /Type /Pages /Parent 2 0 R /Kids [ 4 0 R 5 0 R ] /Count 2 /CropBox 7 0 R >>',
      4: '<< /Type /Page /Parent 3 0 R /UserUnit 2.50 >>',
      5: '<< /Type /Page /Parent 3 0 R /MediaBox [ 0 0 10 20 ] /Rotate 0 /Resources << >> >>',
      6: '<< /Type /Page /Parent 2 0 R >>',
      7: '[ 1 2 9 0 R 4 ]',
      8: '<< /Font << >> >>',
      9: '3.0',
    });
    expect(faults).to.deep.equal([]);
    expect(pages.map((page) => page.ref.number)).to.deep.equal([4, 5, 6]);
    expect(pages.map((page) => page.index)).to.deep.equal([1, 2, 3]);
    expect(pages.map((page) => page.parents.map((parent) => parent.number))).to.deep.equal([[3, 2], [3, 2], [2]]);
    expect(pages.map((page) => page.mediaBox?.map((number) => number.text).join(' '))).to.deep.equal([
      '0 0 100 200',
      '0 0 10 20',
      '0 0 100 200',
    ]);
    expect(pages.map((page) => page.cropBox?.map((number) => number.text).join(' '))).to.deep.equal(['1 2 3.0 4', '1 2 3.0 4', undefined]);
    expect(pages.map((page) => page.rotate?.value)).to.deep.equal([90, 0, 90]);
    expect(pages.map((page) => page.userUnit?.text)).to.deep.equal(['2.5', undefined, undefined]);
    expect(pages.map((page) => page.resources?.kind)).to.deep.equal(['ref', 'dict', 'ref']);
  });

  it('believes /Count of pages that nobody wants, and finds those that stand twice', async () => {
    const kids = (numbers: readonly number[], count = numbers.length): string =>
      `<< /Type /Pages /Kids [ ${numbers.map((number) => `${number} 0 R`).join(' ')} ] /Count ${count} >>`;
    const open = (tree: string) =>
      openPdf(memorySource(bytesOf(withTable('', { 1: CATALOG, 2: tree, 3: '<< /Type /Page /Parent 2 0 R >>', 4: '(no page)' }).text)));
    const believed = await walkPageTree(await open(kids([3, 4, 4, 9])), { until: 1 });
    expect([believed.pages.length, believed.count]).to.deep.equal([1, 4]);
    expect(believed.faults).to.deep.equal([{ fault: 'page-repeated', number: 4 }]);
    expect((await walkPageTree(await open(kids([3, 3])), { until: 1 })).faults).to.deep.equal([{ fault: 'page-repeated', number: 3 }]);
  });

  it('reads up to the page that is wanted', async () => {
    const bytes = bytesOf(
      withTable('', {
        1: CATALOG,
        2: '<< /Type /Pages /Kids [ 3 0 R 6 0 R 4 0 R ] /Count 9 >>',
        3: '<< /Type /Pages /Parent 2 0 R /Kids [ 4 0 R 5 0 R ] /Count 2 >>',
        4: '<< /Type /Page /Parent 3 0 R >>',
        5: '<< /Type /Page /Parent 3 0 R >>',
        6: '<< /Type /Page /Parent 9 0 R >>',
      }).text,
    );
    const document = await openPdf(memorySource(bytes));
    const { pages, count } = await walkPageTree(document, { until: 2 });
    expect([pages.map(({ ref }) => ref.number), count]).to.deep.equal([[4, 5], 4]);
    expect((await walkPageTree(document)).faults.map(({ fault }) => fault)).to.include.members([
      'parent-wrong',
      'page-repeated',
      'count-wrong',
    ]);
  });

  it('names a page that occurs twice, a node that occurs twice and a circle', async () => {
    const { pages, faults } = await treeOf({
      2: '<< /Type /Pages /Kids [ 3 0 R 4 0 R 4 0 R 5 0 R 5 0 R ] /Count 3 >>',
      3: '<< /Type /Pages /Parent 2 0 R /Kids [ 2 0 R ] /Count 0 >>',
      4: '<< /Type /Page /Parent 2 0 R >>',
      5: '<< /Type /Pages /Parent 2 0 R /Kids [ 6 0 R ] /Count 1 >>',
      6: '<< /Type /Page /Parent 5 0 R >>',
    });
    expect(pages.map((page) => page.ref.number)).to.deep.equal([4, 4, 6]);
    expect(faults).to.deep.equal([
      { fault: 'node-loop', number: 2 },
      { fault: 'page-repeated', number: 4 },
      { fault: 'node-repeated', number: 5 },
    ]);
  });

  it('names wrong types, parents, counts and kids', async () => {
    const { pages, faults } = await treeOf({
      2: '<< /Type /Page /Parent 4 0 R /Kids [ 3 0 R << /Type /Page >> 9 0 R 4 0 R 5 0 R ] /Count 7 >>',
      3: '<< /Type /Pages /Parent 2 0 R >>',
      4: '<< /Parent 3 0 R >>',
      5: '<< /Type /Pages /Parent 2 0 R /Kids 7 >>',
    });
    expect(pages.map((page) => page.ref.number)).to.deep.equal([4]);
    expect(faults.map(({ fault, number }) => `${fault} ${number}`)).to.deep.equal([
      'parent-wrong 2',
      'type-wrong 2',
      'type-wrong 3',
      'kids-missing 3',
      'kid-not-a-reference 2',
      'kid-missing 9',
      'parent-wrong 4',
      'type-wrong 4',
      'kids-missing 5',
      'count-wrong 2',
    ]);
  });

  it('is not multiplied by nodes that name each other many times', async () => {
    const objects: Record<number, string> = {};
    for (let number = 2; number < 40; number += 1) {
      const kid = `${number + 1} 0 R `;
      objects[number] = `<< /Type /Pages /Parent ${number === 2 ? 'null' : `${number - 1} 0 R`} /Kids [ ${kid.repeat(9)}] /Count 1 >>`;
    }
    objects[40] = '<< /Type /Page /Parent 39 0 R >>';
    const { pages } = await treeOf(objects);
    expect(pages.length).to.equal(9);
  });

  it('refuses a tree beyond the limits, and a catalog without one', async () => {
    const deep: Record<number, string> = { 1: CATALOG };
    for (let number = 2; number < 300; number += 1) deep[number] = `<< /Type /Pages /Kids [ ${number + 1} 0 R ] /Count 0 >>`;
    const document = await openPdf(memorySource(bytesOf(withTable('', deep).text)));
    expect(await codeOfAsync(() => walkPages(document))).to.equal('PDF_LIMIT_EXCEEDED');
    const bare = withTable('', { 1: '<< /Type /Catalog >>' }).text;
    expect(await codeOfAsync(() => openPdf(memorySource(bytesOf(bare))))).to.equal('PDF_PAGE_TREE_MALFORMED');
  });
});
