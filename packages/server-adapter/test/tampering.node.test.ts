import type { Store } from '../src/index.ts';
import { eventOf, proofOf, testLog } from './support/log-world.ts';
import { type TamperedWorld, tamperedWorld } from './support/tampered-world.ts';
import { confirmation, createWorld, obtainPermit, problemOf, sampleDocument, sign, startUse, useLog, type World } from './support/world.ts';

/** A world with one finished use, one refused try and one use that waits, all of QL-1. */
async function usedWorld(config: Parameters<typeof tamperedWorld>[0] = {}) {
  const world = await tamperedWorld(config);
  const ada = world.as('ada');
  const document = await sampleDocument();
  const result = await sign(ada, document);
  const permit = await obtainPermit(ada, document);
  const challenge = await startUse(ada, document, permit.id);
  const refused = problemOf(
    await ada.post('/uses', { permitId: permit.id, frame: document.frame, state: { ...document.state, length: 1 } }),
  );
  return { world, ada, result, challenge, refusedId: refused.eventId ?? '', document };
}

const LISTS = ['/seals/QL-1/uses', '/uses', '/seals/QL-1/uses?limit=1', '/uses?result=completed', '/uses?text=nothing-has-this'];

async function intactIn(world: World, paths: readonly string[] = LISTS): Promise<readonly (readonly [string, boolean])[]> {
  const seen: (readonly [string, boolean])[] = [];
  for (const path of paths) seen.push([path, (await useLog(world.as('ada'), path)).chain.intact]);
  return seen;
}

const all = (intact: boolean): readonly (readonly [string, boolean])[] => LISTS.map((path) => [path, intact]);

