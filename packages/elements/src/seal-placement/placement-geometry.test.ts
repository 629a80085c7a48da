import { placementToRect } from '@sealkit/core/pades';
import {
  centreLimits,
  centreOf,
  fitsPage,
  fromBottom,
  halfExtent,
  keptOnPage,
  normalAngle,
  onGrid,
  turnedBy,
  withCentre,
} from './placement-geometry.ts';
import { snap } from './snapping.ts';

const A4 = { widthUm: 209_999, heightUm: 297_000 };
const box = { page: 1, x: 42_000, y: 105_500, width: 38_000, height: 38_000, rotation: 0 };

describe('geometry of placements', () => {
  it('reads a place by its centre, from the left and the bottom', () => {
    expect(centreOf(box)).to.deep.equal({ x: 61_000, y: 124_500 });
    expect(fromBottom(box, A4)).to.equal(172_500);
    expect(withCentre(box, { x: 61_000, y: 124_500 })).to.deep.equal(box);
  });

  it('keeps a box on its page, turned or not', () => {
    expect(keptOnPage({ ...box, x: -5000, y: 400_000 }, A4)).to.deep.include({ x: 0, y: 259_000 });
    const turned = keptOnPage({ ...box, rotation: 45_000, x: -50_000 }, A4);
    expect(centreOf(turned).x).to.equal(26_871);
    expect(fitsPage(turned, A4)).to.be.true;
    expect(fitsPage({ ...turned, x: turned.x - 2 }, A4)).to.be.false;
  });

  it('centres a box along a side that is too short for it', () => {
    const small = { widthUm: 30_000, heightUm: 100_000 };
    expect(centreOf(keptOnPage(box, small)).x).to.equal(15_000);
    expect(fitsPage(keptOnPage(box, small), small)).to.be.false;
  });

  it('is accepted by the writer of signatures at every edge and angle', () => {
    const page = { cropBox: ['0', '0', '595.276', '841.89'], rotate: 0, userUnit: '1' } as const;
    for (let rotation = 0; rotation < 360_000; rotation += 15_000) {
      for (const x of [-100_000, 500_000]) {
        const placed = keptOnPage({ ...box, rotation, x, y: x }, A4);
        expect(() => placementToRect(placed, page), `at ${rotation}`).not.to.throw();
      }
    }
  });

  it('turns within one full turn', () => {
    expect(turnedBy({ ...box, rotation: 350_000 }, 15_000).rotation).to.equal(5000);
    expect(normalAngle(-15_000)).to.equal(345_000);
    expect(halfExtent({ ...box, width: 40_000, height: 20_000, rotation: 90_000 })).to.deep.equal({ x: 10_000, y: 20_000 });
  });

  it('sets positions in tenths of a millimetre', () => {
    expect(centreOf(onGrid({ ...box, x: 42_037, y: 105_561 }))).to.deep.equal({ x: 61_000, y: 124_600 });
  });

  it('says between which values a centre may lie', () => {
    expect(centreLimits(box, A4)).to.deep.equal({ least: { x: 19_000, y: 19_000 }, most: { x: 190_999, y: 278_000 } });
  });
});

describe('snapping', () => {
  it('holds a box to the centre of the page within reach, and not beyond', () => {
    const near = withCentre(box, { x: 105_900, y: 60_000 });
    const held = snap(near, { widthUm: 210_000, heightUm: 297_000 }, [], 1500);
    expect(centreOf(held.box)).to.deep.equal({ x: 105_000, y: 60_000 });
    expect(held.guides).to.deep.equal([{ axis: 'x', at: 105_000, reason: 'page-centre' }]);
    expect(snap(near, { widthUm: 210_000, heightUm: 297_000 }, [], 800).guides).to.deep.equal([]);
  });

  it('aligns centres with another seal', () => {
    const other = withCentre(box, { x: 150_000, y: 60_700 });
    const held = snap(withCentre(box, { x: 61_000, y: 60_000 }), A4, [other], 1500);
    expect(centreOf(held.box).y).to.equal(60_700);
    expect(held.guides[0]?.reason).to.equal('aligned');
  });
});
