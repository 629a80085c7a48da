import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeSignedNote,
  cosignNote,
  isConsistent,
  parseSignedNote,
  treeRoot,
  verifyEventInclusion,
  verifyNote,
} from '@sealkit/core/evidence';
import { PortError, type TimestampAuthority } from '@sealkit/core/ports';
import { testNoteSigner } from '@sealkit/testkit';
import { createMemoryStore, type LogWitness, type Store, verifyLog } from '../src/index.ts';
import { eventProofSchema } from '../src/http/schemas/answers.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import {
  checkpointOf,
  eventOf,
  eventsOf,
  eventually,
  fetchLog,
  latestCheckpoint,
  logWorld,
  proofOf,
  testLog,
  testLogKey,
} from './support/log-world.ts';
import { createWorld, problemOf, sampleDocument, sign, TENANT } from './support/world.ts';

describe('the proof of an event (GET /events/{id}/proof)', () => {
  it('is there for every event of the tenant, and verifies offline with the key of the log', async () => {
    const world = await logWorld();
    await sign(world.as('ada'), await sampleDocument());
    const logKey = await testLogKey();
    const events = await eventsOf(world.store);
    expect(events.length).to.be.above(10);
    const indexes: number[] = [];
    for (const event of events) {
      const { tlogProof, eventDigest, index, size, timestampToken } = await proofOf(world, event);
      expect([eventDigest, timestampToken]).to.deep.equal([event.digest, null]);
      const verdict = await verifyEventInclusion({ eventDigest, tlogProof, logKey });
      expect(verdict).to.include({ indication: 'PASSED', index, size, origin: `seal.example/log/${TENANT}` });
      indexes.push(index);
    }
    expect(indexes.sort((a, b) => a - b)).to.deep.equal(events.map((_, at) => at));
    expect(await verifyLog(world.store, TENANT, { key: logKey })).to.include({ intact: true, size: events.length });
  });

  it('covers an event that has no leaf yet: it gets one first', async () => {
    const world = await logWorld();
    await proofOf(world, await eventOf(world.store, 'seal-registered'));
    await sign(world.as('ada'), await sampleDocument());
    const event = await eventOf(world.store, 'use-completed');
    expect(await world.store.transaction((tx) => tx.log.findLeaf(TENANT, event.id))).to.equal(undefined);
    const { index, size } = await proofOf(world, event);
    expect(index).to.be.below(size);
  });

  it('is not given for events of another tenant, unknown ones, and names that no event has', async () => {
    const world = await logWorld();
    const foreign = await eventOf(world.store, 'person-registered', 'tenant-two');
    for (const id of [foreign.id, 'unknown', 'a'.repeat(64)])
      expect(problemOf(await world.as('ada').get(`/events/${id}/proof`)), id).to.include({ status: 404, code: 'EVENT_NOT_FOUND' });
    expect((await world.as('ada').get(`/events/${'a'.repeat(65)}/proof`)).status).to.equal(404);
    expect((await world.as('eve', 'tenant-two').get(`/events/${foreign.id}/proof`)).status).to.equal(200);
  });

  it('is not given to who may not read the use log, by seal and by tenant', async () => {
    const world = await logWorld({}, { authorize: (_who, _action, resource) => resource.type === 'seal' && resource.number === 'QL-1' });
    const events = await eventsOf(world.store);
    const idOf = (number: string | null) => events.find(({ sealNumber }) => sealNumber === number)?.id ?? '';
    expect((await world.as('ada').get(`/events/${idOf('QL-1')}/proof`)).status).to.equal(200);
    for (const path of [`/events/${idOf('QL-2')}/proof`, `/events/${idOf(null)}/proof`, '/log/checkpoint', '/log/tile/0/000.p/1'])
      expect(problemOf(await world.as('ada').get(path)), path).to.include({ status: 403, code: 'NOT_AUTHORIZED' });
  });

  it('is refused, as the log is, where none is kept', async () => {
    const world = await createWorld();
    const { id } = await eventOf(world.store, 'seal-registered');
    for (const path of [`/events/${id}/proof`, '/log/checkpoint', '/log/tile/0/000'])
      expect(problemOf(await world.as('ada').get(path)), path).to.include({ status: 404, code: 'LOG_NOT_KEPT' });
  });
});

