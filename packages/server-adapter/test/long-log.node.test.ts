import type { UseList } from '@sealkit/core/protocol';
import { recordRefusal } from '../src/audit/use-log.ts';
import { tamperedWorld, type TamperedWorld } from './support/tampered-world.ts';
import { problemOf, sampleDocument, sign, TENANT, useLog } from './support/world.ts';

/** More than is verified anew at every look. */
const REFUSALS = 1200;
const HOUR = 3_600_000;

/** A seal with one use, and many refused tries around it. */
async function longWorld() {
  const world = await tamperedWorld();
  await refuseMany(world, REFUSALS);
  const result = await sign(world.as('ada'), await sampleDocument());
  return { world, result };
}

async function refuseMany({ store, now }: TamperedWorld, count: number): Promise<void> {
  await store.transaction(async (tx) => {
    for (let at = 0; at < count; at += 1) {
      await recordRefusal(tx, {
        tenant: TENANT,
        personId: 'ada',
        stage: 'permit',
        refusal: 'GRANT_MISSING',
        time: now(),
        envelope: null,
        seal: { number: 'QL-1', version: 1 },
        pages: [1],
        originalDigest: null,
        permit: null,
      });
    }
  });
}

/** What somebody of the first company sees. */
const OWN = { sealNumbers: ['QL-1', 'QL-2'], personIds: ['ada', 'bo'] };
const VIEWS = ['/seals/QL-1/uses?limit=5', '/uses?limit=5'];

