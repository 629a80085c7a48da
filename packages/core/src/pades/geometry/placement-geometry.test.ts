import { codeOf } from '../../../test/pades/refusal.ts';
import type { SealPlacement } from '../seal-placement.ts';
import { type PageBox, displayedSize } from './page-geometry.ts';
import { placementToRect } from './placement-geometry.ts';
import { rectToPlacement } from './rect-placement.ts';

const A4: PageBox = { cropBox: ['0', '0', '595', '842'], rotate: 0, userUnit: '1' };
const seal: SealPlacement = { page: 1, x: 25_400, y: 50_800, width: 25_400, height: 12_700, rotation: 0 };

/** One inch from the displayed left, two from the displayed top, one wide, half an inch high: worked out by hand. */
const KNOWN: readonly (readonly [string, PageBox, readonly string[], readonly string[]])[] = [
  ['upright', A4, ['72', '662', '144', '698'], ['1', '0', '0', '1', '0', '0']],
  ['turned by 90', { ...A4, rotate: 90 }, ['144', '72', '180', '144'], ['0', '1', '-1', '0', '0', '0']],
  ['turned by 180', { ...A4, rotate: 180 }, ['451', '144', '523', '180'], ['-1', '0', '0', '-1', '0', '0']],
  ['turned by 270', { ...A4, rotate: 270 }, ['415', '698', '451', '770'], ['0', '-1', '1', '0', '0', '0']],
  [
    'cropped, negative origin',
    { ...A4, cropBox: ['-100', '-50.5', '300', '400'] },
    ['-28', '220', '44', '256'],
    ['1', '0', '0', '1', '0', '0'],
  ],
  ['box given upside down', { ...A4, cropBox: ['595', '842', '0', '0'] }, ['72', '662', '144', '698'], ['1', '0', '0', '1', '0', '0']],
  ['unit of two points', { ...A4, userUnit: '2.0' }, ['36', '752', '72', '770'], ['1', '0', '0', '1', '0', '0']],
  [
    'all of it at once',
    { cropBox: ['-100', '-50', '300', '400'], rotate: 270, userUnit: '1.5' },
    ['180', '304', '204', '352'],
    ['0', '-1', '1', '0', '0', '0'],
  ],
];

