import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { memorySource } from '../../src/bytes/index.ts';
import { openPdf } from '../../src/pdf/index.ts';
import type { PageTextSource } from '../../src/ports/index.ts';
import { findKeyword, type KeywordHit, pdfjsTextSource, placeAtKeyword, readDisplayedPages } from '../../src/seal/index.ts';
import { contentStream, pagesPdf, smallPdf } from '../pades/small-pdf.ts';

const UM_PER_POINT = 25_400 / 72;
/** Helvetica of 24 points: "Page" is 667 + 556 + 556 + 556 thousandths wide. */
const SIZE = 24;

async function withText<T>(
  pages: readonly string[],
  work: (source: PageTextSource, bytes: Uint8Array) => Promise<T>,
  contents: Readonly<Record<number, string>> = {},
): Promise<T> {
  const { bytes } = smallPdf(pagesPdf(pages, { objects: contents }));
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  try {
    return await work(pdfjsTextSource(await task.promise), bytes);
  } finally {
    await task.destroy();
  }
}

/** In points, rounded to whole ones. */
function boxOf(hit: KeywordHit | undefined): readonly number[] {
  if (hit === undefined) throw new Error('expected a hit');
  return [hit.box.x, hit.box.y, hit.box.width, hit.box.height].map((length) => Math.round(length / UM_PER_POINT));
}

describe('text that pdf.js reads', () => {
  it('stands where it shows: upright, turned, cropped, and in a unit of its own', async () => {
    const pages = [
      '/MediaBox [0 0 612 792]',
      '/MediaBox [0 0 612 792] /Rotate 90',
      '/MediaBox [0 0 612 792] /Rotate 180',
      '/MediaBox [0 0 612 792] /Rotate 270',
      '/MediaBox [0 0 612 792] /CropBox [20 30 512 692]',
      '/MediaBox [0 0 306 396] /UserUnit 2',
    ];
    await withText(pages, async (source) => {
      const { hits } = await findKeyword(source, 'page');
      expect(hits.map(({ page, direction, after }) => [page, direction, after])).to.deep.equal([
        [1, 'right', ' 1'],
        [2, 'down', ' 2'],
        [3, 'left', ' 3'],
        [4, 'up', ' 4'],
        [5, 'right', ' 5'],
        [6, 'right', ' 6'],
      ]);
      // The baseline begins at 60, 60; the box reaches from some points below it to less than the size above it.
      for (const [index, baseline, along] of [
        [0, 792 - 60, 60],
        [4, 692 - 60, 60 - 20],
        [5, 2 * (396 - 60), 2 * 60],
      ] as const) {
        const [x = 0, y = 0, width = 0, height = 0] = boxOf(hits[index]);
        expect(x).to.equal(along);
        expect(y).to.be.within(baseline - SIZE * 2, baseline - 1);
        expect(y + height).to.be.within(baseline, baseline + SIZE);
        expect(width).to.be.within(SIZE * 2 * (index === 5 ? 2 : 1) - 8, SIZE * 2.6 * (index === 5 ? 2 : 1));
      }
      // Turned by 90 degrees the page shows the origin at the upper left: text leads down from 60 below the top.
      const [x = 0, y = 0, width = 0, height = 0] = boxOf(hits[1]);
      expect(y).to.equal(60);
      expect(x).to.be.within(60 - SIZE, 60);
      expect(x + width).to.be.within(60, 60 + SIZE);
      expect(height).to.be.greaterThan(width);
    });
  });

  it('places a seal on a keyword in Chinese by its code points', async () => {
    const font = '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /DescendantFonts [30 0 R] >>';
    const cid =
      '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 31 0 R >>';
    const descriptor =
      '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>';
    const codes = ['7532', '65b9', '76d6', '7ae0'].map((code) => `<${code}> <${code}>`);
    const toUnicode = `1 begincodespacerange <0000> <ffff> endcodespacerange\n4 beginbfchar\n${codes.join('\n')}\nendbfchar`;
    // 甲方, a gap, 盖章.
    const content = contentStream('BT /F 20 Tf 100 500 Td <753265b9> Tj 50 0 Td <76d67ae0> Tj ET');
    const objects = { 3: font.replace('>>', '/ToUnicode 32 0 R >>'), 5: content, 30: cid, 31: descriptor, 32: contentStream(toUnicode) };
    await withText(
      ['/MediaBox [0 0 612 792]'],
      async (source, bytes) => {
        const search = await findKeyword(source, '甲方盖章');
        expect(search.hits.length).to.equal(1);
        expect(search.hits[0]?.box.x).to.equal(Math.round(100 * UM_PER_POINT));
        const pages = await readDisplayedPages(await openPdf(memorySource(bytes)));
        const box = { widthUm: 42_000, heightUm: 42_000 };
        const [place] = placeAtKeyword(search, { occurrences: [1], relation: 'centre' }, box, pages);
        const middle = (place?.x ?? 0) + 21_000;
        expect(middle).to.be.closeTo((100 + 45) * UM_PER_POINT, 4 * UM_PER_POINT);
      },
      objects,
    );
  });

  it('tells a page without text', async () => {
    await withText(
      ['/MediaBox [0 0 612 792]'],
      async (source) => {
        expect((await findKeyword(source, 'page')).reason).to.equal('no-text-layer');
      },
      { 5: contentStream('0 0 10 10 re f') },
    );
  });

  it('names the port when a page cannot be read', async () => {
    const source = pdfjsTextSource({ numPages: 1, getPage: () => Promise.reject(new Error('broken')) });
    const failure = await findKeyword(source, 'page').catch((error: unknown) => error);
    expect(failure).to.include({ port: 'page-text', code: 'PAGE_TEXT_UNREADABLE', retryable: false });
  });
});
