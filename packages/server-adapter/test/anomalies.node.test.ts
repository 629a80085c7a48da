import { randomUUID } from 'node:crypto';
import type { AnomalyList } from '@sealkit/core/protocol';
import { appendEvent, createAdapter, type Store } from '../src/index.ts';
import { anomalyListSchema } from '../src/http/schemas/anomalies.ts';
import { eventOf, logWorld, proofOf, testLog } from './support/log-world.ts';
import {
  type Client,
  createWorld,
  expectStatus,
  permitRequest,
  openEnvelope,
  problemOf,
  sampleDocument,
  sign,
  TENANT,
  type World,
} from './support/world.ts';

async function anomalies(client: Client, query = ''): Promise<AnomalyList> {
  const list = expectStatus(await client.get<AnomalyList>(`/anomalies${query}`), 200);
  return anomalyListSchema.parse(list);
}

const kindsOf = ({ anomalies: found }: AnomalyList) => found.map(({ kind, sealNumber }) => `${kind} ${sealNumber ?? '-'}`);

/** A store that hands out events with something changed. */
function forging(store: Store, type: string, body: Readonly<Record<string, string>>): Store {
  return {
    close: () => store.close(),
    transaction: (work) =>
      store.transaction((tx) =>
        work({
          ...tx,
          audit: {
            ...tx.audit,
            findEvent: async (tenant, id) => {
              const event = await tx.audit.findEvent(tenant, id);
              return event?.type === type ? { ...event, body: { ...event.body, ...body } } : event;
            },
          },
        }),
      ),
  };
}

