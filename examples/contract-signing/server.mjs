/** The example host: one process on the loopback interface that mounts the adapter, the elements and a page. */
import { hkdfSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { getRequestListener } from '@hono/node-server';
import { createAdapter } from '@sealkit/server-adapter';
import { loadReportGlyphs } from '@sealkit/server-adapter/glyphs';
import { createPkcs12KeyStore } from '@sealkit/server-adapter/pkcs12';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { createVendor } from '../saas-vendor/vendor.mjs';
import { createAuthorize, isReviewer } from './demo/authorize.mjs';
import { StartRefused, moveDataAside, openDataFolder } from './demo/data-folder.mjs';
import { assertFilesThere, assertFoundationKeys, assertRegisterWhole, refusalOf } from './demo/data-soundness.mjs';
import { completeCast, createDemoData, databaseFile, openVault, renewCertificates, sampleContractFile } from './demo/demo-data.mjs';
import { answerGlyphs } from './demo/glyphs.mjs';
import { createIdentity } from './demo/identity.mjs';
import { createIdentityDocuments } from './demo/identity-documents.mjs';
import { createIntentProviders } from './demo/intent-providers.mjs';
import { createLogSigner } from './demo/log-key.mjs';
import { createSealMaker } from './demo/seal-maker.mjs';
import { createDemoSignIn } from './demo/sign-in.mjs';
import { SECURITY_HEADERS, createStaticFiles } from './demo/static-files.mjs';

const HOST = '127.0.0.1';
const FIRST_PORT = 4180;
const PORTS_TRIED = 50;
/** Of the sample contract. */
const SAMPLE_PAGES = 3;
const CLOCK = { now: () => new Date() };

/** Starts the example with its data in `folder`; prints one line with its address. Ends the process with a sentence when it cannot. */
export async function startExample({ folder, arguments: options, environment }) {
  try {
    const unknown = options.filter((option) => !['--reset', '--yes'].includes(option));
    if (unknown.length > 0)
      throw new StartRefused(
        `There is no option ${unknown.join(', ')}; there are --reset (move the demo data aside) and --yes (without asking).`,
      );
    const firstPort = portOf(environment.PORT);
    const path = join(folder, '.sealkit');
    if (options.includes('--reset')) await reset(path, options.includes('--yes'));
    const data = await openDataFolder(path, (beside) => {
      console.log('Making demo data: a certificate authority, two companies, four seals …');
      return createDemoData(beside, CLOCK);
    });
    const origins = [];
    const host = await createHost(data, { origins: () => origins }).catch((error) => {
      throw refusalOf(error, data);
    });
    const { server, port } = await listen(host.fetch, firstPort);
    origins.push(`http://localhost:${port}`);
    console.log(`Sealkit example, all of it test material: http://${HOST}:${port}/`);
    stopOnSignal(server, host.close);
  } catch (error) {
    if (!(error instanceof StartRefused) && error.code !== 'STORE_DRIVER_MISSING') throw error;
    console.error(error.message);
    process.exit(1);
  }
}

async function reset(path, yes) {
  if (!yes) {
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await Promise.race([
      prompt.question(`Move the demo data in ${path} aside and start anew? Nothing is deleted. [y/N] `),
      new Promise((resolve) => prompt.once('close', () => resolve(''))),
    ]);
    prompt.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new StartRefused('Nothing was changed.');
  }
  const target = await moveDataAside(path, CLOCK.now());
  if (target) console.log(`The old data is now in ${target}.`);
}

/** Everything behind the port, as one fetch function. */
export async function createHost(data, { origins = () => [] } = {}) {
  await assertFilesThere(data);
  await assertFoundationKeys(data);
  const store = await createSqliteStore({ file: databaseFile(data) });
  await completeCast(data, store, CLOCK);
  await assertRegisterWhole(data, store);
  await renewCertificates(data, store, CLOCK);
  const vault = await openVault(data);
  const [authority, register] = [await vault.authority(), await vault.signer('register')];
  const signIn = createDemoSignIn({ secret: vault.secret, clock: CLOCK });
  const identity = await createIdentity({ vault, authority, clock: CLOCK });
  const adapter = createAdapter({
    basePath: '/api',
    mode: 'sandbox',
    authenticate: signIn.authenticate,
    authorize: createAuthorize(CLOCK),
    store,
    keyStore: createPkcs12KeyStore({ load: vault.read, clock: CLOCK }),
    registerSigner: register,
    sealMaker: createSealMaker({ vault, authority, clock: CLOCK }),
    evidence: { glyphs: await loadReportGlyphs() },
    sealPolicy: {
      twoPersonSteps: [
        { from: 'active', to: 'abolished' },
        { from: 'suspended', to: 'abolished' },
      ],
    },
    transparencyLog: { origin: 'sealkit-demo.invalid', signCheckpoint: createLogSigner(vault.secret) },
    intent: {
      providers: createIntentProviders({ secret: vault.secret, origins }),
      policy: { batch: true },
      // Nobody has to be verified in the demo: a fresh sign-in stands before a first authenticator (`authorize`), and what a person has before any change.
      enrolment: { first: 'authorize' },
    },
    identity,
    requestKey: new Uint8Array(hkdfSync('sha256', vault.secret, '', 'sealkit-demo-requests', 32)),
    clock: CLOCK,
    // The demo's one authority issues to everybody: whoever makes seals, and whoever keeps the register, is trusted by name.
    trust: {
      signers: identity.anchors,
      sealMakers: (await vault.signer('seal-maker')).certificates.slice(0, 1),
      registers: register.certificates.slice(0, 1),
      timestampAuthorities: [],
    },
    log: (entry) => entry.level !== 'info' && console.error(`${entry.time} ${entry.level} ${entry.event} ${JSON.stringify(entry.fields)}`),
  });
  const serveStatic = createStaticFiles({
    '/sealkit/': new URL('../../packages/elements/dist/bundle/', import.meta.url),
    '/hr-system/': new URL('../hr-system/', import.meta.url),
    '/saas-vendor/': new URL('../saas-vendor/', import.meta.url),
    '/': new URL('./page/', import.meta.url),
  });
  const { authenticate } = signIn;
  const identityDocuments = createIdentityDocuments({ folder: join(data, 'identity-documents'), authenticate, mayRead: isReviewer });
  const file = await readFile(sampleContractFile(data));
  const vendor = createVendor({
    sealkit: askAs({ person: 'shen-zhiyao', company: 'qinglan' }, signIn, adapter),
    file,
    pages: SAMPLE_PAGES,
  });
  const fetch = async (request) => {
    const { pathname, hostname } = new URL(request.url);
    if (hostname !== HOST && hostname !== 'localhost')
      return new Response('This demo answers on the loopback interface only.', { status: 421 });
    if (pathname.startsWith('/api/')) return adapter.fetch(request);
    if (pathname === '/demo/glyphs') return answerGlyphs(new URL(request.url));
    if (pathname.startsWith('/demo/')) return (await identityDocuments(request)) ?? signIn.fetch(request);
    if (pathname === '/sample-contract.pdf')
      return new Response(file, { headers: { ...SECURITY_HEADERS, 'content-type': 'application/pdf' } });
    if (pathname === '/saas-vendor/contract') return vendor(request);
    return (await serveStatic(request)) ?? new Response('Not found', { status: 404, headers: SECURITY_HEADERS });
  };
  return { fetch, close: () => adapter.close() };
}

/** Requests of another server to this one, in the name of a person of the demo. */
function askAs(choice, signIn, adapter) {
  const origin = `http://${HOST}`;
  const json = { 'content-type': 'application/json', origin };
  return async function ask(method, path, body) {
    const signedIn = await signIn.fetch(
      new Request(`${origin}/demo/sign-in`, { method: 'POST', headers: json, body: JSON.stringify(choice) }),
    );
    const cookie = signedIn.headers.get('set-cookie').split(';')[0];
    const headers = { ...json, cookie, 'idempotency-key': randomUUID() };
    return adapter.fetch(new Request(`${origin}/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
  };
}

function portOf(wanted) {
  if (wanted === undefined || wanted === '') return FIRST_PORT;
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) > 65_535)
    throw new StartRefused(`PORT must be a number from 0 to 65535, not ${JSON.stringify(wanted)}.`);
  return Number(wanted);
}

async function listen(fetch, first) {
  for (let port = first; port < Math.min(first + PORTS_TRIED, 65_536); port += 1) {
    const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
    const error = await new Promise((resolve) => server.once('error', resolve).listen(port, HOST, () => resolve(undefined)));
    if (error === undefined) return { server, port: server.address().port };
    if (error.code === 'EACCES')
      throw new StartRefused(`Port ${port} needs rights that this process does not have; choose another with PORT.`);
    if (error.code !== 'EADDRINUSE') throw error;
    console.log(`Port ${port} is taken, trying ${port + 1}.`);
  }
  throw new StartRefused(`No free port from ${first} on; choose another with PORT.`);
}

function stopOnSignal(server, close) {
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
}