describe('the use log, changed by SQL behind the back of the server', () => {
  it('is intact as the server wrote it, in every view', async () => {
    expect(await intactIn((await usedWorld()).world)).to.deep.equal(all(true));
  });

  type Tamper = (of: Awaited<ReturnType<typeof usedWorld>>) => void;
  const rows: readonly (readonly [string, Tamper])[] = [
    ['the row of a finished use is deleted', ({ world, result }) => world.sql('DELETE FROM use_log WHERE id = ?', result.useId)],
    ['the row of a refused try is deleted', ({ world, refusedId }) => world.sql('DELETE FROM use_log WHERE id = ?', refusedId)],
    ['the row of a waiting use is deleted', ({ world, challenge }) => world.sql('DELETE FROM use_log WHERE id = ?', challenge.useId)],
    [
      'a row is moved to another seal',
      ({ world, result }) => world.sql("UPDATE use_log SET seal_number = 'QL-2' WHERE id = ?", result.useId),
    ],
    ['a row is moved to no seal', ({ world, refusedId }) => world.sql('UPDATE use_log SET seal_number = NULL WHERE id = ?', refusedId)],
    [
      'a row is moved to another tenant',
      ({ world, result }) => world.sql("UPDATE use_log SET tenant = 'tenant-two' WHERE id = ?", result.useId),
    ],
    ['a row says another result', ({ world, result }) => world.sql("UPDATE use_log SET result = 'refused' WHERE id = ?", result.useId)],
    [
      'a row says another time',
      ({ world, result }) => world.sql("UPDATE use_log SET time = '2020-01-01T00:00:00.000Z' WHERE id = ?", result.useId),
    ],
    ['a row says another person', ({ world, result }) => world.sql("UPDATE use_log SET person_id = 'bo' WHERE id = ?", result.useId)],
    ['a row forgets its last event', ({ world, result }) => forgetLastEvent(world, result.useId)],
    [
      'the events of a row are no list',
      ({ world, result }) => world.sql("UPDATE use_log SET event_ids = 'no JSON' WHERE id = ?", result.useId),
    ],
    [
      'the events of a row are no ids',
      ({ world, result }) => world.sql("UPDATE use_log SET event_ids = '[1, null]' WHERE id = ?", result.useId),
    ],
    ['a row is added', ({ world, result }) => addRow(world, result.useId)],
    ['a row is not found by its document', ({ world, result }) => world.sql("UPDATE use_log SET search = 'x' WHERE id = ?", result.useId)],
    [
      'a row is not found by the name of its document',
      ({ world, result }) => world.sql("UPDATE use_log SET search = replace(search, 'lease', '') WHERE id = ?", result.useId),
    ],
    ['a row is not found by a digest', ({ world, result }) => world.sql("UPDATE use_log SET digests = '[]' WHERE id = ?", result.useId)],
  ];
  for (const [title, tamper] of rows) {
    it(`is not intact in any view when ${title}`, async () => {
      const of = await usedWorld();
      tamper(of);
      expect(await intactIn(of.world)).to.deep.equal(all(false));
      expect(of.world.log.find(({ event }) => event === 'use-log-not-intact')?.fields['fault']).to.equal('ROWS_DIFFER');
    });
  }

  it('is not intact for a deleted row that the server went on to write again', async () => {
    const { world, ada, challenge } = await usedWorld();
    world.sql('DELETE FROM use_log WHERE id = ?', challenge.useId);
    await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  const bodies: readonly (readonly [string, string])[] = [
    ['no JSON', 'no JSON'],
    ['half of it', '{"useId":"'],
    ['JSON null', 'null'],
    ['a list', '[]'],
    ['half a character', '{"a":"\\ud800"}'],
    ['a number beyond all bounds', '{"a":1e999}'],
    ['what stands in for the unreadable', '{"unreadable":true}'],
  ];
  for (const [title, body] of bodies) {
    it(`is listed and not intact when the body of an event is ${title}, and the operator hears which event`, async () => {
      const { world } = await usedWorld();
      world.sql("UPDATE events SET body = ? WHERE type = 'use-completed'", body);
      expect(await intactIn(world)).to.deep.equal(all(false));
      const entry = world.log.find(({ event }) => event === 'use-log-not-intact');
      expect([entry?.fields['fault'], typeof entry?.fields['at']]).to.deep.equal(['DIGEST_DIFFERS', 'number']);
      expect(world.log.some(({ event }) => event === 'request-failed')).to.be.false;
    });
  }

  it('goes on taking uses after an event was made unreadable; the log stays broken', async () => {
    const { world, ada } = await usedWorld();
    world.sql("UPDATE events SET body = 'x' WHERE type = 'permit-issued'");
    await sign(ada, await sampleDocument('Another'));
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  it('is listed and not intact when a use that is over cannot be read', async () => {
    const { world, challenge } = await usedWorld();
    world.sql("UPDATE uses SET act = 'x' WHERE id = ?", challenge.useId);
    expect(await intactIn(world)).to.deep.equal(all(true));
    world.pass(24 * 3_600_000);
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  it('is not intact when its end was cut off after it was looked at, whatever else is gone with it', async () => {
    const { world, result } = await usedWorld();
    expect(await intactIn(world)).to.deep.equal(all(true));
    cutOff(world, result.useId);
    expect(await intactIn(world)).to.deep.equal(all(false));
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  it('is not intact when its end was cut off and others came in its place', async () => {
    const { world, ada, result } = await usedWorld();
    expect(await intactIn(world)).to.deep.equal(all(true));
    cutOff(world, result.useId);
    for (const title of ['One', 'Two', 'Three', 'Four']) await sign(ada, await sampleDocument(title));
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  it('is intact for looks at the same time as uses, whichever ends first', async () => {
    const { world, ada } = await usedWorld();
    const document = await sampleDocument();
    const transaction = world.store.transaction.bind(world.store);
    let held = false;
    // The first look has read its last page, and hears of it only after the second one could have ended.
    const slow: Store = {
      close: () => world.store.close(),
      transaction: async (work, call) => {
        const result = await transaction(work, call);
        if (!held && Reflect.get(Object(result), 'end') !== undefined) {
          held = true;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        return result;
      },
    };
    const next = await createWorld({ store: slow, seeded: true });
    const first = useLog(next.as('ada'), '/uses');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sign(ada, document);
    const second = useLog(next.as('ada'), '/uses');
    const chains = [(await first).chain, (await second).chain];
    expect(held).to.equal(true);
    expect(chains.map(({ intact }) => intact)).to.deep.equal([true, true]);
    expect(chains[1]?.length).to.be.above(chains[0]?.length ?? 0);
  });

  it('is not intact for a server that starts anew when its end was cut off, where the transparency log has leaves of it', async () => {
    const transparencyLog = await testLog({ checkpointEveryMs: 3_600_000 });
    const { world, result } = await usedWorld({ transparencyLog });
    await proofOf(world, await eventOf(world.store, 'use'));
    cutOff(world, result.useId);
    const next = await createWorld({ store: world.store, seeded: true, transparencyLog });
    expect(await intactIn(next)).to.deep.equal(all(false));
  });

  it('is not intact when an event has no place in the order of events', async () => {
    const { world } = await usedWorld();
    world.sql("DELETE FROM event_order WHERE event_id = (SELECT id FROM events WHERE type = 'envelope-opened')");
    expect(await intactIn(world)).to.deep.equal(all(false));
  });

  it('is not intact when an event says another version of its form', async () => {
    const { world } = await usedWorld();
    world.sql("UPDATE events SET v = 2 WHERE type = 'use'");
    expect(await intactIn(world)).to.deep.equal(all(false));
  });
});

function forgetLastEvent(world: TamperedWorld, id: string): void {
  world.sql(
    `UPDATE use_log SET result = 'interrupted', event_ids = json_remove(event_ids, '$[2]'),
       time = (SELECT time FROM events WHERE type = 'use') WHERE id = ?`,
    id,
  );
}

/** The newest events and rows, from the completion of a use on, without a trace in the log itself. */
function cutOff(world: TamperedWorld, useId: string): void {
  const tail = "(SELECT id FROM events WHERE json_extract(body, '$.useId') = ? OR type IN ('use-prepared', 'use-refused'))";
  world.sql(`DELETE FROM event_order WHERE event_id IN ${tail}`, useId);
  world.sql(`DELETE FROM use_log WHERE id IN (SELECT json_extract(body, '$.useId') FROM events) OR result = 'refused'`);
  world.sql(`DELETE FROM events WHERE id IN ${tail}`, useId);
}

function addRow(world: TamperedWorld, id: string): void {
  world.sql(
    `INSERT INTO use_log (tenant, id, seal_number, envelope_id, person_id, time, result, use_id, event_ids, search)
     SELECT tenant, 'forged', seal_number, envelope_id, person_id, time, result, use_id, event_ids, search FROM use_log WHERE id = ?`,
    id,
  );
}
