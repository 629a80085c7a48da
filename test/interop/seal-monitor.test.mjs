/** The example monitor, as a process of its own and by its parts, beside a server that sends it webhooks. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBase64 } from '@sealkit/core/bytes';
import { formatVerifierKey } from '@sealkit/core/evidence';
import { createMemoryStore } from '@sealkit/server-adapter';
import { nodeListener } from '@sealkit/server-adapter/node';
import { alarmsOf } from '../../examples/seal-monitor/anomaly-watch.mjs';
import { createMonitor } from '../../examples/seal-monitor/monitor.mjs';
import { openServer } from '../../examples/seal-monitor/sealkit-server.mjs';
import { openState } from '../../examples/seal-monitor/state-file.mjs';
import { eventually, logWorld, testLogKey } from '../../packages/server-adapter/test/support/log-world.ts';
import { changeState, sampleDocument, sign, TENANT } from '../../packages/server-adapter/test/support/world.ts';

const SECRET = `whsec_${encodeBase64(new Uint8Array(32).fill(9))}`;
const WATCH = { organisationId: 'company-1', seals: ['QL-1'] };
const AUTHORIZATION = `Bearer ${TENANT}/ada`;
const ended = [];
let folder;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sealkit-monitor-'))));
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true });
});

/** The server's clock is the system's: what it sends is judged by the monitor's own. */
const clock = { now: () => new Date() };

