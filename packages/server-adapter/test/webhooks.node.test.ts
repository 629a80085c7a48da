import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '@sealkit/core/ports';
import {
  type AdapterConfig,
  appendEvent,
  createMemoryStore,
  DEFAULT_MONITORING_POLICY,
  DEFAULT_WEBHOOK_POLICY,
  type OutboxRecord,
  type Store,
  verifyWebhook,
  type Webhook,
  type WebhookPolicy,
} from '../src/index.ts';
import { LapsingGrants } from '../src/monitoring/lapsing-grants.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { storeWithOutbox } from '../src/webhooks/store-with-outbox.ts';
import { eventOf, eventually } from './support/log-world.ts';
import { openReceiver, SECRET, type WebhookReceiver } from './support/webhook-receiver.ts';
import { createOffice, give } from './support/office.ts';
import { changeState, createWorld, obtainPermit, sampleDocument, sign, TENANT, type World } from './support/world.ts';

let receiver: WebhookReceiver;
const worlds: World[] = [];
beforeEach(async () => void (receiver = await openReceiver()));
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(({ adapter }) => adapter.close()));
  await receiver.close();
});

const webhook = (changes: Partial<Webhook> = {}): Webhook => ({
  tenant: TENANT,
  url: receiver.url,
  secret: SECRET,
  allowPrivateNetwork: true,
  ...changes,
});

interface HookWorld extends Partial<AdapterConfig> {
  readonly seeded?: boolean;
  readonly hook?: Partial<Webhook>;
  readonly delivery?: Partial<WebhookPolicy>;
}

async function hookWorld({ hook = {}, delivery = {}, ...config }: HookWorld = {}): Promise<World> {
  const world = await createWorld({ webhooks: [webhook(hook)], webhookPolicy: { pollMs: 5, ...delivery }, ...config });
  worlds.push(world);
  return world;
}

const typesOf = ({ received }: WebhookReceiver) => received.map(({ payload }) => payload.type);
const open = async (store: Store, tenant = TENANT, url = receiver.url): Promise<readonly OutboxRecord[]> =>
  store.transaction((tx) => tx.outbox.listUndelivered(tenant, url, 100));
const suspend = async (world: World) => changeState(world.as('ada'), 'QL-1', 'suspended');
const logged = (world: World, event: string) => world.log.filter((entry) => entry.event === event).map(({ fields }) => fields);
/** Tries and waits until so many requests came in. */
const arrived = async (count: number) => eventually(() => Promise.resolve(receiver.received.length >= count));

