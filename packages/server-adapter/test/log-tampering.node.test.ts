import { formatCheckpoint, signNote } from '@sealkit/core/evidence';
import { testNoteSigner } from '@sealkit/testkit';
import { logOrigin, verifyLog } from '../src/index.ts';
import { eventOf, eventsOf, latestCheckpoint, proofOf, testLog, testLogKey } from './support/log-world.ts';
import { type TamperedWorld, tamperedWorld } from './support/tampered-world.ts';
import { problemOf, sampleDocument, sign, TENANT } from './support/world.ts';

/** Two checkpoints, one before a signature and one behind it. */
async function loggedWorld() {
  const world = await tamperedWorld({ transparencyLog: await testLog({ checkpointEveryMs: 3_600_000 }) });
  await proofOf(world, await eventOf(world.store, 'seal-registered'));
  const early = await latestCheckpoint(world.store);
  await sign(world.as('ada'), await sampleDocument());
  const { index, size } = await proofOf(world, await eventOf(world.store, 'use'));
  if (early === undefined) throw new RangeError('no checkpoint');
  return { world, early, index, size };
}

type Logged = Awaited<ReturnType<typeof loggedWorld>>;

async function faultOf({ world }: Logged, withKey = true) {
  return (await verifyLog(world.store, TENANT, withKey ? { key: await testLogKey() } : {})).fault;
}

/** A checkpoint that says something else, signed by `seed`; 1 is the log's own. */
async function rewriteCheckpoint({ world, size }: Logged, seed: number): Promise<void> {
  const signer = await testNoteSigner(logOrigin(await testLog(), TENANT), seed);
  const text = formatCheckpoint({ origin: signer.key.name, size, root: new Uint8Array(32).fill(7), extensions: [] });
  world.sql('UPDATE log_checkpoints SET note = ? WHERE tenant = ? AND size = ?', await signNote(text, signer), TENANT, size);
}