describe('from a placement to the page (ISO 32000-2 §12.5.5)', () => {
  for (const [what, page, rect, matrix] of KNOWN) {
    it(`places on a page ${what}`, () => {
      const geometry = placementToRect(seal, page);
      expect(geometry.rect).to.deep.equal(rect);
      expect(geometry.matrix).to.deep.equal(matrix);
    });
  }

  it('turns the box clockwise about its centre', () => {
    const geometry = placementToRect({ ...seal, rotation: 90_000 }, A4);
    expect(geometry.rect).to.deep.equal(['90', '644', '126', '716']);
    expect(geometry.matrix).to.deep.equal(['0', '-1', '1', '0', '0', '0']);
    expect(geometry.bbox).to.deep.equal(['0', '0', '72', '36']);
    const slanted = placementToRect({ ...seal, width: 25_400, height: 25_400, rotation: 30_000 }, A4);
    expect(slanted.matrix).to.deep.equal(['0.866', '-0.5', '0.5', '0.866', '0', '0']);
    expect(slanted.rect).to.deep.equal(['58.8231', '612.8231', '157.1769', '711.1769']);
  });

  it('draws a slice of a straddle seal where the whole would have it', () => {
    const clip = { x: 19_050, y: 2_540, width: 6_350, height: 7_620 };
    const geometry = placementToRect({ ...seal, clip }, A4);
    expect(geometry.bbox).to.deep.equal(['54', '7.2', '72', '28.8']);
    expect(geometry.rect).to.deep.equal(['126', '669.2', '144', '690.8']);
    const turned = placementToRect({ ...seal, clip, rotation: 180_000 }, A4);
    expect(turned.rect).to.deep.equal(['72', '669.2', '90', '690.8']);
  });

  it('lets a slice stand at the edge while the whole reaches beyond it', () => {
    const clip = { x: 0, y: 0, width: 5_000, height: 12_700 };
    const x = displayedSize(A4).widthUm - 5_000;
    expect(codeOf(() => placementToRect({ ...seal, x, clip }, A4))).to.equal('');
    expect(codeOf(() => placementToRect({ ...seal, x }, A4))).to.equal('PADES_PLACE_OFF_PAGE');
  });

  const off: readonly (readonly [string, Partial<SealPlacement>])[] = [
    ['left', { x: -2 }],
    ['top', { y: -2 }],
    ['right', { x: 184_510 }],
    ['bottom', { y: 284_345 }],
    ['turned over the edge', { x: 0, rotation: 45_000, height: 25_400 }],
  ];
  for (const [edge, change] of off) {
    it(`refuses a place off the page: ${edge}`, () => {
      expect(codeOf(() => placementToRect({ ...seal, ...change }, A4))).to.equal('PADES_PLACE_OFF_PAGE');
    });
  }

  const malformed: readonly Partial<SealPlacement>[] = [
    { x: 0.5 },
    { width: 0 },
    { height: -1 },
    { rotation: 360_000 },
    { rotation: 0.1 },
    { page: 0 },
    { y: Number.NaN },
    { width: 2_000_000_000 },
    { clip: { x: 0, y: 0, width: 25_401, height: 100 } },
    { clip: { x: -1, y: 0, width: 100, height: 100 } },
    { clip: { x: 0, y: 0, width: 0, height: 100 } },
  ];
  for (const change of malformed) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      expect(codeOf(() => placementToRect({ ...seal, ...change }, A4))).to.equal('PADES_PLACEMENT_MALFORMED');
    });
  }

  const broken: readonly Partial<PageBox>[] = [
    { cropBox: ['0', '0', '0', '842'] },
    { cropBox: ['0', '0', 'x', '842'] },
    { userUnit: '0' },
    { userUnit: '-1' },
  ];
  for (const change of broken) {
    it(`refuses the page ${JSON.stringify(change)}`, () => {
      expect(codeOf(() => placementToRect(seal, { ...A4, ...change }))).to.equal('PADES_PAGE_GEOMETRY');
    });
  }
});

describe('from the page back to a placement', () => {
  /** A linear congruential generator: the same pages and places in every run. */
  function* numbers(seed: number): Generator<number, never> {
    for (let state = seed; ;) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      yield state / 2 ** 32;
    }
  }

  it('errs by at most 0.01 pt on any page, with and without a turn', () => {
    const source = numbers(20261122);
    const next = (low: number, high: number): number => low + source.next().value * (high - low);
    const rotations = [0, 90, 180, 270] as const;
    for (let round = 0; round < 500; round += 1) {
      const left = next(-500, 500).toFixed(3);
      const bottom = next(-500, 500).toFixed(2);
      const page: PageBox = {
        cropBox: [left, bottom, (Number(left) + next(300, 1500)).toFixed(3), (Number(bottom) + next(300, 1500)).toFixed(1)],
        rotate: rotations[Math.floor(next(0, 4))] ?? 0,
        userUnit: round % 3 === 0 ? next(0.5, 4).toFixed(3) : '1',
      };
      const { widthUm, heightUm } = displayedSize(page);
      const side = Math.floor(next(5_000, Math.min(widthUm, heightUm) / 3));
      const placement: SealPlacement = {
        page: 3,
        x: Math.floor(next(side / 2, widthUm - 2 * side)),
        y: Math.floor(next(side / 2, heightUm - 2 * side)),
        width: side,
        height: Math.floor(side * 0.9),
        rotation: Math.floor(next(0, 360)) * 1000,
      };
      const geometry = placementToRect(placement, page);
      const back = rectToPlacement(geometry.rect, 3, page, geometry);
      const limit = 0.01 * (25_400 / 72) * Math.max(1, Number(page.userUnit));
      for (const key of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(back[key] - placement[key])).to.be.at.most(limit);
      const turn = Math.abs(back.rotation - placement.rotation) % 360_000;
      expect(Math.min(turn, 360_000 - turn)).to.be.at.most(4);
      const unturned = { ...placement, rotation: 0 };
      const plain = rectToPlacement(placementToRect(unturned, page).rect, 3, page);
      for (const key of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(plain[key] - unturned[key])).to.be.at.most(limit);
    }
  });
});