describe('webhooks', () => {
  it('tell of a grant that is about to end once, before it ends, and again when it was extended and is about to end anew', async () => {
    const world = await createOffice({
      webhooks: [webhook({ topics: ['grant.lapsing'] })],
      webhookPolicy: { pollMs: 5 },
      monitoring: { announceEveryMs: 10 },
    });
    worlds.push(world);
    const inDays = (days: number): string => new Date(world.now().getTime() + days * 24 * 3_600_000).toISOString();
    await give(world, 'QL-1', { validTo: inDays(200) }, { type: 'person', id: 'bo' });
    const end = inDays(20);
    const { grant } = await give(world, 'QL-1', { validTo: end }, { type: 'person', id: 'cy' });
    await pause(60);
    expect(receiver.received.length).to.equal(0);
    world.pass(7 * 24 * 3_600_000);
    await arrived(1);
    const [told] = receiver.received;
    expect(told?.payload.data).to.include({ grantId: grant.id, sealNumber: 'QL-1', actor: 'server', usesSoFar: 0 });
    expect(told?.payload.data['validTo']).to.equal(end);
    await pause(60);
    // Another process does not say it again: the chain of the seal knows.
    const context = { store: world.store, clock: { now: world.now }, monitoring: DEFAULT_MONITORING_POLICY, log: () => undefined };
    const second = new LapsingGrants(context, [TENANT]);
    second.start();
    await second.close();
    const events = await world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'QL-1' }, limit: 100 }));
    expect(events.filter(({ type }) => type === 'grant-lapsing').length).to.equal(1);
    const change = { change: 'extend', validTo: inDays(60), reason: 'still needed' };
    const changed = await world.administrator.post(`/grants/${grant.id}/changes`, change);
    expect(changed.status).to.equal(200);
    await pause(60);
    expect(receiver.received.length).to.equal(1);
    world.pass(50 * 24 * 3_600_000);
    await arrived(2);
    expect(receiver.received[1]?.payload.data).to.include({ grantId: grant.id });
  });

  it('arrive signed, in order, with ids and digests and no names', async () => {
    const world = await hookWorld();
    await suspend(world);
    await changeState(world.as('ada'), 'QL-1', 'active');
    const use = await sign(world.as('ada'), await sampleDocument());
    await arrived(3);
    expect(typesOf(receiver)).to.deep.equal(['seal.state_changed', 'seal.state_changed', 'use.completed']);
    const [first, , last] = receiver.received;
    expect(first?.payload.data).to.include({ from: 'active', to: 'suspended', sealNumber: 'QL-1', actor: 'ada', tenant: TENANT });
    const event = await eventOf(world.store, 'use-completed');
    expect(last?.payload).to.deep.include({ type: 'use.completed', timestamp: event.time });
    expect(last?.payload.data).to.include({ eventId: event.id, event: event.digest, useId: use.useId, fileDigest: use.fileDigest });
    expect(last?.payload.data).to.include({ actor: 'server', person: 'ada', sealVersion: 1, originalDigest: use.originalDigest });
    for (const { headers, body } of receiver.received) {
      expect(verifyWebhook(headers, body, SECRET, world.now())).to.include({ indication: 'PASSED' });
      expect(headers['content-type']).to.equal('application/json');
      for (const name of ['张爱达', '北京测试公司', '合同专用章', 'Lease 2026.pdf', 'reason', 'comment']) expect(body).not.to.include(name);
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).to.equal(3);
    await eventually(async () => (await open(world.store)).length === 0);
  });

  it('tell of refusals', async () => {
    const world = await hookWorld({ hook: { topics: ['use.refused'] } });
    const document = await sampleDocument();
    await suspend(world);
    await obtainPermit(world.as('ada'), document).catch(() => undefined);
    await arrived(1);
    expect(receiver.received[0]?.payload.data).to.include({ stage: 'permit', refusal: 'SEAL_SUSPENDED', sealNumber: 'QL-1' });
    expect(typesOf(receiver)).to.deep.equal(['use.refused']);
  });

  it('go to those of the tenant, and to nobody of another', async () => {
    const store = createMemoryStore();
    const other = await openReceiver();
    const world = await hookWorld({ store, webhooks: [webhook(), webhook({ tenant: 'tenant-two', url: other.url })] });
    await suspend(world);
    await arrived(1);
    expect([await open(store, 'tenant-two', other.url), other.received]).to.deep.equal([[], []]);
    await other.close();
  });

  it('go to each receiver of a tenant, one that is down keeping none from the others', async () => {
    const down = 'http://127.0.0.1:1/';
    const world = await hookWorld({ webhooks: [webhook({ url: down }), webhook()] });
    await suspend(world);
    await arrived(1);
    await eventually(async () => (await open(world.store)).length === 0);
    expect((await open(world.store, TENANT, down)).length).to.equal(1);
    expect(logged(world, 'webhook-failed')[0]).to.include({ host: '127.0.0.1:1', status: null, code: 'HTTP_UNREACHABLE', attempts: 1 });
  });
});

