import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey, parseVerifierKey, verifyEventInclusion } from '@sealkit/core/evidence';
import { appendEvent, createAdapter, createHttpWitness, createMemoryStore, logVerifierKey } from '@sealkit/server-adapter';
import { testNoteSigner, testPki } from '@sealkit/testkit';
import { litewitnessMissing, startLitewitness } from '../support/litewitness.mjs';

const missing = litewitnessMissing();
const TITLE = 'a witness over HTTP, with litewitness';
const ORIGIN = 'seal.example/log';
const TENANTS = ['t-1', 't-2'];

describe.skipIf(missing !== undefined)(missing === undefined ? TITLE : `${TITLE} (skipped: ${missing})`, () => {
  let folder;
  let witness;
  let log;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-witness-'));
    log = await testNoteSigner('any');
    const logs = TENANTS.map(async (tenant) => {
      const key = await logVerifierKey({ origin: ORIGIN, signCheckpoint: log.key }, tenant);
      return { origin: key.name, verifierKey: formatVerifierKey(key) };
    });
    witness = await startLitewitness(folder, await Promise.all(logs));
  }, 120_000);
  afterAll(() => {
    witness?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A server of one tenant, with events; another client of the witness for each. */
  async function server(tenant, store = createMemoryStore()) {
    const faults = [];
    const unused = () => Promise.reject(new Error('no key is asked for'));
    const transparencyLog = {
      origin: ORIGIN,
      signCheckpoint: { publicKey: log.key.publicKey, sign: log.sign },
      witnesses: [createHttpWitness({ url: witness.url, key: await parseVerifierKey(witness.verifierKey) })],
      checkpointEveryMs: 3_600_000,
    };
    const adapter = createAdapter({
      authenticate: () => ({ tenant, personId: 'p-1', transport: 'bearer' }),
      authorize: () => true,
      store,
      keyStore: { open: unused, authorize: unused, sign: unused },
      registerSigner: (await testPki()).register.signer,
      log: (entry) => entry.event === 'log-witness-failed' && faults.push(entry.fields),
      transparencyLog,
    });
    const append = (count, actor = 'setup') =>
      store.transaction(async (tx) => {
        const event = { tenant, envelopeId: null, sealNumber: null, type: 'person-registered', actor, body: {}, time: new Date() };
        let last;
        for (let at = 0; at < count; at += 1) last = await appendEvent(tx, event);
        return last;
      });
    const prove = async ({ id, digest }) => {
      const response = await adapter.fetch(new Request(`https://seal.example/events/${id}/proof`));
      const { tlogProof } = await response.json();
      return verifyEventInclusion({
        eventDigest: digest,
        tlogProof,
        logKey: await logVerifierKey(transparencyLog, tenant),
        witnesses: { threshold: 1, members: [await parseVerifierKey(witness.verifierKey)] },
      });
    };
    return { adapter, store, append, prove, faults };
  }

  it('cosigns a log that grows, also for a server that starts anew and has forgotten what the witness saw', async () => {
    const first = await server('t-1');
    for (const count of [1, 2, 300]) {
      const verdict = await first.prove(await first.append(count));
      expect(verdict.indication).to.equal('PASSED');
      expect(verdict.witnesses.map(({ name }) => name)).to.deep.equal(['witness.example/w']);
    }
    const next = await server('t-1', first.store);
    expect((await next.prove(await next.append(5))).indication).to.equal('PASSED');
    expect([...first.faults, ...next.faults]).to.deep.equal([]);
  });

  it('is refused for a log that was written anew, and the operator hears of it', async () => {
    const honest = await server('t-2');
    expect((await honest.prove(await honest.append(10))).indication).to.equal('PASSED');
    for (const count of [5, 10, 20]) {
      const forged = await server('t-2');
      const verdict = await forged.prove(await forged.append(count, 'forger'));
      expect(verdict, `${count} events`).to.deep.include({ indication: 'INDETERMINATE', reasons: ['WITNESS_QUORUM_NOT_REACHED'] });
      expect(forged.faults.map(({ code, witness: name }) => [code, name])).to.deep.equal([['LOG_WITNESS_REFUSED', 'witness.example/w']]);
    }
  });
});
