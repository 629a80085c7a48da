import { measureSizes } from './sizes.mjs';

/** KiB of gzip that a page may be asked to load before it signs, or judges; not a figure to grow up to. */
const GOALS = { signing: 60, validation: 120 };

describe('what a browser loads', () => {
  it('stays small, and leaves to later what few acts need', async () => {
    const sizes = await measureSizes(Object.keys(GOALS));
    for (const [name, goal] of Object.entries(GOALS)) {
      const { gzipKiB } = sizes.find(({ bundle }) => bundle === name) ?? { gzipKiB: Infinity };
      expect(gzipKiB, name).to.be.lessThan(goal);
    }
    const { later } = sizes.find(({ bundle }) => bundle === 'signing') ?? { later: [] };
    const names = later.map((chunk) => chunk.split(' ')[0]);
    expect(names).to.include.members(['open-encryption', 'open-by-text', 'structure-frame', 'vector-face', 'png-face', 'curve-arithmetic']);
  }, 240_000);
});
