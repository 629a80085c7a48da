import { decodeBase64 } from '@sealkit/core/bytes';
import { httpTimestampAuthority } from '@sealkit/core/cades';
import { verifyCheckpointTimestamp } from '@sealkit/core/evidence';
import { judgesPresent, type ServedPki, servePki } from '@sealkit/testkit/node';
import { createMemoryStore, verifyLog } from '../../src/index.ts';
import { eventOf, logWorld, testLogKey } from '../support/log-world.ts';
import { problemOf, TENANT, type World } from '../support/world.ts';

const title = 'checkpoints, time-stamped by an authority that is not ours';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => {
    pki = await servePki();
  }, 60_000);
  afterAll(() => pki.stop());

  const stampedWorld = (): Promise<World> =>
    logWorld(
      {
        timestampAuthority: httpTimestampAuthority({ url: `${pki.url}/tsa`, http: pki.http }),
        timestampAnchors: pki.certificates('certs/tsa-root.pem'),
      },
      { clock: { now: () => new Date() } },
    );
  const proofOf = async (world: World) =>
    world
      .as('ada')
      .get<{ readonly tlogProof: string; readonly timestampToken: string | null }>(
        `/events/${(await eventOf(world.store, 'seal-registered')).id}/proof`,
      );

  it('carry a token over the text of the note, which verifies down to the anchor', async () => {
    const world = await stampedWorld();
    const { tlogProof, timestampToken } = (await proofOf(world)).body;
    const note = tlogProof.slice(tlogProof.indexOf('\n\n') + 2);
    const anchors = pki.certificates('certs/tsa-root.pem');
    const verified = await verifyCheckpointTimestamp(note, decodeBase64(timestampToken ?? ''), { anchors });
    if ('fault' in verified) throw new Error(verified.fault);
    expect(Math.abs(verified.tstInfo.genTime.getTime() - Date.now())).to.be.below(60_000);
    expect(await verifyLog(world.store, TENANT, { key: await testLogKey(), timestampAnchors: anchors })).to.include({ intact: true });
  });

  it('are found out with the token of another checkpoint, a changed one, and one of an authority that nobody trusts', async () => {
    const world = await stampedWorld();
    await proofOf(world);
    const [checkpoint] = await world.store.transaction((tx) => tx.log.listCheckpoints(TENANT, 0, 1));
    const token = checkpoint?.timestampToken ?? null;
    if (checkpoint === undefined || token === null) throw new Error('expected a time-stamped checkpoint');
    const other = await httpTimestampAuthority({ url: `${pki.url}/tsa`, http: pki.http }).requestToken({
      algorithm: 'SHA-256',
      value: new Uint8Array(32),
    });
    const changed = token.slice();
    changed.set([(changed.at(-1) ?? 0) ^ 1], changed.length - 1);
    for (const [what, timestampToken] of [
      ['another', other],
      ['changed', changed],
      ['no token', token.subarray(0, 20)],
    ] as const) {
      const store = createMemoryStore();
      await store.transaction((tx) => tx.log.addCheckpoint({ ...checkpoint, timestampToken }));
      const verdict = await verifyLog(store, TENANT, { key: await testLogKey() });
      expect(verdict.fault, what).to.deep.equal({ code: 'CHECKPOINT_TIMESTAMP_INVALID', at: checkpoint.size });
    }
    const anchors = pki.certificates('certs/root.pem');
    const untrusted = await verifyLog(world.store, TENANT, { key: await testLogKey(), timestampAnchors: anchors });
    expect(untrusted.fault).to.deep.include({ code: 'CHECKPOINT_TIMESTAMP_INVALID' });
  });

  it('are no evidence once their token does not verify', async () => {
    const world = await stampedWorld();
    await proofOf(world);
    const transaction = world.store.transaction.bind(world.store);
    Object.assign(world.store, {
      transaction: ((work, call) =>
        transaction((tx) => {
          const findLatestCheckpoint: typeof tx.log.findLatestCheckpoint = async (tenant) => {
            const found = await tx.log.findLatestCheckpoint(tenant);
            return found && { ...found, timestampToken: new Uint8Array([48, 0]) };
          };
          return work({ ...tx, log: { ...tx.log, findLatestCheckpoint } });
        }, call)) satisfies typeof transaction,
    });
    expect(problemOf(await proofOf(world)).code).to.equal('LOG_INCONSISTENT');
  });
});