async function serve(world) {
  const server = createServer(nodeListener(world.adapter));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  ended.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${server.address().port}`;
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function startMonitor(base, port) {
  writeFileSync(join(folder, 'session.txt'), `${AUTHORIZATION}\n`);
  writeFileSync(join(folder, 'secret.txt'), `${SECRET}\n`);
  const config = {
    server: base,
    authorizationFile: 'session.txt',
    webhookSecretFile: 'secret.txt',
    logKey: formatVerifierKey(await testLogKey()),
    watch: WATCH,
    stateFile: 'state.json',
    everySeconds: 3600,
    port,
  };
  writeFileSync(join(folder, 'monitor.json'), JSON.stringify(config));
  const child = spawn(process.execPath, ['examples/seal-monitor/server.mjs', join(folder, 'monitor.json')]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const exit = new Promise((exited) => child.on('exit', exited));
  ended.push(() => {
    child.kill('SIGKILL');
    return exit;
  });
  await eventually(async () => said.err.includes('listening'));
  return {
    alarms: () =>
      said.out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    errors: () => said.err,
    stop: () => {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

describe('the example monitor', () => {
  it('tells of uses and refusals of a watched seal, and keeps the checkpoint of a log that goes on', async () => {
    const port = await freePort();
    const webhooks = [{ tenant: TENANT, url: `http://127.0.0.1:${port}/webhooks`, secret: SECRET, allowPrivateNetwork: true }];
    const hours = null;
    const world = await logWorld({ checkpointEveryMs: 0 }, { webhooks, webhookPolicy: { pollMs: 10 }, clock, monitoring: { hours } });
    ended.push(() => world.adapter.close());
    const base = await serve(world);
    const monitor = await startMonitor(base, port);
    const { useId } = await sign(world.as('ada'), await sampleDocument());
    await changeState(world.as('ada'), 'QL-1', 'suspended');
    await changeState(world.as('ada'), 'QL-2', 'suspended');
    await sign(world.as('ada'), await sampleDocument()).catch((error) => expect(error.message).to.include('SEAL_SUSPENDED'));
    await eventually(async () => monitor.alarms().length === 2);
    const [used, refused] = monitor.alarms();
    expect(used).to.include({ kind: 'seal-used', sealNumber: 'QL-1', useId, person: 'ada' });
    expect(refused).to.include({ kind: 'use-refused', sealNumber: 'QL-1', refusal: 'SEAL_SUSPENDED' });
    const state = () => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
    const sizeOf = ({ note }) => Number(note?.split('\n')[1] ?? -1);
    await eventually(async () => state().seen.length === 4 && sizeOf(state()) > 10);
    expect(await monitor.stop()).to.equal(0);
    expect(monitor.errors()).to.equal(`listening on 127.0.0.1:${port}/webhooks\n`);
  });

  it('answers 401 to who has not the secret', async () => {
    const world = await logWorld();
    ended.push(() => world.adapter.close());
    const port = await freePort();
    const monitor = await startMonitor(await serve(world), port);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,AAAA' };
    const { status } = await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', headers, body: '{}' });
    expect(status).to.equal(401);
    await eventually(async () => monitor.alarms().length > 0);
    expect(monitor.alarms()).to.deep.include({ kind: 'webhook-refused', reason: 'SIGNATURE_DIFFERS' });
  });

  it('tells of a log that does not continue the one that it saw, and keeps the checkpoint that it can prove', async () => {
    const alarms = [];
    const look = async (world) => {
      const server = openServer(await serve(world), { authorization: AUTHORIZATION });
      const state = openState(join(folder, 'state.json'));
      const monitor = createMonitor({
        watch: WATCH,
        secret: SECRET,
        server,
        logKey: await testLogKey(),
        state,
        raise: (it) => alarms.push(it),
      });
      await monitor.look();
      return state.get().note;
    };
    const monitoring = { hours: null };
    const first = await logWorld({ checkpointEveryMs: 0 }, { monitoring });
    ended.push(() => first.adapter.close());
    const seen = await look(first);
    await sign(first.as('ada'), await sampleDocument());
    await first.as('ada').get('/seals/QL-1/uses');
    let grown = seen;
    await eventually(async () => (grown = await look(first)) !== seen);
    expect(alarms).to.deep.equal([]);
    // The same operator, the same key, and another history: longer, and then shorter than the one that was seen.
    const anew = await logWorld({ checkpointEveryMs: 0 }, { store: createMemoryStore(), monitoring });
    ended.push(() => anew.adapter.close());
    expect(await look(anew)).to.equal(grown);
    expect(alarms.map(({ kind, code }) => `${kind} ${code}`)).to.deep.equal(['log-broken LOG_SHRANK']);
    for (const title of ['a', 'b']) await sign(anew.as('ada'), await sampleDocument(title));
    await eventually(async () => {
      expect(await look(anew)).to.equal(grown);
      return alarms.some(({ code }) => code === 'LOG_DOES_NOT_CONTINUE');
    });
    expect(await look(first)).to.equal(grown);
  });

  it('tells of faces under the name of the company, of those that look like its seals, and of each once', async () => {
    const like = (sealNumber, organisationId, nearestSeal) => ({
      kind: 'like-faces',
      sealNumber,
      organisationId,
      values: { version: 1, nearestSeal, likeness: 990 },
      rows: [{ type: 'event', id: 'e-1' }],
    });
    const anomalies = [
      like('QL-9', 'company-1', 'QL-8'),
      like('QL-7', 'company-2', 'QL-1'),
      like('QL-6', 'company-2', 'QL-5'),
      { kind: 'burst', sealNumber: 'QL-1', organisationId: 'company-1', values: {}, rows: [] },
      { kind: 'log-gap', sealNumber: null, organisationId: null, values: { log: 'use-log', fault: 'LINK_BROKEN', at: 3 }, rows: [] },
    ];
    expect(alarmsOf(anomalies, WATCH).map(({ alarm }) => [alarm.kind, alarm.sealNumber])).to.deep.equal([
      ['like-faces', 'QL-9'],
      ['like-faces', 'QL-7'],
      ['log-gap', null],
    ]);
    const alarms = [];
    const world = await logWorld();
    ended.push(() => world.adapter.close());
    const server = { ...openServer(await serve(world), { authorization: AUTHORIZATION }), anomalies: async () => ({ anomalies }) };
    const state = openState(join(folder, 'state.json'));
    const monitor = createMonitor({
      watch: WATCH,
      secret: SECRET,
      server,
      logKey: await testLogKey(),
      state,
      raise: (it) => alarms.push(it),
    });
    await Promise.all([monitor.look(), monitor.look()]);
    expect(alarms.length).to.equal(3);
    expect(alarms[0]).to.deep.include({ kind: 'like-faces', nearestSeal: 'QL-8', rows: ['e-1'] });
  });

  it('says that the server gives no answer, and refuses a state that it cannot read', async () => {
    const alarms = [];
    const server = openServer('http://127.0.0.1:1', {});
    const state = openState(join(folder, 'state.json'));
    const monitor = createMonitor({
      watch: WATCH,
      secret: SECRET,
      server,
      logKey: await testLogKey(),
      state,
      raise: (it) => alarms.push(it),
    });
    await monitor.look();
    expect(alarms.map(({ kind }) => kind)).to.deep.equal(['server-silent', 'server-silent']);
    writeFileSync(join(folder, 'broken.json'), '{');
    expect(() => openState(join(folder, 'broken.json'))).to.throw(SyntaxError);
  });
});