describe('anomalies (GET /anomalies)', () => {
  it('are none after a use in working hours, and the answer says what was looked at', async () => {
    const world = await logWorld();
    await sign(world.as('ada'), await sampleDocument());
    expect(await anomalies(world.as('ada'))).to.deep.equal({
      anomalies: [],
      examined: {
        from: '2026-05-02T12:00:00.000Z',
        to: '2026-06-01T12:00:00.000Z',
        rows: 1,
        seals: 2,
        complete: true,
        chains: true,
      },
    });
    await world.adapter.close();
  });

  it('name the row of the use log that caused them', async () => {
    const world = await createWorld();
    world.pass(2 * 3_600_000);
    const { useId } = await sign(world.as('ada'), await sampleDocument());
    const list = await anomalies(world.as('ada'));
    expect(list.anomalies).to.deep.equal([
      {
        kind: 'use-outside-hours',
        sealNumber: 'QL-1',
        organisationId: 'company-1',
        severity: 'warning',
        since: '2026-06-01T14:00:00.000Z',
        values: { timeZone: 'Asia/Shanghai', from: '07:00', to: '21:00', count: 1 },
        rows: [{ type: 'use', id: useId }],
      },
    ]);
    world.pass(31 * 86_400_000);
    expect(await anomalies(world.as('ada'))).to.deep.include({ anomalies: [] });
  });

  it('count refusals of real requests, the gravest first', async () => {
    const world = await createWorld({ monitoring: { burst: { withinMs: 60_000, uses: 50, refusals: 2 } } });
    world.pass(2 * 3_600_000);
    const document = await sampleDocument();
    await sign(world.as('ada'), document);
    const envelope = await openEnvelope(world.as('bo'), document);
    for (let tries = 0; tries < 2; tries += 1) await world.as('bo').post('/permits', permitRequest(envelope, document));
    expect(kindsOf(await anomalies(world.as('ada'), '?sealNumber=QL-1'))).to.deep.equal(['burst QL-1', 'use-outside-hours QL-1']);
    expect(kindsOf(await anomalies(world.as('ada'), '?sealNumber=QL-2'))).to.deep.equal([]);
  });

  it('are of seals whose use log the host lets the caller read', async () => {
    const world = await createWorld({
      authorize: (_who, action, resource) =>
        action !== 'use-log.read' || resource.type === 'tenant' || (resource.type === 'seal' && resource.number === 'QL-2'),
    });
    world.pass(2 * 3_600_000);
    await sign(world.as('ada'), await sampleDocument());
    expect(await anomalies(world.as('cy'))).to.deep.include({ anomalies: [] });
    expect(problemOf(await world.as('cy').get('/anomalies?sealNumber=QL-1'))).to.include({ status: 403, code: 'NOT_AUTHORIZED' });
  });

  it('of another tenant are neither found nor named', async () => {
    const world = await createWorld();
    world.pass(2 * 3_600_000);
    await sign(world.as('ada'), await sampleDocument());
    const eve = world.as('eve', 'tenant-two');
    expect(await anomalies(eve)).to.deep.include({ anomalies: [] });
    expect((await anomalies(eve)).examined).to.include({ rows: 0, seals: 0 });
    expect(problemOf(await eve.get('/anomalies?sealNumber=QL-1'))).to.include({ status: 404, code: 'SEAL_NOT_FOUND' });
  });

  it('say where only a part was looked at', async () => {
    const examined = async (world: World): Promise<AnomalyList['examined']> => {
      for (const title of ['a', 'b']) await sign(world.as('ada'), await sampleDocument(title));
      return (await anomalies(world.as('ada'))).examined;
    };
    const fewRows = await examined(await createWorld({ monitoring: { maxRows: 1 } }));
    expect(fewRows).to.include({ rows: 1, seals: 2, complete: false, chains: true });
    expect(await examined(await createWorld({ monitoring: { maxSeals: 1 } }))).to.include({ seals: 1, complete: false, chains: true });
    const unread = await examined(await logWorld({}, { monitoring: { maxEvents: 1 } }));
    expect(unread).to.include({ rows: 2, seals: 2, complete: true, chains: false });
  });

  it('say that a chain does not hold', async () => {
    const world = await createWorld();
    await sign(world.as('ada'), await sampleDocument());
    const event = {
      tenant: TENANT,
      envelopeId: null,
      sealNumber: 'QL-1',
      type: 'seal-act-recorded',
      time: world.now(),
      actor: 'x',
      body: {},
    } as const;
    await world.store.transaction(async (tx) => {
      const audit = {
        ...tx.audit,
        append: (record: Parameters<typeof tx.audit.append>[0]) => tx.audit.append({ ...record, actor: 'forged' }),
      };
      await appendEvent({ ...tx, audit }, event);
    });
    const [gap] = (await anomalies(world.as('ada'), '?sealNumber=QL-1')).anomalies;
    expect(gap).to.deep.include({ kind: 'log-gap', severity: 'alarm', sealNumber: 'QL-1' });
    expect(gap?.values).to.deep.include({ log: 'use-log', fault: 'DIGEST_DIFFERS' });
    expect(kindsOf(await anomalies(world.as('ada')))).to.deep.equal(['log-gap -']);
  });

  it('say that the transparency log does not hold', async () => {
    const world = await logWorld();
    await sign(world.as('ada'), await sampleDocument());
    await proofOf(world, await eventOf(world.store, 'use-completed'));
    const forged = forging(world.store, 'use', { actor: randomUUID() });
    const seeded = await createWorld({ seeded: true, store: forged, transparencyLog: await testLog({ checkpointEveryMs: 3_600_000 }) });
    const found = (await anomalies(seeded.as('ada'))).anomalies.map(({ kind, values }) => [kind, values['log'], values['fault']]);
    expect(found).to.deep.equal([['log-gap', 'transparency-log', 'EVENT_DIFFERS']]);
  });

  it('refuse to start with hours that no clock has', async () => {
    const { registration, keyStore, pki } = await createWorld();
    const start = (hours: { timeZone: string; from: string; to: string; days: number[] }) => () =>
      createAdapter({
        store: registration.store,
        keyStore,
        registerSigner: pki.register.signer,
        authenticate: () => null,
        authorize: () => true,
        monitoring: { hours },
      });
    const hours = { timeZone: 'Asia/Shanghai', from: '08:00', to: '18:00', days: [1] };
    expect(start(hours)).not.to.throw();
    for (const wrong of [{ timeZone: 'Asia/Nowhere' }, { from: '8:00' }, { to: '24:00' }, { days: [0] }])
      expect(start({ ...hours, ...wrong }), JSON.stringify(wrong)).to.throw(TypeError, /monitoring\.hours/);
  });
});
