/** A host with a register, an identity provider, an authority, a seal maker and everybody's keys, all in one process, for the whole mission. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { webCryptoSigner } from '@sealkit/core/crypto';
import { formatVerifierKey } from '@sealkit/core/evidence';
import { composeSealStatement, drawSealFace } from '@sealkit/core/seal';
import {
  createAdapter,
  createSignerKeyStore,
  createTestAuthority,
  createTotpProvider,
  logVerifierKey,
  manualReview,
  registerOrganisation,
  registerPerson,
  setSealIntentPolicy,
  systemClock,
} from '@sealkit/server-adapter';
import { loadBundledGlyphs, loadReportGlyphs } from '@sealkit/server-adapter/glyphs';
import { createPasskeyProvider } from '@sealkit/server-adapter/passkey';
import { createSmsProvider } from '@sealkit/server-adapter/sms';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { buildSamplePdf, createTestPki, testNoteSigner } from '@sealkit/testkit';
import { createStaticFiles } from '../../examples/contract-signing/demo/static-files.mjs';

export const TENANT = 'mission';
/** The new company, and the one that it makes a contract with. */
export const COMPANIES = {
  harbour: { id: 'harbour', name: '青岚数据科技有限公司', registrationNumber: '91350100M000100Y43' },
  buyer: { id: 'buyer', name: '汀洲云帆商贸有限公司', registrationNumber: '91110000600037341L' },
};
/** Id, organisation, role and, where it matters, the name; whoever reviews identities works for neither. */
export const PEOPLE = [
  ['administrator', 'harbour', 'administrator'],
  ['approver', 'harbour', 'approver'],
  ['clerk', 'harbour', 'user', '沈知遥'],
  ['auditor', 'harbour', 'auditor'],
  ['buyer-administrator', 'buyer', 'administrator'],
  ['buyer-approver', 'buyer', 'approver'],
  ['buyer-clerk', 'buyer', 'user', '陆文舟'],
  ['maker', 'harbour', 'maker'],
  ['buyer-maker', 'buyer', 'maker'],
  ['reviewer', 'harbour', 'reviewer'],
];
const PHONE = '+8613800138000';
const ALGORITHM = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };
/** No certificate here has a service that could be asked. */
const NO_STATUS = {
  fetchOcsp: () => Promise.resolve(undefined),
  fetchCrls: () => Promise.resolve([]),
  fetchIssuers: () => Promise.resolve([]),
};