describe('the log of a tenant (C2SP tlog-tiles)', () => {
  it('gives the checkpoint and the tiles that others build every proof from', async () => {
    const world = await logWorld();
    const { size } = await proofOf(world, await eventOf(world.store, 'seal-registered'));
    const response = await fetchLog(world, 'checkpoint');
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'text/plain; charset=utf-8']);
    const note = await response.text();
    expect(await verifyNote(parseSignedNote(note), await testLogKey())).to.deep.equal({ result: 'valid', time: null });
    expect(checkpointOf(note).size).to.equal(size);
    const read = async (path: string): Promise<Uint8Array> => {
      const tile = await fetchLog(world, path);
      expect([tile.status, tile.headers.get('content-type')], path).to.deep.equal([200, 'application/octet-stream']);
      return new Uint8Array(await tile.arrayBuffer());
    };
    const octets = await read(`tile/0/000.p/${size}`);
    expect(octets.length).to.equal(32 * size);
    expect(await treeRoot(size, { readTile: async () => octets })).to.deep.equal(checkpointOf(note).root);
    expect(await read('tile/0/000.p/2')).to.deep.equal(octets.slice(0, 64));
  });

  it('has no tiles beyond what there is, and none of another spelling', async () => {
    const world = await logWorld();
    expect((await fetchLog(world, 'checkpoint')).status).to.equal(200);
    for (const path of [
      '0/000',
      '0/001.p/1',
      '1/000.p/1',
      '0/0',
      '0/000.p/0',
      '0/000.p/01',
      'entries/000',
      '0/x000/000',
      '0/000/',
      '-1/000',
    ])
      expect(problemOf(await world.as('ada').get(`/log/tile/${path}`)), path).to.include({ status: 404, code: 'NOT_FOUND' });
  });

  it('is described with what it answers, under the base path too', async () => {
    const world = await logWorld({}, { basePath: '/seal/v1' });
    const { paths } = world.adapter.openapi() as {
      readonly paths: Record<
        string,
        {
          readonly get?: {
            readonly responses: Record<string, { readonly content: object }>;
            readonly parameters: readonly { readonly name: string }[];
          };
        }
      >;
    };
    const contentOf = (path: string) => Object.keys(paths[path]?.get?.responses['200']?.content ?? {});
    expect(contentOf('/log/checkpoint')).to.deep.equal(['text/plain']);
    expect(contentOf('/log/tile/{tile}')).to.deep.equal(['application/octet-stream']);
    expect(paths['/log/tile/{tile}']?.get?.parameters.map(({ name }) => name)).to.deep.equal(['tile']);
    expect(contentOf('/events/{id}/proof')).to.deep.equal(['application/json']);
    const { id } = await eventOf(world.store, 'seal-registered');
    eventProofSchema.parse((await world.as('ada').get(`/seal/v1/events/${id}/proof`)).body);
    expect((await world.as('ada').get(`/events/${id}/proof`)).status).to.equal(404);
  });

  it('has one order, whoever of two processes takes up the events', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-log-'));
    const file = join(folder, 'seals.db');
    const [one, two] = [await createSqliteStore({ file }), await createSqliteStore({ file })];
    const transparencyLog = await testLog({ checkpointEveryMs: 3_600_000 });
    const first = await createWorld({ store: one, transparencyLog });
    const second = await createWorld({ store: two, transparencyLog, seeded: true });
    await Promise.all([first, second].map(async (world, at) => sign(world.as('ada'), await sampleDocument(`By process ${at}`))));
    const events = await eventsOf(one);
    const proofs = await Promise.all(events.map((event, at) => proofOf(at % 2 === 0 ? first : second, event)));
    expect(proofs.map(({ index }) => index).sort((a, b) => a - b)).to.deep.equal(events.map((_, at) => at));
    expect(await verifyLog(two, TENANT, { key: await testLogKey() })).to.include({ intact: true, size: events.length });
    expect([...first.log, ...second.log].filter(({ level }) => level === 'error')).to.deep.equal([]);
    await first.adapter.close();
    await second.adapter.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is its own: origin, key and leaves', async () => {
    const world = await logWorld();
    const one = await (await fetchLog(world, 'checkpoint')).text();
    const two = await (await fetchLog(world, 'checkpoint', 'tenant-two/eve')).text();
    expect([checkpointOf(one).origin, checkpointOf(two).origin]).to.deep.equal([
      `seal.example/log/${TENANT}`,
      'seal.example/log/tenant-two',
    ]);
    expect(checkpointOf(one).root).not.to.deep.equal(checkpointOf(two).root);
    expect((await verifyNote(parseSignedNote(two), await testLogKey())).result).to.equal('absent');
    // A tenant without events has a log without leaves.
    expect(checkpointOf(await (await fetchLog(world, 'checkpoint', 'no one/x')).text())).to.include({
      size: 0,
      origin: 'seal.example/log/no%20one',
    });
  });

  it('grows in the background; what waits when the adapter closes is taken up before the store closes', async () => {
    const store = createMemoryStore();
    let sizeAtClose: number | undefined;
    const watched: Store = {
      transaction: (work, options) => store.transaction(work, options),
      close: async () => void (sizeAtClose = (await latestCheckpoint(store))?.size),
    };
    const world = await logWorld({}, { store: watched });
    await world.as('ada').get('/session');
    await eventually(async () => (await latestCheckpoint(store)) !== undefined);
    const first = await latestCheckpoint(store);
    await sign(world.as('ada'), await sampleDocument());
    expect((await latestCheckpoint(store))?.size).to.equal(first?.size);
    await world.adapter.close();
    expect(sizeAtClose).to.equal((await eventsOf(store)).length);
    expect(sizeAtClose).to.be.above(first?.size ?? Infinity);
    expect(world.log.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('makes one checkpoint for many events, and every next one continues the last', async () => {
    const world = await logWorld({ checkpointEveryMs: 0 });
    await Promise.all([1, 2, 3].map(async (at) => sign(world.as('ada'), await sampleDocument(`Contract ${at}`))));
    const total = (await eventsOf(world.store)).length;
    await eventually(async () => (await latestCheckpoint(world.store))?.size === total);
    const checkpoints = await world.store.transaction((tx) => tx.log.listCheckpoints(TENANT, 0, 1000));
    expect(checkpoints.length).to.be.within(2, total - 1);
    expect(await verifyLog(world.store, TENANT, { key: await testLogKey() })).to.deep.equal({
      intact: true,
      size: total,
      checkpoints: checkpoints.length,
      fault: null,
    });
  });

  it('is taken up by the next process, without a request', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-log-'));
    const file = join(folder, 'seals.db');
    const first = await createWorld({ store: await createSqliteStore({ file }) });
    await sign(first.as('ada'), await sampleDocument());
    const total = (await eventsOf(first.store)).length;
    await first.adapter.close();
    const store = await createSqliteStore({ file });
    const next = await createWorld({ store, seeded: true, transparencyLog: await testLog() });
    await eventually(async () => (await latestCheckpoint(store))?.size === total);
    expect(await verifyLog(store, TENANT, { key: await testLogKey() })).to.include({ intact: true, size: total });
    await next.adapter.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a checkpoint', () => {
  /** Cosigns what continues the last checkpoint that it saw. */
  async function testWitness(): Promise<LogWitness & { readonly seen: number[] }> {
    const signer = await testNoteSigner('witness.example', 5, 'cosignature/v1');
    const seen: number[] = [];
    let last: ReturnType<typeof checkpointOf> | undefined;
    return {
      key: signer.key,
      seen,
      async cosign({ checkpoint, proveSince }) {
        const second = checkpointOf(checkpoint);
        const proof = await proveSince(last?.size ?? 0);
        if (last !== undefined && !(await isConsistent({ first: last, second, proof })))
          throw new PortError('witness', 'CONFLICT', 'another log', { retryable: true });
        last = second;
        seen.push(second.size);
        const note = parseSignedNote(checkpoint);
        const cosignature = await cosignNote(note, signer, new Date('2026-06-01T12:00:00Z'));
        return composeSignedNote({ text: note.text, signatures: [cosignature] }).slice(note.text.length + 1);
      },
    };
  }

  it('carries the cosignatures of witnesses, so that a proof reaches their quorum', async () => {
    const witness = await testWitness();
    const world = await logWorld({ witnesses: [witness] });
    await proofOf(world, await eventOf(world.store, 'seal-registered'));
    await sign(world.as('ada'), await sampleDocument());
    const event = await eventOf(world.store, 'use');
    const { tlogProof, size } = await proofOf(world, event);
    expect(witness.seen.length).to.equal(2);
    expect(witness.seen.at(-1)).to.equal(size);
    const verdict = await verifyEventInclusion({
      eventDigest: event.digest,
      tlogProof,
      logKey: await testLogKey(),
      witnesses: { threshold: 1, members: [witness.key] },
    });
    expect(verdict).to.have.property('indication', 'PASSED');
    expect(verdict).to.have.deep.property('witnesses', [{ name: 'witness.example', time: new Date('2026-06-01T12:00:00Z') }]);
  });

  it('goes without a witness that fails or signs something else, and the operator hears of it', async () => {
    const { key } = await testWitness();
    const other = await testNoteSigner('witness.example', 6, 'cosignature/v1');
    const answers: readonly (readonly [string, LogWitness['cosign']])[] = [
      ['CONFLICT', () => Promise.reject(new PortError('witness', 'CONFLICT', 'another log', { retryable: true }))],
      ['EVIDENCE_NOTE_MALFORMED', async () => 'no line'],
      ['LOG_WITNESS_REFUSED', async () => ''],
      [
        'LOG_WITNESS_REFUSED',
        async ({ checkpoint }) => {
          const note = parseSignedNote(checkpoint);
          const { value } = await cosignNote(note, other, new Date(0));
          const signatures = [{ name: key.name, keyId: key.keyId, value }];
          return composeSignedNote({ text: note.text, signatures }).slice(note.text.length + 1);
        },
      ],
    ];
    for (const [code, cosign] of answers) {
      const world = await logWorld({ witnesses: [{ key, cosign }] });
      const { tlogProof } = await proofOf(world, await eventOf(world.store, 'seal-registered'));
      expect(tlogProof).not.to.include('witness.example');
      const heard = world.log.find(({ event }) => event === 'log-witness-failed');
      expect(heard?.fields).to.include({ code, witness: 'witness.example', tenant: TENANT });
    }
  });

  it('goes without a time-stamp where the authority gives none, or what is none, and says so', async () => {
    const asked: string[] = [];
    const authority: TimestampAuthority = {
      name: 'tsa.example',
      requestToken: async ({ algorithm, value }) => (asked.push(algorithm), value),
    };
    const world = await logWorld({ timestampAuthority: authority });
    expect((await proofOf(world, await eventOf(world.store, 'seal-registered'))).timestampToken).to.equal(null);
    expect(asked).to.include('SHA-256');
    expect(world.log.find(({ event }) => event === 'log-timestamp-failed')?.fields).to.include({ code: 'CADES_TIMESTAMP_UNUSABLE' });
    const failing: TimestampAuthority = {
      ...authority,
      requestToken: () => Promise.reject(new PortError('time-stamp', 'DOWN', 'no answer', { retryable: true })),
    };
    const without = await logWorld({ timestampAuthority: failing });
    expect((await proofOf(without, await eventOf(without.store, 'seal-registered'))).timestampToken).to.equal(null);
    expect(without.log.find(({ event }) => event === 'log-timestamp-failed')?.fields).to.include({
      code: 'DOWN',
      authority: 'tsa.example',
    });
  });

  it('that cannot be signed is tried again, and the operator hears of it', async () => {
    const { signCheckpoint } = await testLog();
    let failures = 2;
    const world = await logWorld({
      checkpointEveryMs: 5,
      signCheckpoint: {
        ...signCheckpoint,
        sign: async (message) => {
          if ((failures -= 1) >= 0) throw new PortError('key-store', 'AWAY', 'no key', { retryable: true });
          return signCheckpoint.sign(message);
        },
      },
    });
    await eventually(
      async () => (await latestCheckpoint(world.store)) !== undefined && (await latestCheckpoint(world.store, 'tenant-two')) !== undefined,
    );
    const heard = world.log.filter(({ event }) => event === 'transparency-log-failed');
    expect(heard.map(({ fields }) => fields['code'])).to.deep.equal(['AWAY', 'AWAY']);
    await world.adapter.close();
  });

  it('is not signed by a configuration that cannot sign one', async () => {
    const good = await testLog();
    const { key } = await testNoteSigner('witness.example');
    const witness: LogWitness = { key, cosign: async () => '' };
    for (const wrong of [
      { origin: '' },
      { origin: 'seal.example/' },
      { origin: 'seal example' },
      { origin: 'seal+example' },
      { origin: '/seal' },
      { signCheckpoint: { ...good.signCheckpoint, publicKey: new Uint8Array(31) } },
      { witnesses: [witness] },
      { checkpointEveryMs: -1 },
      { checkpointEveryMs: Number.NaN },
    ]) {
      const failure = await createWorld({ transparencyLog: { ...good, ...wrong } }).catch((error: unknown) => error);
      expect(failure, JSON.stringify(wrong)).to.be.instanceOf(TypeError);
    }
  });
});