describe('the outbox', () => {
  it('holds a message exactly where the effect became durable', async () => {
    const store = createMemoryStore();
    let woken = 0;
    const outbox = storeWithOutbox(store, [webhook()], () => (woken += 1));
    const event = {
      tenant: TENANT,
      envelopeId: null,
      sealNumber: null,
      type: 'stop-ordered',
      time: new Date(0),
      actor: 'ada',
      body: {},
    } as const;
    const failed = outbox.transaction(async (tx) => {
      await appendEvent(tx, event);
      throw new RangeError('the effect failed');
    });
    await failed.catch((error: unknown) => expect(error).to.be.instanceOf(RangeError));
    expect([(await open(store)).length, woken]).to.deep.equal([0, 0]);
    await outbox.transaction((tx) => appendEvent(tx, event));
    await outbox.transaction((tx) => appendEvent(tx, { ...event, type: 'envelope-opened' }));
    expect([(await open(store)).map(({ topic }) => topic), woken]).to.deep.equal([['stop.ordered'], 1]);
  });

  it('outlives a process that dies while it delivers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-outbox-'));
    const file = join(folder, 'seals.sqlite');
    let tries = 0;
    const silent: HttpClient = {
      send: async (_request, call) => {
        tries += 1;
        return new Promise((_, reject) => call?.signal?.addEventListener('abort', () => reject(new Error('died'))));
      },
    };
    const first = await hookWorld({ store: await createSqliteStore({ file }), delivery: { client: silent } });
    await suspend(first);
    await eventually(() => Promise.resolve(tries === 1));
    // The first process is at work and never comes to an end; its time has to run out before another may try.
    const second = await hookWorld({ store: await createSqliteStore({ file }), seeded: true });
    await pause(50);
    expect(receiver.received.length).to.equal(0);
    second.pass(DEFAULT_WEBHOOK_POLICY.timeoutMs + 10_001);
    await arrived(1);
    expect(typesOf(receiver)).to.deep.equal(['seal.state_changed']);
    await eventually(async () => (await open(second.store)).length === 0);
    await Promise.all(worlds.splice(0).map(({ adapter }) => adapter.close()));
    rmSync(folder, { recursive: true });
  });

  it('gives each message to one of several processes', async () => {
    const store = createMemoryStore();
    const shared: Store = { transaction: (work, call) => store.transaction(work, call), close: () => Promise.resolve() };
    const one = await hookWorld({ store: shared });
    await hookWorld({ store: shared, seeded: true });
    for (let at = 0; at < 10; at += 1) await changeState(one.as('ada'), 'QL-1', at % 2 === 0 ? 'suspended' : 'active');
    await eventually(async () => (await open(store)).length === 0);
    await pause(50);
    expect(receiver.received.map(({ payload }) => payload.data['to'])).to.deep.equal(
      Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? 'suspended' : 'active')),
    );
  });

  it('keeps the message as it was when the adapter closes while it is delivered', async () => {
    const store = createMemoryStore();
    const shared: Store = { transaction: (work, call) => store.transaction(work, call), close: () => Promise.resolve() };
    receiver.answerWith(() => undefined);
    const world = await hookWorld({ store: shared });
    await suspend(world);
    await arrived(1);
    await world.adapter.close();
    const [message] = await open(store);
    expect(message).to.include({ attempts: 0, deliveredAt: null, nextAttemptAt: message?.createdAt });
  });

  it('forgets messages long after they were delivered', async () => {
    const world = await hookWorld({ delivery: { keepMs: 1000 } });
    await suspend(world);
    await eventually(async () => receiver.received.length === 1 && (await open(world.store)).length === 0);
    const id = String(receiver.received[0]?.headers['webhook-id']);
    const add = () =>
      world.store.transaction((tx) =>
        tx.outbox.add({
          tenant: TENANT,
          id,
          endpoint: 'https://none.example/',
          topic: 't',
          payload: null,
          createdAt: '',
          attempts: 0,
          nextAttemptAt: '',
          deliveredAt: null,
          givenUpAt: null,
        }),
      );
    expect(await add().catch((error: unknown) => error)).to.be.instanceOf(Error);
    world.pass(1001);
    await changeState(world.as('ada'), 'QL-1', 'active');
    await eventually(async () => receiver.received.length === 2 && (await open(world.store)).length === 0);
    expect(await add()).to.equal(undefined);
  });
});

