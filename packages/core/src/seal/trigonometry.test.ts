import { sineCosine } from './trigonometry.ts';

describe('sineCosine', () => {
  it('is exact at quarter turns', () => {
    for (const [degrees, sine, cosine] of [
      [0, 0, 1],
      [90, 1, 0],
      [180, 0, -1],
      [270, -1, 0],
      [-90, -1, 0],
      [720, 0, 1],
    ] as const) {
      const values = sineCosine(degrees);
      expect(values.sine + 0).to.equal(sine);
      expect(values.cosine + 0).to.equal(cosine);
    }
  });

  it('agrees with known values to fifteen decimals', () => {
    expect(sineCosine(30).sine).to.be.closeTo(0.5, 1e-15);
    expect(sineCosine(45).cosine).to.be.closeTo(0.707_106_781_186_547_5, 1e-15);
    expect(sineCosine(72).cosine).to.be.closeTo(0.309_016_994_374_947_4, 1e-15);
    expect(sineCosine(-12).sine).to.be.closeTo(-0.207_911_690_817_759_3, 1e-15);
    expect(sineCosine(359).sine).to.be.closeTo(-0.017_452_406_437_283_5, 1e-15);
  });
});
