import { sampleSeal } from '../../test/samples.ts';
import { placementObstacle } from './placement-obstacle.ts';

const refused = (reason: string): ReturnType<typeof sampleSeal> => sampleSeal({ use: { allowed: false, reason } });
const FACTS = { locked: null, seals: [sampleSeal()], listed: true, withSignature: false } as const;

describe('the obstacle to placing anything', () => {
  it('is none while one seal can be used, or while the seals are not known yet', () => {
    expect(placementObstacle(FACTS)).to.equal(null);
    expect(placementObstacle({ ...FACTS, seals: [refused('NO_GRANT'), sampleSeal()] })).to.equal(null);
    expect(placementObstacle({ ...FACTS, seals: [], listed: false })).to.equal(null);
    expect(placementObstacle({ ...FACTS, seals: [refused('APPROVAL_REQUIRED')] })).to.equal(null);
  });

  it('is the lock of the document before all else', () => {
    expect(placementObstacle({ ...FACTS, locked: 'encrypted' })).to.equal('encrypted');
    expect(placementObstacle({ ...FACTS, locked: 'certified', seals: [] })).to.equal('certified');
  });

  it('names what a person lacks when no seal can be used', () => {
    expect(placementObstacle({ ...FACTS, seals: [] })).to.equal('no-seal');
    expect(placementObstacle({ ...FACTS, seals: [refused('NO_GRANT'), refused('NO_GRANT')] })).to.equal('no-grant');
    expect(placementObstacle({ ...FACTS, seals: [refused('FORBIDDEN')] })).to.equal('role');
    expect(placementObstacle({ ...FACTS, seals: [refused('NO_GRANT'), refused('SEAL_SUSPENDED')] })).to.equal('none-usable');
    expect(placementObstacle({ ...FACTS, seals: [refused('NO_GRANT')], withSignature: true })).to.equal('signature-only');
  });
});
