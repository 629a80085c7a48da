import { assert, constantFrom, double, integer, property, record } from 'fast-check';
import type { SealPlacement } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import { type AnchorOrigin, anchorOfPlacement, type DisplayedPage, resolvePlacement } from './page-anchor.ts';
import { clampToPage, copyToPages, isOnPage } from './place-on-pages.ts';
import { placementBounds, placementsOverlap } from './placement-bounds.ts';
import {
  fraction,
  micrometresToMillimetres,
  micrometresToPoints,
  millimetresToMicrometres,
  mm,
  percent,
  pointsToMicrometres,
  pt,
} from './units.ts';

const A4: DisplayedPage = { page: 1, widthUm: 210_000, heightUm: 297_000 };
const SEAL = { widthUm: 40_000, heightUm: 40_000 };
const ORIGINS: readonly AnchorOrigin[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right', 'centre'];
const POINTS_PER_MICROMETRE = 72 / 25_400;
const GREATEST_ERROR_PT = 0.01;

const place = (x: number, y: number, rotation = 0, page = 1): SealPlacement => ({ page, x, y, width: 40_000, height: 40_000, rotation });
const lengths = double({ min: -5000, max: 5000, noNaN: true });

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('units', () => {
  it('know an inch', () => {
    expect(pointsToMicrometres(pt(72))).to.equal(25_400);
    expect(millimetresToMicrometres(mm(25.4))).to.equal(25_400);
    expect(micrometresToPoints(25_400)).to.be.closeTo(72, 1e-9);
    expect(micrometresToMillimetres(25_400)).to.equal(25.4);
  });

  it('refuse what is no number', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const make of [mm, pt, percent, fraction]) expect(() => make(value)).to.throw(RangeError);
  });

  it('convert with an error of at most 0.01 pt, whatever the length', () => {
    assert(property(lengths, (value) => Math.abs(pointsToMicrometres(pt(value)) * POINTS_PER_MICROMETRE - value) <= GREATEST_ERROR_PT));
    assert(
      property(
        lengths,
        (value) => Math.abs(millimetresToMicrometres(mm(value)) - value * 1000) * POINTS_PER_MICROMETRE <= GREATEST_ERROR_PT,
      ),
    );
  });
});

describe('resolvePlacement', () => {
  it('gives known places from every origin', () => {
    const at = (origin: AnchorOrigin): SealPlacement => resolvePlacement(A4, { origin, unit: 'mm', x: mm(20), y: mm(30) }, SEAL);
    expect(at('top-left')).to.deep.equal(place(20_000, 30_000));
    expect(at('top-right')).to.deep.equal(place(150_000, 30_000));
    expect(at('bottom-left')).to.deep.equal(place(20_000, 227_000));
    expect(at('bottom-right')).to.deep.equal(place(150_000, 227_000));
    expect(at('centre')).to.deep.equal(place(105_000, 158_500));
  });

  it('gives known places from points and percent', () => {
    expect(resolvePlacement(A4, { origin: 'top-left', unit: 'pt', x: pt(72), y: pt(36) }, SEAL)).to.deep.equal(place(25_400, 12_700));
    expect(resolvePlacement(A4, { origin: 'top-left', unit: 'percent', x: percent(50), y: percent(10) }, SEAL)).to.deep.equal(
      place(105_000, 29_700),
    );
  });

  it('gives known places from fractions, and from the media box where it is larger than what is displayed', () => {
    expect(resolvePlacement(A4, { origin: 'bottom-left', unit: 'fraction', x: fraction(0.5), y: fraction(0.1) }, SEAL)).to.deep.equal(
      place(105_000, 227_300),
    );
    const cropped = { ...A4, mediaBox: { x: -10_000, y: -20_000, widthUm: 230_000, heightUm: 330_000 } };
    const anchor = { origin: 'bottom-right', box: 'media', unit: 'mm', x: mm(20), y: mm(30) } as const;
    expect(resolvePlacement(cropped, anchor, SEAL)).to.deep.equal(place(160_000, 240_000));
    expect(resolvePlacement(A4, anchor, SEAL)).to.deep.equal(place(150_000, 227_000));
    expect(anchorOfPlacement(cropped, place(160_000, 240_000), anchor)).to.deep.equal(anchor);
  });

  it('finds back to the anchor within 0.01 pt, and from there to the same placement', () => {
    const anchors = record({
      origin: constantFrom(...ORIGINS),
      unit: constantFrom('mm', 'pt', 'percent', 'fraction'),
      x: lengths,
      y: lengths,
    });
    const pages = record({
      page: integer({ min: 1, max: 9 }),
      widthUm: integer({ min: 1000, max: 5_000_000 }),
      heightUm: integer({ min: 1000, max: 5_000_000 }),
    });
    assert(
      property(anchors, pages, ({ origin, unit, x, y }, page) => {
        const anchor =
          unit === 'mm'
            ? ({ origin, unit, x: mm(x), y: mm(y) } as const)
            : unit === 'pt'
              ? ({ origin, unit, x: pt(x), y: pt(y) } as const)
              : unit === 'percent'
                ? ({ origin, unit, x: percent(x), y: percent(y) } as const)
                : ({ origin, unit, x: fraction(x), y: fraction(y) } as const);
        const placement = resolvePlacement(page, anchor, SEAL);
        const back = anchorOfPlacement(page, placement, anchor);
        const inPoints = {
          mm: 72 / 25.4,
          pt: 1,
          percent: (page.widthUm / 100) * POINTS_PER_MICROMETRE,
          fraction: page.widthUm * POINTS_PER_MICROMETRE,
        }[unit];
        expect(Math.abs(back.x - x) * inPoints).to.be.at.most(GREATEST_ERROR_PT);
        expect(resolvePlacement(page, back, SEAL)).to.deep.equal(placement);
      }),
    );
  });
});

