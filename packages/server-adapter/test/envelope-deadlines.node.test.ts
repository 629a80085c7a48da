import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvelopeView } from '@sealkit/core/protocol';
import type { AdapterConfig, AuditEventRecord } from '../src/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { act, BUYER, openContract, readContract, SELLER } from './support/contract.ts';
import { eventsOf, eventually } from './support/log-world.ts';
import { tamperedWorld } from './support/tampered-world.ts';
import { openReceiver, SECRET } from './support/webhook-receiver.ts';
import { createWorld, expectStatus, problemOf, sampleDocument, START, TENANT, type World } from './support/world.ts';

const HOUR = 3_600_000;
const inHours = (hours: number): string => new Date(START.getTime() + hours * HOUR).toISOString();
const worlds: World[] = [];
const folder = mkdtempSync(join(tmpdir(), 'sealkit-deadlines-'));
afterEach(async () => void (await Promise.all(worlds.splice(0).map(({ adapter }) => adapter.close()))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function deadlineWorld(changes: Partial<AdapterConfig> & { readonly seeded?: boolean } = {}): Promise<World> {
  const envelopeDeadlines = { tenants: [TENANT], everyMs: 5, remindAfterMs: 48 * HOUR };
  const world = await createWorld({ envelopeDeadlines, ...changes });
  worlds.push(world);
  return world;
}

async function eventsOfType(world: World, type: string): Promise<readonly AuditEventRecord[]> {
  return (await eventsOf(world.store)).filter((event) => event.type === type);
}

async function stored(world: World, { id }: EnvelopeView) {
  return world.store.transaction((tx) => tx.envelopes.find(TENANT, id));
}

/** Long enough for several looks. */
const severalLooks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

describe('envelopes that nobody looks at', () => {
  it('end by themselves when their time is over, with an event and a message, and not before', async () => {
    const receiver = await openReceiver();
    const hook = { tenant: TENANT, url: receiver.url, secret: SECRET, allowPrivateNetwork: true, topics: ['envelope.expired'] } as const;
    const world = await deadlineWorld({ webhooks: [hook], webhookPolicy: { pollMs: 5 } });
    const envelope = await openContract(world.as('ada'), await sampleDocument(), { expires: inHours(1) });
    const endless = await openContract(world.as('ada'), await sampleDocument());
    world.pass(HOUR - 1);
    await severalLooks();
    expect((await stored(world, envelope))?.state).to.equal('in-progress');
    world.pass(1);
    await eventually(async () => (await stored(world, envelope))?.state === 'expired');
    await eventually(() => Promise.resolve(receiver.received.length === 1));
    await severalLooks();
    const expired = await eventsOfType(world, 'envelope-expired');
    expect(expired.map(({ chain, actor, body }) => [chain, actor, body['expires']])).to.deep.equal([[envelope.id, 'server', inHours(1)]]);
    expect(receiver.received.map(({ payload }) => payload.data['envelopeId'])).to.deep.equal([envelope.id]);
    expect((await stored(world, endless))?.state).to.equal('in-progress');
    await receiver.close();
  });

  it('end, all of them, where they are more than fit into one transaction', async () => {
    const world = await deadlineWorld();
    const document = await sampleDocument();
    for (let count = 0; count < 130; count += 1) await openContract(world.as('ada'), document, { expires: inHours(1) });
    world.pass(HOUR);
    await eventually(async () => (await eventsOfType(world, 'envelope-expired')).length === 130);
  });

  it('remind whose turn it is once in the stated time, and those whose turn it has become no earlier', async () => {
    const world = await deadlineWorld();
    const document = await sampleDocument();
    const envelope = await openContract(world.as('ada'), document);
    world.pass(24 * HOUR);
    const next = await act(world.as('ada'), envelope, document, SELLER);
    world.pass(47 * HOUR);
    await severalLooks();
    expect(await eventsOfType(world, 'envelope-reminded')).to.deep.equal([]);
    world.pass(HOUR);
    await eventually(async () => (await eventsOfType(world, 'envelope-reminded')).length === 1);
    await severalLooks();
    const [reminded, ...more] = await eventsOfType(world, 'envelope-reminded');
    expect([reminded?.actor, reminded?.body['waitingFor'], more.length]).to.deep.equal(['server', ['organisation:company-2'], 0]);
    expect(problemOf(await world.as('ada').post(`/envelopes/${envelope.id}/reminders`, {})).code).to.equal('ENVELOPE_REMINDED');
    world.pass(48 * HOUR);
    await eventually(async () => (await eventsOfType(world, 'envelope-reminded')).length === 2);
    await act(world.as('cy'), envelope, next, BUYER);
    world.pass(1000 * HOUR);
    await severalLooks();
    expect((await eventsOfType(world, 'envelope-reminded')).length).to.equal(2);
    expect((await readContract(world.as('ada'), envelope)).state).to.equal('completed');
  });

  it('leave an envelope that somebody wrote into alone, and say so', async () => {
    const world = await tamperedWorld({ envelopeDeadlines: { tenants: [TENANT], everyMs: 5, remindAfterMs: 48 * HOUR } });
    worlds.push(world);
    await openContract(world.as('ada'), await sampleDocument());
    world.sql('UPDATE envelope_progress SET waiting_for = \'["person:bo"]\', revision = revision + 1');
    world.pass(72 * HOUR);
    await eventually(() => Promise.resolve(world.log.some(({ event }) => event === 'envelope-altered')));
    expect(await eventsOfType(world, 'envelope-reminded')).to.deep.equal([]);
  });

  it('end and remind once where two servers look at one database', async () => {
    const file = join(folder, 'two.db');
    // Both are opened before either works: the two of this test share one thread.
    const [first, second] = [await createSqliteStore({ file }), await createSqliteStore({ file })];
    const one = await deadlineWorld({ store: first });
    const two = await deadlineWorld({ store: second, seeded: true });
    const document = await sampleDocument();
    for (let count = 0; count < 10; count += 1) {
      await openContract(one.as('ada'), document, { expires: inHours(100) });
      await openContract(one.as('ada'), document);
    }
    for (const world of [one, two]) world.pass(100 * HOUR);
    await eventually(async () => (await eventsOfType(one, 'envelope-expired')).length >= 10);
    await eventually(async () => (await eventsOfType(one, 'envelope-reminded')).length >= 10);
    await severalLooks();
    expect([(await eventsOfType(one, 'envelope-expired')).length, (await eventsOfType(one, 'envelope-reminded')).length]).to.deep.equal([
      10, 10,
    ]);
    expectStatus(await two.as('ada').get('/envelopes?box=all'), 200);
  });
});
