import { decodeBase64 } from '@sealkit/core/bytes';
import { isFinishedRevisionIntact } from '../src/uses/finished-revision.ts';
import { seededRandom } from '@sealkit/testkit/node';
import { createWorld, sampleDocument, sign, TENANT } from './support/world.ts';

describe('a finished revision, read again before it is kept', () => {
  const finished = async () => {
    const world = await createWorld();
    const result = await sign(world.as('ada'), await sampleDocument());
    const use = await world.store.transaction((tx) => tx.uses.find(TENANT, result.useId));
    if (use === undefined) throw new RangeError('expected the use');
    const { certificates } = world.pki.signers.p256;
    return { prepared: use.prepared, bytes: decodeBase64(result.revision), by: { certificate: use.act.certificate, certificates } };
  };

  it('holds as it was made, and with no octet changed, wherever it lies', async () => {
    const { prepared, bytes, by } = await finished();
    expect(await isFinishedRevisionIntact(prepared, bytes, by)).to.be.true;
    const random = seededRandom(7);
    const inHole = Array.from(
      { length: 120 },
      () => prepared.holeStart + 1 + Math.floor(random() * (prepared.holeEnd - prepared.holeStart - 2)),
    );
    const outside = [0, 1, prepared.holeStart - 1, prepared.holeStart, prepared.holeEnd - 1, prepared.holeEnd, bytes.length - 1];
    for (const at of [...outside, ...inHole]) {
      const changed = new Uint8Array(bytes);
      changed[at] = bytes[at] === 0x30 ? 0x31 : 0x30;
      expect(await isFinishedRevisionIntact(prepared, changed, by), `octet ${at}`).to.be.false;
    }
  });

  it('does not hold by another certificate, cut off, longer, or over another digest', async () => {
    const { prepared, bytes, by } = await finished();
    const other = `sha256:${'0'.repeat(64)}`;
    expect(await isFinishedRevisionIntact(prepared, bytes, { ...by, certificate: other })).to.be.false;
    expect(await isFinishedRevisionIntact(prepared, bytes, { ...by, certificates: [] })).to.be.false;
    expect(await isFinishedRevisionIntact(prepared, bytes.slice(0, -1), by)).to.be.false;
    expect(await isFinishedRevisionIntact(prepared, new Uint8Array([...bytes, 10]), by)).to.be.false;
    expect(await isFinishedRevisionIntact({ ...prepared, messageDigest: other }, bytes, by)).to.be.false;
    expect(await isFinishedRevisionIntact(prepared, prepared.bytes, by)).to.be.false;
  });
});