/** Looks until the server has walked through all of it. */
async function lookUntil(world: TamperedWorld, path: string, wanted: (chain: UseList['chain']) => boolean): Promise<UseList> {
  for (let tries = 0; tries < 500; tries += 1) {
    const list = await useLog(world.as('ada'), path);
    if (wanted(list.chain)) return list;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${path}: the walk did not come to its end`);
}

const isWhole = ({ wholeAt, verified, length }: UseList['chain']): boolean => wholeAt !== null && verified === length;

describe('a use log that is too long to be verified at every look', () => {
  for (const path of VIEWS) {
    it(`says how far its first walk is, then that all is verified, then follows what comes (${path})`, async () => {
      const { world } = await longWorld();
      const first = await useLog(world.as('ada'), path);
      expect(first.chain.intact).to.equal(true);
      expect(first.chain.verified).to.be.below(first.chain.length);
      expect([first.chain.wholeAt, first.total]).to.deep.equal([null, REFUSALS + 1]);
      const whole = await lookUntil(world, path, isWhole);
      expect([whole.chain.intact, whole.total]).to.deep.equal([true, REFUSALS + 1]);
      expect(whole.chain.length).to.equal(first.chain.length);
      await sign(world.as('ada'), await sampleDocument('Another'));
      const next = await useLog(world.as('ada'), path);
      expect([next.chain.intact, isWhole(next.chain), next.total]).to.deep.equal([true, true, REFUSALS + 2]);
      expect(next.chain.length).to.be.above(whole.chain.length);
      await world.adapter.close();
    });
  }

  it('counts the rows of a seal and of a scope as the store does', async () => {
    const { world } = await longWorld();
    const other = problemOf(await world.as('cy').post('/permits', { nonsense: true }));
    expect(other.status).to.equal(400);
    await lookUntil(world, '/uses', isWhole);
    for (const [path, person] of [
      ['/seals/QL-1/uses', 'ada'],
      ['/seals/QL-2/uses', 'cy'],
      ['/uses', 'ada'],
    ] as const) {
      const seen = await useLog(world.as(person), `${path}?limit=1`);
      const of = path === '/uses' ? { scope: OWN } : { sealNumber: path.slice(7, 11) };
      expect(seen.total, path).to.equal(await world.store.transaction((tx) => tx.audit.countRows({ tenant: TENANT, ...of })));
    }
    await world.adapter.close();
  });

  type Tamper = (of: Awaited<ReturnType<typeof longWorld>>) => void;
  const OLD_EVENT = "(SELECT event_id FROM event_order WHERE tenant = 'tenant-one' ORDER BY position LIMIT 1 OFFSET 700)";
  const changes: readonly (readonly [string, string, Tamper])[] = [
    ['an old event is changed', 'DIGEST_DIFFERS', ({ world }) => world.sql(`UPDATE events SET actor = 'bo' WHERE id = ${OLD_EVENT}`)],
    ['an old event is removed', 'POSITION_MISSING', ({ world }) => world.sql(`DELETE FROM events WHERE id = ${OLD_EVENT}`)],
    ['an old row is removed', 'ROWS_DIFFER', ({ world }) => world.sql(`DELETE FROM use_log WHERE id = ${OLD_EVENT}`)],
    [
      'an old row says another person',
      'ROWS_DIFFER',
      ({ world }) => world.sql(`UPDATE use_log SET person_id = 'bo' WHERE id = ${OLD_EVENT}`),
    ],
    [
      'the row of the use forgets its last event',
      'ROWS_DIFFER',
      ({ world, result }) =>
        world.sql(
          `UPDATE use_log SET result = 'interrupted', event_ids = json_remove(event_ids, '$[2]'),
             time = (SELECT time FROM events WHERE type = 'use') WHERE id = ?`,
          result.useId,
        ),
    ],
    [
      'a row is added',
      'ROWS_DIFFER',
      ({ world }) =>
        world.sql(
          `INSERT INTO use_log (tenant, id, seal_number, envelope_id, person_id, time, result, use_id, event_ids, search)
           SELECT tenant, 'forged', seal_number, envelope_id, person_id, time, result, use_id, event_ids, search FROM use_log WHERE id = ${OLD_EVENT}`,
        ),
    ],
  ];
  for (const [title, fault, tamper] of changes) {
    it(`is found not intact by the next walk when ${title}, in every view`, async () => {
      const of = await longWorld();
      const { world } = of;
      await lookUntil(world, '/uses?limit=5', isWhole);
      tamper(of);
      world.pass(HOUR);
      for (const path of VIEWS) await lookUntil(world, path, ({ intact }) => !intact);
      expect(world.log.find(({ event }) => event === 'use-log-not-intact')?.fields['fault']).to.equal(fault);
      await world.adapter.close();
    });

    it(`is found not intact by the first walk when ${title}`, async () => {
      const of = await longWorld();
      tamper(of);
      await lookUntil(of.world, '/uses?limit=5', ({ intact }) => !intact);
      await of.world.adapter.close();
    });
  }

  it('is not intact at once when an event of a row on the page is changed', async () => {
    const { world, result } = await longWorld();
    await lookUntil(world, '/uses?limit=5', isWhole);
    world.sql("UPDATE events SET actor = 'bo' WHERE type = 'use'");
    for (const path of VIEWS) {
      const { chain, uses } = await useLog(world.as('ada'), path);
      expect([chain.intact, uses.some(({ id }) => id === result.useId)], path).to.deep.equal([false, true]);
    }
    await world.adapter.close();
  });

  it('is not intact at once when the chain was cut before what comes next', async () => {
    const { world } = await longWorld();
    await lookUntil(world, '/uses?limit=5', isWhole);
    world.sql("DELETE FROM events WHERE type = 'use-completed'");
    await sign(world.as('ada'), await sampleDocument('Another'));
    for (const path of VIEWS) expect((await useLog(world.as('ada'), path)).chain.intact, path).to.equal(false);
    await world.adapter.close();
  });

  it('is found not intact by the next walk when its end was cut off without a trace', async () => {
    const { world } = await longWorld();
    await refuseMany(world, 50);
    await lookUntil(world, '/uses?limit=5', isWhole);
    const newest = "(SELECT event_id FROM event_order WHERE tenant = 'tenant-one' ORDER BY position DESC LIMIT 50)";
    world.sql(`DELETE FROM use_log WHERE id IN ${newest}`);
    world.sql(`DELETE FROM events WHERE id IN ${newest}`);
    world.sql(`DELETE FROM event_order WHERE event_id IN ${newest}`);
    world.pass(HOUR);
    for (const path of VIEWS) await lookUntil(world, path, ({ intact }) => !intact);
    await world.adapter.close();
  });
});
