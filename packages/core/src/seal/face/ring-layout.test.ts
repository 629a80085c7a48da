import { codeStep, ringLayout } from './ring-layout.ts';

/** The table of the seal face geometry §3: n; S, h, w, w/h, r_c on 40 mm; S, h, w, w/h on 38 mm with a line. */
const TABLE = [
  [4, 142.0, 6.2, 4.84, 0.78, 14.9, 142.0, 5.89, 4.59, 0.78],
  [5, 153.5, 6.2, 4.84, 0.78, 14.9, 153.5, 5.89, 4.59, 0.78],
  [6, 165.0, 6.2, 4.84, 0.78, 14.9, 165.0, 5.89, 4.59, 0.78],
  [7, 176.5, 6.2, 4.84, 0.78, 14.9, 176.5, 5.89, 4.59, 0.78],
  [8, 188.0, 5.8, 4.52, 0.78, 15.1, 188.0, 5.51, 4.3, 0.78],
  [9, 199.5, 5.8, 4.52, 0.78, 15.1, 199.5, 5.51, 4.3, 0.78],
  [10, 211.0, 5.8, 4.52, 0.78, 15.1, 211.0, 5.51, 4.3, 0.78],
  [11, 222.5, 5.8, 4.52, 0.78, 15.1, 222.5, 5.51, 4.3, 0.78],
  [12, 234.0, 5.8, 4.35, 0.75, 15.1, 232.0, 5.51, 4.15, 0.75],
  [13, 245.5, 5.2, 4.06, 0.78, 15.4, 232.0, 4.94, 3.85, 0.78],
  [14, 257.0, 5.2, 4.06, 0.78, 15.4, 232.0, 4.94, 3.68, 0.74],
  [15, 268.5, 5.2, 4.06, 0.78, 15.4, 232.0, 4.94, 3.42, 0.69],
  [16, 270.0, 5.2, 3.86, 0.74, 15.4, 232.0, 4.94, 3.19, 0.65],
  [18, 270.0, 4.6, 3.57, 0.78, 15.7, 232.0, 4.37, 2.94, 0.67],
  [20, 270.0, 4.6, 3.19, 0.69, 15.7, 232.0, 4.37, 2.63, 0.6],
  [22, 270.0, 4.6, 2.89, 0.63, 15.7, 232.0, 4.37, 2.38, 0.54],
  [24, 270.0, 4.1, 2.68, 0.65, 15.95, 232.0, 3.89, 2.21, 0.57],
  [26, 270.0, 4.1, 2.47, 0.6, 15.95, 232.0, 3.89, 2.03, 0.52],
  [28, 270.0, 4.1, 2.28, 0.56, 15.95, 232.0, 3.89, 1.88, 0.48],
  [30, 270.0, 3.7, 2.15, 0.58, 16.15, 232.0, 3.52, 1.77, 0.5],
  [32, 270.0, 3.7, 2.01, 0.54, 16.15, 232.0, 3.52, 1.66, 0.47],
  [34, 270.0, 3.7, 1.89, 0.51, 16.15, 232.0, 3.32, 1.57, 0.47],
  [36, 270.0, 3.4, 1.8, 0.53, 16.3, 232.0, 3.13, 1.49, 0.48],
  [38, 270.0, 3.4, 1.7, 0.5, 16.3, 232.0, 3.03, 1.41, 0.47],
  [40, 270.0, 3.4, 1.62, 0.48, 16.3, 232.0, 2.83, 1.35, 0.48],
] as const;

const TOLERANCE = 0.0100001;

describe('ringLayout', () => {
  it('agrees with every row of the table for 40 mm', () => {
    for (const [n, sweep, height, width, ratio, centre] of TABLE) {
      const layout = ringLayout(n, 40);
      expect(layout.sweep, `S of ${n}`).to.be.closeTo(sweep, TOLERANCE);
      expect(layout.height, `h of ${n}`).to.be.closeTo(height, TOLERANCE);
      expect(layout.width, `w of ${n}`).to.be.closeTo(width, TOLERANCE);
      expect(layout.width / layout.height, `w/h of ${n}`).to.be.closeTo(ratio, TOLERANCE);
      expect(layout.centreRadius, `r_c of ${n}`).to.be.closeTo(centre, TOLERANCE);
      expect(layout.fits).to.equal(true);
    }
  });

  it('agrees with every row of the table for 38 mm with a line', () => {
    for (const [n, , , , , , sweep, height, width, ratio] of TABLE) {
      const layout = ringLayout(n, 38, { hasLine: true });
      expect(layout.sweep, `S of ${n}`).to.be.closeTo(sweep, TOLERANCE);
      expect(layout.height, `h of ${n}`).to.be.closeTo(height, TOLERANCE);
      expect(layout.width, `w of ${n}`).to.be.closeTo(width, TOLERANCE);
      expect(layout.width / layout.height, `w/h of ${n}`).to.be.closeTo(ratio, TOLERANCE);
      expect(layout.fits).to.equal(true);
    }
  });

  it('keeps the angles and scales the lengths of 42 and 45 mm, the border staying 1.2', () => {
    for (const [diameter, factor] of [
      [42, 1.05],
      [45, 1.125],
    ] as const) {
      const layout = ringLayout(10, diameter);
      expect(layout.sweep).to.be.closeTo(211, TOLERANCE);
      expect(layout.height).to.be.closeTo(5.8 * factor, TOLERANCE);
      expect(layout.border).to.equal(1.2);
    }
  });

  it('gives the code its angle: 57° for 13 characters, 90° for 20, and caps the name beside it', () => {
    expect(codeStep(40) * 12).to.be.closeTo(57, 0.5);
    expect(codeStep(40) * 19).to.be.closeTo(90, 0.5);
    expect(ringLayout(20, 40, { codeLength: 13 }).sweep).to.be.closeTo(263, 0.5);
    expect(ringLayout(20, 40, { codeLength: 20 }).sweep).to.be.closeTo(230, 0.5);
  });

  it('leaves at least 20° between the name and the code on each side', () => {
    for (let n = 1; n <= 40; n += 1)
      for (let m = 1; m <= 20; m += 1)
        for (const hasLine of [false, true]) {
          const layout = ringLayout(n, 40, { codeLength: m, hasLine });
          expect((360 - layout.sweep - codeStep(40) * (m - 1)) / 2, `${n} and ${m}`).to.be.at.least(20 - 1e-9);
        }
  });

  it('never condenses below 0.46 and says so instead', () => {
    const layout = ringLayout(40, 38, { hasLine: true, codeLength: 20 });
    expect(layout.fits).to.equal(layout.width / layout.height >= 0.46);
    const crowded = ringLayout(60, 38, { hasLine: true });
    expect(crowded.fits).to.equal(false);
  });

  it('sets one character at the top', () => {
    const layout = ringLayout(1, 40);
    expect(layout.width).to.be.closeTo(0.78 * layout.height, 1e-9);
    expect(layout.fits).to.equal(true);
  });
});