/** `{ origin, addressOf(person, show), ask(person, method, path, body), protect(seal, policy), messages, faults, contract, trust, stop }` over a database file. */
export async function startMissionHost(file) {
  const [pki, authority, log] = [await createTestPki(), await createTestAuthority({ clock: systemClock }), await testNoteSigner('mission')];
  const store = await createSqliteStore({ file });
  const keys = new Map();
  const messages = [];
  const faults = [];
  await fillRegister(store);
  const transparencyLog = { origin: 'mission.invalid', signCheckpoint: { publicKey: log.key.publicKey, sign: log.sign } };
  const origins = [];
  const context = { authority, keys, maker: pki.sealMaker.signer, glyphs: await loadBundledGlyphs() };
  const adapter = createAdapter({
    basePath: '/api',
    mode: 'sandbox',
    authenticate: (request) => principalOf(request),
    authorize: () => true,
    store,
    keyStore: createSignerKeyStore({ name: 'mission', clock: systemClock, openSigner: async (credentialId) => keys.get(credentialId) }),
    registerSigner: pki.register.signer,
    sealMaker: { check: async () => [], make: (order) => makeSeal(context, order) },
    revocationSource: NO_STATUS,
    identity: {
      anchors: [authority.certificate],
      revocation: 'required',
      subject: 'required',
      numberKey: new Uint8Array(32).fill(7),
      providers: [manualReview()],
      certificates: { issuer: authority.issuer, makeKey: () => makePersonalKey(keys) },
    },
    intent: {
      providers: [
        createPasskeyProvider({ rpId: 'localhost', rpName: 'Mission', origins: () => origins }),
        createTotpProvider({ encryptionKey: new Uint8Array(32).fill(5), issuer: 'Mission' }),
        createSmsProvider({
          transport: { send: async (message) => void messages.push(message) },
          phoneNumberOf: async () => PHONE,
          pepper: new Uint8Array(32).fill(3),
        }),
      ],
    },
    sealPolicy: { twoPersonSteps: [{ from: 'active', to: 'abolished' }] },
    transparencyLog,
    evidence: { glyphs: await loadReportGlyphs() },
    trust: {
      signers: [authority.certificate],
      sealMakers: [pki.root.certificate],
      registers: [pki.root.certificate],
      timestampAuthorities: [],
    },
    log: (entry) => entry.level === 'error' && faults.push(entry),
    rateLimiter: null,
  });
  const contract = { bytes: await buildSamplePdf({ pages: 1, title: 'Contract' }), envelopeId: '' };
  const serve = createStaticFiles({
    '/sealkit/': new URL('../../packages/elements/dist/bundle/', import.meta.url),
    '/example/': new URL('../../examples/verify-only/', import.meta.url),
    '/': new URL('./mission-page/', import.meta.url),
  });
  const fetch = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.startsWith('/api/')) return adapter.fetch(request);
    if (pathname === '/contract') return answerContract(contract, request);
    if (pathname === '/as') return redirectAs(searchParams);
    return (await serve(request)) ?? new Response('Not found', { status: 404 });
  };
  const listen = getRequestListener(fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Passkeys are for a name, not for an address.
  const origin = `http://localhost:${server.address().port}`;
  origins.push(origin);
  const ask = async (person, method, path, body) => {
    const headers = { 'content-type': 'application/json', origin, cookie: `person=${person}`, 'idempotency-key': crypto.randomUUID() };
    const response = await adapter.fetch(
      new Request(`${origin}/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }),
    );
    return { status: response.status, body: await response.json() };
  };
  return {
    origin,
    messages,
    faults,
    contract,
    trust: {
      signers: [authority.certificate],
      others: [pki.root.certificate],
      log: formatVerifierKey(await logVerifierKey(transparencyLog, TENANT)),
    },
    addressOf: (person, show) => `${origin}/as?person=${person}&show=${show}`,
    ask,
    /** What every use of a seal asks of whoever uses it. */
    protect: (sealNumber, policy) =>
      setSealIntentPolicy({ store, clock: systemClock, actor: 'setup' }, { tenant: TENANT, sealNumber, policy }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await adapter.close();
    },
  };
}

export const digestOf = (octets) => `sha256:${createHash('sha256').update(octets).digest('hex')}`;

function principalOf(request) {
  const personId = /(?:^|; )person=([a-z-]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
  return personId === undefined ? null : { tenant: TENANT, personId, transport: 'cookie' };
}

function redirectAs(searchParams) {
  const headers = {
    location: `/?show=${searchParams.get('show')}`,
    'set-cookie': `person=${searchParams.get('person')}; Path=/; SameSite=Strict`,
  };
  return new Response(null, { status: 303, headers });
}

async function answerContract(contract, request) {
  if (request.method === 'PUT') contract.bytes = new Uint8Array(await request.arrayBuffer());
  const headers = { 'content-type': 'application/pdf', 'x-envelope': contract.envelopeId };
  return new Response(request.method === 'PUT' ? null : contract.bytes, { headers });
}

async function fillRegister(store) {
  const registration = { store, clock: systemClock, actor: 'setup' };
  for (const { id, name } of Object.values(COMPANIES)) await registerOrganisation(registration, { tenant: TENANT, id, name });
  for (const [id, organisationId, role, name = id] of PEOPLE)
    await registerPerson(registration, { tenant: TENANT, id, name, organisationId, roles: [role], credential: null });
}

async function newKey() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const privateOctets = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  return { privateKey: privateOctets, publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)) };
}

async function makePersonalKey(keys) {
  const credentialId = crypto.randomUUID();
  const { privateKey, publicKey } = await newKey();
  const signer = webCryptoSigner({ privateKey, certificates: [], algorithm: ALGORITHM });
  return {
    credentialId,
    publicKey,
    algorithm: ALGORITHM,
    sign: (input, call) => signer.sign(input, call),
    store: async (certificates) => void keys.set(credentialId, webCryptoSigner({ privateKey, certificates, algorithm: ALGORITHM })),
  };
}

/** Face, key, certificate of the company, and the statement over all of it. */
async function makeSeal({ authority, keys, maker, glyphs }, order) {
  const { number, kind, name, ordinal, organisation, testMaterial } = order;
  const company = Object.values(COMPANIES).find(({ id }) => id === organisation.id);
  const { privateKey, publicKey } = await newKey();
  const { certificates } = await authority.issuer.issue({
    orderId: crypto.randomUUID(),
    key: { publicKey },
    subject: {
      country: 'CN',
      organization: company.name,
      organizationIdentifier: `NTRCN-${company.registrationNumber}`,
      commonName: company.name,
    },
    profile: 'organisation',
    identityProof: {
      verificationId: 'v',
      provider: 'manual-review',
      method: 'manual-review',
      verifiedAt: new Date(),
      digest: digestOf('v'),
    },
  });
  const credential = { credentialId: crypto.randomUUID(), certificates, algorithm: ALGORITHM };
  keys.set(credential.credentialId, webCryptoSigner({ privateKey, certificates, algorithm: ALGORITHM }));
  const { svg, widthUm, heightUm } = drawSealFace({ kind, ringText: company.name, code: number, testMaterial: true }, glyphs);
  const face = { type: 'SVG', bytes: new TextEncoder().encode(svg) };
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const [validFrom, validTo] = [now, new Date(now.getTime() + 20 * 86_400_000)];
  const info = {
    number,
    kind,
    ordinal,
    name: `${company.name}${name}`,
    vendor: 'Mission',
    permittedSigners: { by: 'certificate', certificates: [certificates[0]] },
    createDate: now,
    validStart: validFrom,
    validEnd: validTo,
    picture: face,
    widthUm,
    heightUm,
    testMaterial,
  };
  const statement = await composeSealStatement({ info, signer: maker, time: now });
  return { face, widthUm, heightUm, statement, credential, validFrom, validTo };
}
