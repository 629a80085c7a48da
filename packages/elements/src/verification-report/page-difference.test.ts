import { differentPlaces, type Pixels } from './page-difference.ts';

/** White paper with black boxes of `[x, y, width, height]`. */
function paper(width: number, height: number, ...boxes: readonly (readonly [number, number, number, number])[]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [left, top, across, down] of boxes)
    for (let y = top; y < top + down; y += 1)
      for (let x = left; x < left + across; x += 1) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { width, height, data };
}

describe('difference of two drawings of a page', () => {
  it('is none for equal drawings', () => {
    expect(differentPlaces(paper(64, 64, [8, 8, 10, 10]), paper(64, 64, [8, 8, 10, 10]))).to.deep.equal([]);
  });

  it('is one place for what stands close, and two for what stands apart', () => {
    const places = differentPlaces(paper(200, 100), paper(200, 100, [8, 8, 4, 4], [24, 8, 4, 4], [160, 80, 4, 4]));
    expect(places).to.deep.equal([
      { x: 8, y: 8, width: 24, height: 8 },
      { x: 160, y: 80, width: 8, height: 8 },
    ]);
  });

  it('takes what lies beyond a smaller page as white', () => {
    expect(differentPlaces(paper(40, 40), paper(80, 40))).to.deep.equal([]);
    expect(differentPlaces(paper(40, 40), paper(80, 40, [64, 0, 2, 2]))).to.deep.equal([{ x: 64, y: 0, width: 8, height: 8 }]);
  });
});