describe('a receiver that does not take a message', () => {
  const failures: readonly (readonly [string, Parameters<WebhookReceiver['answerWith']>[0], object])[] = [
    ['answers 500', 500, { status: 500, code: null }],
    ['answers 404', 404, { status: 404, code: null }],
    ['is too slow', () => undefined, { status: null, code: 'HTTP_TIMEOUT' }],
    [
      'sends elsewhere, which is not followed',
      (response) => response.writeHead(302, { Location: '/elsewhere' }).end(),
      { status: 302, code: null },
    ],
  ];
  for (const [name, answer, outcome] of failures) {
    it(`${name}: it is tried again, the same message with a new time`, async () => {
      const world = await hookWorld({ delivery: { timeoutMs: 200 } });
      receiver.answerWith(answer);
      await suspend(world);
      await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
      expect(logged(world, 'webhook-failed')[0]).to.include({ ...outcome, attempts: 1, tenant: TENANT });
      await pause(30);
      expect(receiver.received.length).to.equal(1);
      receiver.answerWith(200);
      world.pass(5500);
      await arrived(2);
      const [first, second] = receiver.received;
      expect(second?.body).to.equal(first?.body);
      expect(second?.headers['webhook-id']).to.equal(first?.headers['webhook-id']);
      expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).to.be.within(5, 6);
      expect(receiver.received.every(({ path }) => path === '/hook')).to.equal(true);
      await eventually(async () => (await open(world.store)).length === 0);
    });
  }

  it('keeps those behind it waiting, so that the order holds, and is given up at the stated end', async () => {
    const world = await hookWorld({ delivery: { pausesMs: [0, 1000] } });
    receiver.answerWith(500);
    await suspend(world);
    await changeState(world.as('ada'), 'QL-1', 'active');
    await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
    await pause(30);
    expect(receiver.received.map(({ payload }) => payload.data['to'])).to.deep.equal(['suspended']);
    world.pass(1100);
    await eventually(() => Promise.resolve(logged(world, 'webhook-given-up').length === 1));
    expect(logged(world, 'webhook-given-up')[0]).to.include({ attempts: 2, status: 500 });
    await arrived(3);
    expect(receiver.received.map(({ payload }) => payload.data['to'])).to.deep.equal(['suspended', 'suspended', 'active']);
  });

  for (const status of [429, 503])
    it(`is left alone as long as it asks for with ${status}, and no longer than a day`, async () => {
      const world = await hookWorld({ delivery: { pausesMs: [0, 1000, 1000] } });
      receiver.answerWith((response) => response.writeHead(status, { 'retry-after': '600' }).end());
      await suspend(world);
      await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
      const [message] = await open(world.store);
      expect(Date.parse(message?.nextAttemptAt ?? '') - world.now().getTime()).to.equal(600_000);
      receiver.answerWith((response) => response.writeHead(status, { 'retry-after': '31536000' }).end());
      world.pass(600_000);
      await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 2));
      const [again] = await open(world.store);
      expect(Date.parse(again?.nextAttemptAt ?? '') - world.now().getTime()).to.equal(24 * 3_600_000);
    });

  it('is not left alone for an answer that says nothing of the kind', async () => {
    const world = await hookWorld({ delivery: { pausesMs: [0, 1000, 1000] } });
    receiver.answerWith((response) => response.writeHead(500, { 'retry-after': '600' }).end());
    await suspend(world);
    await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
    const [message] = await open(world.store);
    expect(Date.parse(message?.nextAttemptAt ?? '') - world.now().getTime()).to.be.within(1000, 1100);
  });

  it('gives up what is too old after one try, so that a long outage ends', async () => {
    const world = await hookWorld({ delivery: { giveUpAfterMs: 1000 } });
    receiver.answerWith(500);
    await suspend(world);
    await changeState(world.as('ada'), 'QL-1', 'active');
    await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
    world.pass(5500);
    await eventually(async () => (await open(world.store)).length === 0);
    expect(logged(world, 'webhook-given-up').map(({ attempts }) => attempts)).to.deep.equal([2, 1]);
  });

  it('is told no more after it answered 410, until the next start', async () => {
    const world = await hookWorld();
    receiver.answerWith(410);
    await suspend(world);
    await eventually(() => Promise.resolve(logged(world, 'webhook-given-up').length === 1));
    receiver.answerWith(200);
    await changeState(world.as('ada'), 'QL-1', 'active');
    await pause(50);
    expect([receiver.received.length, (await open(world.store)).length]).to.deep.equal([1, 1]);
  });

  it('is not looked for at a private address unless that is allowed', async () => {
    const url = receiver.url.replace('http:', 'https:');
    const world = await hookWorld({ webhooks: [{ tenant: TENANT, url, secret: SECRET }] });
    await suspend(world);
    await eventually(() => Promise.resolve(logged(world, 'webhook-failed').length === 1));
    expect(logged(world, 'webhook-failed')[0]).to.include({ code: 'HTTP_URL_REFUSED' });
    expect(receiver.received.length).to.equal(0);
  });
});

describe('the configuration of webhooks', () => {
  const good = (): Webhook => ({ tenant: TENANT, url: 'https://hooks.example/', secret: SECRET });
  const faults: readonly (readonly [string, Partial<Webhook>, RegExp])[] = [
    ['plain http', { url: 'http://hooks.example/' }, /url: expected an https URL/],
    ['no URL', { url: 'hooks' }, /url: expected an https URL/],
    ['no tenant', { tenant: '' }, /tenant: expected a tenant/],
    ['a short secret', { secret: 'whsec_AAAA' }, /secret: expected/],
    ['no secret', { secret: [] }, /secret: expected/],
    ['an unknown topic', { topics: ['use.nothing' as 'use.completed'] }, /topics: expected known topics/],
  ];
  for (const [name, changes, message] of faults) {
    it(`is refused with ${name}`, async () => {
      const outcome: unknown = await createWorld({ webhooks: [{ ...good(), ...changes }] }).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(TypeError);
      expect((outcome as TypeError).message).to.match(message);
      expect((outcome as TypeError).message).not.to.include('AAAA');
    });
  }

  it('is refused where a receiver is named twice', async () => {
    const outcome: unknown = await createWorld({ webhooks: [good(), good()] }).catch((error: unknown) => error);
    expect((outcome as TypeError).message).to.match(/webhooks\[1\]\.url: expected another URL/);
  });
});