describe('the transparency log, changed by SQL behind the back of the server', () => {
  it('is intact as the server wrote it', async () => {
    const of = await loggedWorld();
    const verdict = await verifyLog(of.world.store, TENANT, { key: await testLogKey(), known: [of.early] });
    expect(verdict).to.deep.equal({ intact: true, size: of.size, checkpoints: 2, fault: null });
    expect(of.size).to.equal((await eventsOf(of.world.store)).length);
  });

  const tampers: readonly (readonly [string, (of: Logged) => void, string])[] = [
    ['an event says another actor', ({ world }) => world.sql("UPDATE events SET actor = 'bo' WHERE type = 'use'"), 'EVENT_DIFFERS'],
    [
      'an event says another digest',
      ({ world }) => world.sql(`UPDATE events SET digest = 'sha256:${'0'.repeat(64)}' WHERE type = 'use'`),
      'EVENT_DIFFERS',
    ],
    ['an event is deleted', ({ world }) => world.sql("DELETE FROM events WHERE type = 'use'"), 'EVENT_MISSING'],
    [
      'an event is moved to another tenant',
      ({ world }) => world.sql("UPDATE events SET tenant = 'tenant-two' WHERE type = 'use'"),
      'EVENT_MISSING',
    ],
    [
      'a leaf is deleted',
      ({ world, index }) => world.sql(`DELETE FROM log_leaves WHERE tenant = ? AND position = ${index}`, TENANT),
      'LEAF_MISSING',
    ],
    [
      'the last leaf is deleted',
      ({ world, size }) => world.sql(`DELETE FROM log_leaves WHERE tenant = ? AND position = ${size - 1}`, TENANT),
      'LEAF_MISSING',
    ],
    ['two leaves change places', ({ world, index }) => swapLeaves(world, index), 'HASH_DIFFERS'],
    [
      'a hash is another',
      ({ world, index }) =>
        world.sql(`UPDATE log_hashes SET hash = zeroblob(32) WHERE tenant = ? AND level = 0 AND position = ${index}`, TENANT),
      'HASH_DIFFERS',
    ],
    [
      'a hash is deleted',
      ({ world, index }) => world.sql(`DELETE FROM log_hashes WHERE tenant = ? AND position = ${index}`, TENANT),
      'HASH_DIFFERS',
    ],
    [
      'a checkpoint is of another size',
      ({ world, size }) => world.sql(`UPDATE log_checkpoints SET size = ${size - 1} WHERE tenant = ? AND size = ${size}`, TENANT),
      'CHECKPOINT_MALFORMED',
    ],
    [
      'a checkpoint is no note',
      ({ world, size }) => world.sql(`UPDATE log_checkpoints SET note = 'x' WHERE tenant = ? AND size = ${size}`, TENANT),
      'CHECKPOINT_MALFORMED',
    ],
    ['an event was written past the log', addUnloggedEvent, 'EVENT_NOT_LOGGED'],
  ];
  for (const [title, tamper, code] of tampers)
    it(`is found out where ${title}: ${code}`, async () => {
      const of = await loggedWorld();
      tamper(of);
      expect((await faultOf(of))?.code).to.equal(code);
    });

  it('is found out where a checkpoint is rewritten: by its signature, and by the tree where the log itself signed it', async () => {
    const forged = await loggedWorld();
    await rewriteCheckpoint(forged, 9);
    expect(await faultOf(forged)).to.deep.equal({ code: 'CHECKPOINT_SIGNATURE_INVALID', at: forged.size });
    expect(await faultOf(forged, false)).to.deep.equal({ code: 'CHECKPOINT_DIFFERS', at: forged.size });
    const signed = await loggedWorld();
    await rewriteCheckpoint(signed, 1);
    expect(await faultOf(signed)).to.deep.equal({ code: 'CHECKPOINT_DIFFERS', at: signed.size });
  });

  it('is found out where all of it was written anew, by a checkpoint that somebody kept', async () => {
    const of = await loggedWorld();
    const other = await loggedWorld();
    const options = { key: await testLogKey(), known: [of.early] };
    expect((await verifyLog(other.world.store, TENANT, { key: options.key })).intact).to.equal(true);
    expect((await verifyLog(other.world.store, TENANT, options)).fault).to.deep.equal({ code: 'CHECKPOINT_DIFFERS', at: of.early.size });
    const longer = { ...of.early, size: 1_000_000 };
    expect((await verifyLog(of.world.store, TENANT, { known: [longer] })).fault).to.deep.equal({ code: 'LEAF_MISSING', at: of.size });
  });

  it('gives no proof that does not verify, and signs no tree that does not continue the last', async () => {
    const of = await loggedWorld();
    const { world, index } = of;
    const event = await eventOf(world.store, 'use');
    const neighbour = index % 2 === 0 ? index + 1 : index - 1;
    world.sql(`UPDATE log_hashes SET hash = zeroblob(32) WHERE tenant = ? AND level = 0 AND position = ${neighbour}`, TENANT);
    expect(problemOf(await world.as('ada').get(`/events/${event.id}/proof`))).to.include({ status: 500, code: 'LOG_INCONSISTENT' });
    await sign(world.as('ada'), await sampleDocument('Another'));
    const [later] = await world.store.transaction((tx) => tx.log.listUnlogged(TENANT, 1));
    expect(problemOf(await world.as('ada').get(`/events/${later?.id}/proof`))).to.include({ status: 500, code: 'LOG_INCONSISTENT' });
    expect((await latestCheckpoint(world.store))?.size).to.equal(of.size);
  });

  it('gives no proof of an event that is not what was written', async () => {
    const { world } = await loggedWorld();
    const event = await eventOf(world.store, 'use');
    world.sql("UPDATE events SET actor = 'bo' WHERE type = 'use'");
    expect(problemOf(await world.as('ada').get(`/events/${event.id}/proof`))).to.include({ status: 500, code: 'LOG_INCONSISTENT' });
  });
});

function swapLeaves(world: TamperedWorld, index: number): void {
  const at = (position: number) =>
    world.sql(`SELECT event_id FROM log_leaves WHERE tenant = ? AND position = ${position}`, TENANT)?.['event_id'];
  const [one, two] = [String(at(index)), String(at(index - 1))];
  world.sql(`UPDATE log_leaves SET event_id = 'x' WHERE tenant = ? AND position = ${index}`, TENANT);
  world.sql(`UPDATE log_leaves SET event_id = ? WHERE tenant = ? AND position = ${index - 1}`, one, TENANT);
  world.sql(`UPDATE log_leaves SET event_id = ? WHERE tenant = ? AND position = ${index}`, two, TENANT);
}

/** An event in the chain whose place in the order was taken away, so that it would never become a leaf. */
function addUnloggedEvent({ world }: Logged): void {
  world.sql(
    `INSERT INTO events SELECT tenant, 'hidden', v, 'another-chain', 1, NULL, NULL, NULL, NULL, type, time, actor, body, digest
     FROM events WHERE type = 'use'`,
  );
  world.sql("DELETE FROM event_order WHERE event_id = 'hidden'");
}
