import { layoutPages, pageAt, pagesBetween, parseZoom, zoomFactor, zoomStep } from './page-layout.ts';

const A4 = { widthUm: 210_000, heightUm: 297_000 };
const A3 = { widthUm: 420_000, heightUm: 297_000 };
const SPACING = { gap: 20, block: 10, inline: 30 };

describe('layout of pages', () => {
  it('puts pages under each other at true size', () => {
    const layout = layoutPages([A4, A3], 1, SPACING);
    expect(layout.boxes).to.deep.equal([
      { page: 1, top: 10, width: 794, height: 1123 },
      { page: 2, top: 1153, width: 1587, height: 1123 },
    ]);
    expect([layout.width, layout.height]).to.deep.equal([1647, 2286]);
  });

  it('finds the pages of a stretch among many', () => {
    const layout = layoutPages(
      Array.from({ length: 500 }, () => A4),
      1,
      SPACING,
    );
    const box = layout.boxes[249];
    if (!box) throw new Error('expected page 250');
    expect(pagesBetween(layout, box.top + 5, box.top + 6).map(({ page }) => page)).to.deep.equal([250]);
    expect(pagesBetween(layout, box.top - 30, box.top + box.height + 30).map(({ page }) => page)).to.deep.equal([249, 250, 251]);
    expect([pageAt(layout, -50), pageAt(layout, box.top + 1), pageAt(layout, box.top - 5), pageAt(layout, 1e9)]).to.deep.equal([
      1, 250, 249, 500,
    ]);
    expect(pagesBetween(layoutPages([], 1, SPACING), 0, 100)).to.deep.equal([]);
  });

  it('fits the width that most pages have', () => {
    const room = { width: 794 / 2 + 60, height: 500 };
    expect(zoomFactor('fit-width', [A4, A3, A4], 1, room, SPACING)).to.be.closeTo(0.5, 0.001);
    expect(zoomFactor('fit-page', [A4], 1, room, SPACING)).to.be.closeTo(480 / 1122.5, 0.001);
    expect(zoomFactor(99, [A4], 1, room, SPACING)).to.equal(8);
  });

  it('steps and reads zooms', () => {
    expect([zoomStep(1, 1), zoomStep(1, -1), zoomStep(0.86, 1), zoomStep(8, 1)]).to.deep.equal([1.1, 0.9, 0.9, 8]);
    expect([parseZoom('1.5'), parseZoom('fit-page'), parseZoom('wide'), parseZoom(null)]).to.deep.equal([
      1.5,
      'fit-page',
      'fit-width',
      'fit-width',
    ]);
  });
});
