import type { AuditEventRecord } from '../storage/records.ts';
import { createMemoryStore } from '../storage/memory/memory-store.ts';
import type { AuditTable, Store } from '../storage/store.ts';
import { type NewAuditEvent, appendEvent, digestOfEvent, registerChain } from './audit-event.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

const TENANT = 't';
const NOW = new Date('2026-06-01T12:00:00Z');

async function filledStore(events: number): Promise<Store> {
  const store = createMemoryStore();
  for (let index = 0; index < events; index += 1) {
    const event: NewAuditEvent = {
      tenant: TENANT,
      envelopeId: 'env',
      sealNumber: 'S',
      type: 'use',
      time: NOW,
      actor: 'p',
      body: { index },
    };
    await store.transaction((tx) => appendEvent(tx, event));
  }
  return store;
}

/** The verdict over a chain that somebody has tampered with below the store. */
function verdictOver(store: Store, tamper: (events: readonly AuditEventRecord[]) => readonly AuditEventRecord[]): Promise<ChainVerdict> {
  const tampered: Store = {
    ...store,
    transaction: (work) =>
      store.transaction((tx) => {
        const audit: AuditTable = { ...tx.audit, listEvents: async (query) => tamper(await tx.audit.listEvents(query)) };
        return work({ ...tx, audit });
      }),
  };
  return verifyChain(tampered, TENANT, { sealNumber: 'S' });
}

describe('audit: hash chains', () => {
  it('links each event to the one before it in its envelope and in its seal', async () => {
    const store = await filledStore(2);
    const events = await store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { chain: 'env' }, limit: 5 }));
    const [first, second] = events;
    expect([first?.prev, first?.sealPrev]).to.deep.equal([null, null]);
    expect([second?.prev, second?.sealPrev, second?.sequence]).to.deep.equal([first?.digest, first?.digest, 2]);
  });

  it('puts what has no envelope into the chain of the register', async () => {
    const store = createMemoryStore();
    const event = { tenant: TENANT, envelopeId: null, sealNumber: null, type: 'grant-given', time: NOW, actor: 'p', body: {} } as const;
    const record = await store.transaction((tx) => appendEvent(tx, event));
    expect([record.chain, record.chain]).to.deep.equal([registerChain(TENANT), 'register:t']);
    expect([record.sealSequence, record.sealPrev]).to.deep.equal([null, null]);
  });

  it('has a digest over RFC 8785 JSON with both links, without itself (known answer)', async () => {
    const event: AuditEventRecord = {
      v: 1,
      id: 'e1',
      tenant: 't',
      chain: 'env',
      sequence: 1,
      prev: null,
      sealNumber: 'S',
      sealSequence: 1,
      sealPrev: null,
      type: 'use',
      time: '2026-06-01T12:00:00.000Z',
      actor: 'p',
      body: { b: 1, a: '合同' },
      digest: 'not counted',
    };
    // printf '%s' '{"actor":"p","body":{"a":"合同","b":1},"chain":"env","id":"e1","prev":null,"sealNumber":"S","sealPrev":null,"sealSequence":1,"sequence":1,"tenant":"t","time":"2026-06-01T12:00:00.000Z","type":"use","v":1}' | sha256sum
    expect(await digestOfEvent(event)).to.equal('sha256:b8d426fe2cb57380d406711fde008341b6ea95b6a415be76f5b2562465a99014');
  });

  it('is intact when nobody has touched it, over several pages of events', async () => {
    const store = await filledStore(1001);
    const verdict = await verdictOver(store, (events) => events);
    expect([verdict.intact, verdict.length]).to.deep.equal([true, 1001]);
    expect(verdict.head).to.match(/^sha256:/);
  });

  it('is intact and headless when it is empty', async () => {
    expect(await verdictOver(createMemoryStore(), (events) => events)).to.deep.equal({ intact: true, length: 0, head: null });
  });

  const faults: readonly (readonly [string, string, number, (events: readonly AuditEventRecord[]) => readonly AuditEventRecord[]])[] = [
    ['a changed body', 'DIGEST_DIFFERS', 2, (events) => events.map((event, at) => (at === 1 ? { ...event, body: { index: 7 } } : event))],
    [
      'a changed time',
      'DIGEST_DIFFERS',
      1,
      (events) => events.map((event, at) => (at === 0 ? { ...event, time: '2020-01-01T00:00:00.000Z' } : event)),
    ],
    [
      'a changed digest',
      'DIGEST_DIFFERS',
      3,
      (events) => events.map((event, at) => (at === 2 ? { ...event, digest: `sha256:${'0'.repeat(64)}` } : event)),
    ],
    ['a removed event', 'POSITION_MISSING', 2, (events) => events.filter((_event, at) => at !== 1)],
    ['a removed first event', 'POSITION_MISSING', 1, (events) => events.slice(1)],
    ['events in another order', 'POSITION_MISSING', 1, (events) => [...events].reverse()],
    ['an event twice', 'POSITION_MISSING', 2, (events) => [...events.slice(0, 1), ...events]],
    [
      'a link to another event',
      'LINK_BROKEN',
      3,
      (events) => events.map((event, at) => (at === 2 ? { ...event, sealPrev: events[0]?.digest ?? null } : event)),
    ],
  ];
  for (const [title, fault, at, tamper] of faults) {
    it(`says ${fault} at position ${at} for ${title}`, async () => {
      const verdict = await verdictOver(await filledStore(4), tamper);
      expect([verdict.intact, 'fault' in verdict && verdict.fault, 'at' in verdict && verdict.at]).to.deep.equal([false, fault, at]);
    });
  }
});
