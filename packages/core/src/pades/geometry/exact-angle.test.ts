import { cosineAndSine } from './exact-angle.ts';
import { formatDecimal, multiply, rational } from './rational.ts';

const shown = (angle: number): string => {
  const { cosine, sine } = cosineAndSine(angle);
  return `${formatDecimal(cosine)} ${formatDecimal(sine)}`;
};

describe('cosine and sine in exact arithmetic', () => {
  it('is exact at quarter turns, in both directions', () => {
    expect([0, 90_000, 180_000, 270_000, 360_000, -90_000].map(shown)).to.deep.equal(['1 0', '0 1', '-1 0', '0 -1', '1 0', '0 -1']);
  });

  it('gives the values of printed tables', () => {
    expect(shown(30_000)).to.equal('0.866 0.5');
    expect(shown(45_000)).to.equal('0.7071 0.7071');
    expect(shown(120_000)).to.equal('-0.5 0.866');
    expect(shown(-12_000)).to.equal('0.9781 -0.2079');
    expect(shown(299_999)).to.equal('0.5 -0.866');
  });

  it('gives sin 1° to twenty decimals', () => {
    const { sine } = cosineAndSine(1000);
    const digits = multiply(sine, rational(10n ** 20n));
    expect((digits.numerator / digits.denominator).toString()).to.equal('1745240643728351281');
  });

  it('agrees with Math at every odd angle to twelve decimals', () => {
    for (let angle = -359_993; angle < 360_000; angle += 7_919) {
      const { cosine, sine } = cosineAndSine(angle);
      const radians = (angle * Math.PI) / 180_000;
      expect(Math.abs(Number(cosine.numerator) / Number(cosine.denominator) - Math.cos(radians))).to.be.below(1e-12);
      expect(Math.abs(Number(sine.numerator) / Number(sine.denominator) - Math.sin(radians))).to.be.below(1e-12);
    }
  });
});