describe('placementBounds', () => {
  it('is the box itself without a turn', () => {
    expect(placementBounds(place(1000, 2000))).to.deep.equal({ left: 1000, top: 2000, right: 41_000, bottom: 42_000 });
  });

  it('turns about the centre, clockwise', () => {
    const wide: SealPlacement = { page: 1, x: 0, y: 0, width: 40_000, height: 20_000, rotation: 90_000 };
    expect(placementBounds(wide)).to.deep.equal({ left: 10_000, top: -10_000, right: 30_000, bottom: 30_000 });
    const diamond = placementBounds(place(0, 0, 45_000));
    expect(diamond.right - diamond.left).to.be.closeTo(40_000 * Math.SQRT2, 1e-6);
  });

  it('is that of the part that is drawn', () => {
    const slice: SealPlacement = { ...place(0, 0, 90_000), clip: { x: 0, y: 0, width: 10_000, height: 40_000 } };
    const { left, top, right, bottom } = placementBounds(slice);
    expect([left, top, right, bottom].map(Math.round)).to.deep.equal([0, 0, 40_000, 10_000]);
  });
});

describe('placementsOverlap', () => {
  it('tells covering from touching and from apart', () => {
    expect(placementsOverlap(place(0, 0), place(39_000, 0))).to.equal(true);
    expect(placementsOverlap(place(0, 0), place(40_000, 0))).to.equal(false);
    expect(placementsOverlap(place(0, 0), place(50_000, 0))).to.equal(false);
    expect(placementsOverlap(place(0, 0, 0, 1), place(0, 0, 0, 2))).to.equal(false);
  });

  it('sees that two diamonds pass corner by corner where their bounds overlap', () => {
    expect(placementsOverlap(place(0, 0, 45_000), place(28_000, 28_000, 45_000))).to.equal(true);
    expect(placementsOverlap(place(0, 0, 45_000), place(56_000, 0, 45_000))).to.equal(true);
    expect(placementsOverlap(place(0, 0, 45_000), place(29_000, 29_000, 45_000))).to.equal(false);
  });

  it('is the same both ways', () => {
    const places = record({
      x: integer({ min: -50_000, max: 50_000 }),
      y: integer({ min: -50_000, max: 50_000 }),
      rotation: integer({ min: -359_999, max: 359_999 }),
    });
    assert(
      property(places, places, (one, other) => {
        const [a, b] = [place(one.x, one.y, one.rotation), place(other.x, other.y, other.rotation)];
        return placementsOverlap(a, b) === placementsOverlap(b, a);
      }),
    );
  });
});

describe('clampToPage', () => {
  it('moves a place onto the page by the shortest way and leaves the rest', () => {
    expect(clampToPage(place(-5000, 290_000), A4)).to.deep.equal(place(0, 257_000));
    expect(clampToPage(place(5000, 5000), A4)).to.deep.equal(place(5000, 5000));
  });

  it('gives a place on the page for every place and turn', () => {
    const places = record({
      x: integer({ min: -900_000, max: 900_000 }),
      y: integer({ min: -900_000, max: 900_000 }),
      rotation: integer({ min: -359_999, max: 359_999 }),
    });
    assert(property(places, ({ x, y, rotation }) => isOnPage(clampToPage(place(x, y, rotation), A4), A4)));
  });

  it('refuses a page that is too small', () => {
    expect(codeOf(() => clampToPage(place(0, 0), { page: 1, widthUm: 39_000, heightUm: 100_000 }))).to.equal('SEAL_PLACEMENT_OUTSIDE_PAGE');
  });
});

describe('copyToPages', () => {
  const A5_LANDSCAPE: DisplayedPage = { page: 2, widthUm: 210_000, heightUm: 148_000 };

  it('keeps the distance from the nearest corner on pages of other sizes', () => {
    expect(copyToPages(place(150_000, 227_000), A4, [A5_LANDSCAPE, { ...A4, page: 3 }])).to.deep.equal([
      place(150_000, 78_000, 0, 2),
      place(150_000, 227_000, 0, 3),
    ]);
  });

  it('keeps the distance from the origin that is asked for, and moves onto the page', () => {
    expect(copyToPages(place(20_000, 227_000), A4, [A5_LANDSCAPE], { origin: 'top-left' })).to.deep.equal([place(20_000, 108_000, 0, 2)]);
  });

  it('keeps rotation and clip', () => {
    const slice = { ...place(20_000, 20_000, 1000), clip: { x: 0, y: 0, width: 20_000, height: 40_000 } };
    expect(copyToPages(slice, A4, [{ ...A4, page: 7 }])).to.deep.equal([{ ...slice, page: 7 }]);
  });
});
