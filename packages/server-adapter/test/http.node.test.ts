import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeBase64Url } from '@sealkit/core/bytes';
import { verifyJwsSignature } from '@sealkit/core/crypto';
import { parsePermit } from '@sealkit/core/seal';
import { parseCertificate } from '@sealkit/core/x509';
import { type AdapterConfig, createAdapter, createMemoryStore } from '../src/index.ts';
import { nodeListener } from '../src/http/node.ts';
import {
  confirmation,
  createWorld,
  obtainPermit,
  ORIGIN,
  problemOf,
  sampleDocument,
  sign,
  startUse,
  useLog,
  type World,
} from './support/world.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const ENVELOPE = { name: 'x.pdf', document: { digest: DIGEST, length: 10, pages: 1 } };
const ADA = { authorization: 'Bearer tenant-one/ada' };
const JSON_HEADERS = { ...ADA, 'content-type': 'application/json', 'idempotency-key': 'k' };

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly unknown[];
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

function post(world: World, path: string, init: RequestInit): Promise<Response> {
  return world.adapter.fetch(new Request(`${ORIGIN}${path}`, { method: 'POST', ...init }));
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { readonly code: string }).code;
}

function routesOf(world: World): readonly { readonly method: string; readonly path: string; readonly open: boolean }[] {
  const { paths } = world.adapter.openapi() as { readonly paths: Paths };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({ method: method.toUpperCase(), path, open: security?.length === 0 })),
  );
}

describe('configuration', () => {
  it('has no default for authenticate and authorize, nor for ports: each is named', async () => {
    const { pki } = await createWorld();
    const complete: AdapterConfig = {
      authenticate: () => null,
      authorize: () => false,
      store: createMemoryStore(),
      keyStore: (await createWorld()).keyStore,
      registerSigner: pki.register.signer,
    };
    expect(createAdapter(complete)).to.have.property('fetch');
    for (const name of ['authenticate', 'authorize', 'store', 'keyStore', 'registerSigner'] as const) {
      const { [name]: _left, ...rest } = complete;
      expect(() => createAdapter(rest as AdapterConfig)).to.throw(TypeError, name);
    }
    expect(() => createAdapter({ ...complete, registerSigner: pki.signers.rsa2048.signer })).to.throw(TypeError, 'ES256');
    expect(() => createAdapter({ ...complete, basePath: 'api/' })).to.throw(TypeError, 'basePath');
  });
});

describe('HTTP: who may come in', () => {
  it("asks for sign-in on every route that is not public, and for the host's word", async () => {
    const world = await createWorld({ authorize: () => false });
    for (const { method, path, open } of routesOf(world)) {
      const url = `${ORIGIN}${path.replaceAll(/\{[a-z]+\}/g, 'QL-1')}`;
      const anonymous = await world.adapter.fetch(new Request(url, { method }));
      expect([path, anonymous.status]).to.deep.equal([path, open ? 200 : 401]);
    }
    for (const path of ['/session', '/trust', '/seals', '/seals/QL-1', '/seals/QL-1/uses', '/uses', '/uses/x']) {
      const refused = problemOf(await world.as('ada').get(path));
      expect([path, refused.code]).to.deep.equal([path, 'NOT_AUTHORIZED']);
    }
    const refusedPosts = [
      ['/envelopes', ENVELOPE],
      [
        '/permits',
        { envelopeId: 'e', sealNumber: null, sealVersion: null, document: { digest: DIGEST, length: 1 }, frame: DIGEST, placements: [] },
      ],
      ['/uses/x/confirm', { proof: { method: 'confirm', shownDigest: DIGEST } }],
      ['/seals/QL-1/transitions', { to: 'suspended', reason: 'r' }],
    ] as const;
    for (const [path, body] of refusedPosts) {
      expect(problemOf(await world.as('ada').post(path, body)).code).to.equal('NOT_AUTHORIZED');
    }
  });

  it('takes nothing but true for a yes', async () => {
    const world = await createWorld({ authorize: (() => 'yes') as unknown as AdapterConfig['authorize'] });
    expect(problemOf(await world.as('ada').get('/seals')).code).to.equal('NOT_AUTHORIZED');
  });

  it('refuses a session that has expired', async () => {
    const world = await createWorld({
      authenticate: () => ({ tenant: 'tenant-one', personId: 'ada', sessionExpiresAt: new Date('2026-06-01T12:00:00Z') }),
    });
    expect((await world.as('ada').get('/session')).status).to.equal(401);
  });

  it('refuses changes with a cookie from another site, or from nobody knows where', async () => {
    const world = await createWorld({
      authenticate: () => ({ tenant: 'tenant-one', personId: 'ada' }),
      allowedOrigins: ['https://partner.example'],
    });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (
        await post(world, '/envelopes', {
          headers: { ...JSON_HEADERS, 'idempotency-key': crypto.randomUUID(), ...headers },
          body: JSON.stringify(ENVELOPE),
        })
      ).status;
    expect(await status({})).to.equal(403);
    expect(await status({ origin: 'https://evil.example' })).to.equal(403);
    expect(await status({ origin: 'null' })).to.equal(403);
    expect(await status({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).to.equal(403);
    expect(await status({ 'sec-fetch-site': 'same-site', origin: ORIGIN })).to.equal(403);
    expect(await status({ 'sec-fetch-site': 'none' })).to.equal(403);
    expect(await status({ 'sec-fetch-site': 'same-origin' })).to.equal(201);
    expect(await status({ origin: ORIGIN })).to.equal(201);
    expect(await status({ 'sec-fetch-site': 'cross-site', origin: 'https://partner.example' })).to.equal(201);
  });

  it('finds nothing of another tenant: every id of one is 404 for the other', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const eve = world.as('eve', 'tenant-two');
    const document = await sampleDocument();
    const result = await sign(ada, document);
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    for (const path of ['/seals/QL-1', '/seals/QL-1/uses', `/uses/${result.useId}`, `/uses/${challenge.useId}`]) {
      expect([path, (await eve.get(path)).status]).to.deep.equal([path, 404]);
    }
    expect((await eve.post('/seals/QL-1/transitions', { to: 'suspended', reason: 'r' })).status).to.equal(404);
    expect((await eve.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).status).to.equal(404);
    expect((await eve.get<{ readonly seals: readonly unknown[] }>('/seals')).body.seals).to.deep.equal([]);
    // The rows are eve's own refused act and refused try; they name nothing of the other tenant.
    const log = await useLog(eve, '/uses');
    expect([log.total, log.chain.intact]).to.deep.equal([2, true]);
    expect(log.uses.map(({ refusal, person, seal, envelope, permitId }) => [refusal, person.id, seal, envelope, permitId])).to.deep.equal([
      ['USE_NOT_FOUND', 'eve', null, null, null],
      ['SEAL_NOT_FOUND', 'eve', null, null, null],
    ]);
    for (const foreign of [result.useId, challenge.useId, document.digest, 'QL-1']) expect(JSON.stringify(log)).not.to.include(foreign);
  });

  it('keeps the seals and rows of another company out of the whole log where the host says so', async () => {
    const world = await createWorld({
      authorize: (principal, _action, resource) =>
        resource.type !== 'seal' || (resource.organisationId === 'company-1') === (principal.personId !== 'cy'),
    });
    await sign(world.as('ada'), await sampleDocument());
    await sign(world.as('ada'), await sampleDocument('Note', [1]), { sealNumber: null, sealVersion: null, placements: [] });
    const total = async (person: string): Promise<number> => (await world.as(person).get<{ readonly total: number }>('/uses')).body.total;
    expect(await total('ada')).to.equal(2);
    expect(await total('bo')).to.equal(2);
    expect(await total('cy')).to.equal(0);
    expect((await world.as('cy').get('/seals/QL-1')).status).to.equal(403);
  });
});

describe('HTTP: what a request may hold', () => {
  it('takes JSON alone', async () => {
    const world = await createWorld();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=gbk',
    ]) {
      const response = await post(world, '/envelopes', {
        headers: { ...JSON_HEADERS, 'content-type': type },
        body: JSON.stringify(ENVELOPE),
      });
      expect([type, response.status, await codeOf(response)]).to.deep.equal([type, 415, 'BODY_NOT_JSON']);
    }
    for (const body of ['{', '', '[]', 'null', '"x"', new Uint8Array([0x7b, 0xff, 0x7d])]) {
      const response = await post(world, '/envelopes', { headers: JSON_HEADERS, body });
      expect([response.status, await codeOf(response)]).to.deep.equal([400, 'BODY_MALFORMED']);
    }
  });

  it('takes whole characters alone: half of one has no place in an event or a digest', async () => {
    const world = await createWorld();
    const named = (name: string): string => JSON.stringify({ ...ENVELOPE, name: 'NAME' }).replace('NAME', name);
    for (const name of [String.raw`a\ud800`, String.raw`\udc00b`, String.raw`\ud800\ud800`, String.raw`\\\uD83D`]) {
      const response = await post(world, '/envelopes', { headers: JSON_HEADERS, body: named(name) });
      expect([name, response.status, await codeOf(response)]).to.deep.equal([name, 400, 'BODY_MALFORMED']);
    }
    for (const name of [String.raw`\ud83d\ude00`, String.raw`\\ud800`, '😀']) {
      const headers = { ...JSON_HEADERS, 'idempotency-key': crypto.randomUUID() };
      expect((await post(world, '/envelopes', { headers, body: named(name) })).status, name).to.equal(201);
    }
  });

  it('bounds bodies: 256 KiB, and 5 MiB for a use; also where no length is declared', async () => {
    const world = await createWorld();
    const large = JSON.stringify({ ...ENVELOPE, name: 'x'.repeat(256 * 1024) });
    expect((await post(world, '/envelopes', { headers: JSON_HEADERS, body: large })).status).to.equal(413);
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)) });
    const streamed = await post(world, '/uses', { headers: JSON_HEADERS, body: endless, duplex: 'half' } as RequestInit);
    expect([streamed.status, await codeOf(streamed)]).to.deep.equal([413, 'BODY_TOO_LARGE']);
    expect((await post(world, '/uses', { headers: JSON_HEADERS, body: large })).status).to.equal(400);
  });

  it('refuses members, kinds and sizes that the schema does not name, and repeats none of the values', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const secret = 'secret-value';
    const bodies: readonly object[] = [
      { ...ENVELOPE, extra: secret },
      { ...ENVELOPE, name: '' },
      { ...ENVELOPE, name: secret.repeat(50) },
      { ...ENVELOPE, document: { ...ENVELOPE.document, digest: secret } },
      { ...ENVELOPE, document: { ...ENVELOPE.document, length: 0 } },
      { ...ENVELOPE, document: { ...ENVELOPE.document, length: 1.5 } },
      { ...ENVELOPE, document: { ...ENVELOPE.document, length: 2 ** 40 } },
    ];
    for (const body of bodies) {
      const answer = await ada.post('/envelopes', body);
      expect(problemOf(answer).code).to.equal('BODY_MALFORMED');
      expect(answer.text).not.to.include(secret);
    }
    const place = { page: 1, x: 0, y: 0, width: 40_000, height: 40_000, rotation: 0 };
    const permit = { envelopeId: 'e', sealNumber: 'QL-1', sealVersion: 1, document: { digest: DIGEST, length: 1 }, frame: DIGEST };
    const places: readonly (readonly object[])[] = [
      [{ ...place, page: 0 }],
      [{ ...place, x: 0.5 }],
      [{ ...place, width: 0 }],
      [{ ...place, rotation: 360_000 }],
      [{ ...place, clip: { x: 0, y: 0, width: 40_001, height: 1 } }],
      [{ ...place, extra: 1 }],
      Array.from({ length: 2001 }, () => place),
    ];
    for (const placements of places) {
      expect(problemOf(await ada.post('/permits', { ...permit, placements })).code).to.equal('BODY_MALFORMED');
    }
    expect(problemOf(await ada.post('/permits', { ...permit, placements: [place], language: 'tlh' })).code).to.equal('BODY_MALFORMED');
  });

  it('bounds the query of the log', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const queries = [
      '?limit=0',
      '?limit=201',
      '?limit=x',
      '?result=all',
      '?cursor=-1',
      '?from=yesterday',
      '?extra=1',
      '?limit=1&limit=2',
      `?text=${'x'.repeat(201)}`,
    ];
    for (const query of queries) expect([query, problemOf(await ada.get(`/uses${query}`)).code]).to.deep.equal([query, 'QUERY_MALFORMED']);
    expect((await ada.get('/uses?limit=200&result=refused&from=2026-01-01T00:00:00Z&text=x')).status).to.equal(200);
  });

  it('answers unknown paths, ids and methods as problems', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    expect(problemOf(await ada.get('/nothing')).code).to.equal('NOT_FOUND');
    expect(problemOf(await ada.get('/uses/%2e%2e%2fx')).status).to.equal(404);
    expect(problemOf(await ada.get(`/uses/${'x'.repeat(65)}`)).status).to.equal(404);
    const response = await world.adapter.fetch(new Request(`${ORIGIN}/session`, { method: 'DELETE', headers: ADA }));
    expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'GET']);
  });
});

describe('HTTP: idempotency keys', () => {
  it('are required on every POST', async () => {
    const world = await createWorld();
    for (const { method, path } of routesOf(world).filter((route) => route.method === 'POST')) {
      const response = await post(world, path.replaceAll(/\{[a-z]+\}/g, 'x'), {
        headers: { ...ADA, 'content-type': 'application/json' },
        body: '{}',
      });
      expect([method, path, await codeOf(response)]).to.deep.equal([method, path, 'IDEMPOTENCY_KEY_REQUIRED']);
    }
  });

  it('give the same answer for the same body, also for a refusal, and refuse another body', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const first = await ada.post<{ readonly id: string }>('/envelopes', ENVELOPE, { key: 'a' });
    const second = await ada.post<{ readonly id: string }>('/envelopes', ENVELOPE, { key: 'a' });
    expect([second.status, second.text]).to.deep.equal([201, first.text]);
    const other = problemOf(await ada.post('/envelopes', { ...ENVELOPE, name: 'y.pdf' }, { key: 'a' }));
    expect([other.status, other.code]).to.deep.equal([422, 'IDEMPOTENCY_KEY_REUSED']);
    const body = {
      envelopeId: 'none',
      sealNumber: null,
      sealVersion: null,
      document: { digest: DIGEST, length: 1 },
      frame: DIGEST,
      placements: [],
    };
    const refused = problemOf(await ada.post('/permits', body, { key: 'b' }));
    const again = problemOf(await ada.post('/permits', body, { key: 'b' }));
    expect(again).to.deep.equal(refused);
    expect(again.eventId).to.match(/^[0-9a-f]{32}$/);
  });

  it('belong to one person and one route', async () => {
    const world = await createWorld();
    const first = await world.as('ada').post<{ readonly id: string }>('/envelopes', ENVELOPE, { key: 'a' });
    const second = await world.as('bo').post<{ readonly id: string }>('/envelopes', ENVELOPE, { key: 'a' });
    expect(first.body.id).not.to.equal(second.body.id);
    expect((await world.as('ada').post('/seals/QL-1/transitions', { to: 'suspended', reason: 'r' }, { key: 'a' })).status).to.equal(200);
  });

  it('say 409 while the first request is at work, and are taken over when it never ends', async () => {
    const world = await createWorld({ policy: { answerLeaseMs: 1000 } });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const reached = new Promise<void>((resolve) => {
      world.keyStore.hooks.beforeSign = () => {
        resolve();
        return held;
      };
    });
    const path = `/uses/${challenge.useId}/confirm`;
    const first = ada.post(path, confirmation(challenge), { key: 'c' });
    await reached;
    const busy = problemOf(await ada.post(path, confirmation(challenge), { key: 'c' }));
    expect([busy.status, busy.code, busy.retryable]).to.deep.equal([409, 'IDEMPOTENCY_IN_PROGRESS', true]);
    world.pass(1001);
    const second = ada.post(path, confirmation(challenge), { key: 'c' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    go();
    const answers = await Promise.all([first, second]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(world.keyStore.signatures).to.equal(1);
  });

  it('are free again after a failure of the server, which is no answer to keep', async () => {
    const store = createMemoryStore();
    const world = await createWorld({ store });
    const transaction = store.transaction.bind(store);
    let calls = 0;
    store.transaction = (work, options) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new Error('disk full: /srv/secret')) : transaction(work, options);
    };
    const ada = world.as('ada');
    const failed = await ada.post('/envelopes', ENVELOPE, { key: 'a' });
    expect([failed.status, problemOf(failed).code]).to.deep.equal([500, 'INTERNAL']);
    expect(failed.text + JSON.stringify(world.log)).not.to.include('disk full');
    expect((await ada.post('/envelopes', ENVELOPE, { key: 'a' })).status).to.equal(201);
  });
});

describe('HTTP: what answers carry', () => {
  it('sends headers that keep answers out of caches, frames and scripts', async () => {
    const world = await createWorld();
    for (const path of ['/session', '/nothing', '/openapi.json']) {
      const { headers } = await world.as('ada').get(path);
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.include("default-src 'none'");
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
    }
  });

  it('logs requests without persons, bodies, keys or document octets', async () => {
    const world = await createWorld();
    const document = await sampleDocument();
    const result = await sign(world.as('ada'), document);
    const log = JSON.stringify(world.log);
    expect(world.log.length).to.be.above(3);
    for (const secret of ['张爱达', 'Lease 2026', document.state.tail, document.state.state, result.receipt, 'Bearer'])
      expect(log).not.to.include(secret);
  });

  it('neither stores nor logs state and tail of the original', async () => {
    const stored: string[] = [];
    const store = createMemoryStore();
    const world = await createWorld({ store });
    const transaction = store.transaction.bind(store);
    store.transaction = (work, options) =>
      transaction(
        (tx) =>
          work({
            ...tx,
            uses: { ...tx.uses, put: (use) => (stored.push(JSON.stringify(use)), tx.uses.put(use)) },
            answers: { ...tx.answers, put: (answer) => (stored.push(JSON.stringify(answer)), tx.answers.put(answer)) },
            audit: { ...tx.audit, append: (event) => (stored.push(JSON.stringify(event)), tx.audit.append(event)) },
          }),
        options,
      );
    const document = await sampleDocument('A document whose tail is not empty');
    expect(document.state.tail.length).to.be.above(8);
    await sign(world.as('ada'), document);
    expect(stored.length).to.be.above(8);
    for (const text of stored) {
      expect(text).not.to.include(document.state.tail);
      expect(text).not.to.include(document.state.state);
    }
  });

  it('publishes the key that permits verify with', async () => {
    const world = await createWorld();
    const { keys } = (await world.as('ada').get<{ readonly keys: readonly Record<string, string>[] }>('/.well-known/jwks.json')).body;
    const permit = parsePermit((await obtainPermit(world.as('ada'), await sampleDocument())).permit ?? '');
    expect(keys[0]?.['kid']).to.equal(permit.jws.header.kid);
    expect(permit.jws.header.typ).to.equal('seal-permit+jws');
    const { spki } = parseCertificate(world.pki.register.certificate);
    expect(await verifyJwsSignature(permit.jws, spki)).to.equal('valid');
    expect(decodeBase64Url(keys[0]?.['x'] ?? '')).to.deep.equal(spki.slice(-64, -32));
    expect(decodeBase64Url(keys[0]?.['y'] ?? '')).to.deep.equal(spki.slice(-32));
  });

  it('describes every route in OpenAPI, from the schemas that check them', async () => {
    const world = await createWorld({ basePath: '/seal/v1' });
    const document = world.adapter.openapi() as { readonly openapi: string; readonly servers: readonly object[]; readonly paths: Paths };
    expect(document.openapi).to.equal('3.1.1');
    expect(document.servers).to.deep.equal([{ url: '/seal/v1' }]);
    const kept: unknown = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
    // `npm run openapi` writes it; a change of the interface shows in its diff.
    expect({ ...document, servers: [{ url: '/' }] }).to.deep.equal(kept);
    for (const operations of Object.values(document.paths)) {
      for (const operation of Object.values(operations)) expect(operation.responses).to.have.property('default');
    }
    expect(document.paths['/uses']?.['post']?.parameters.map(({ name }) => name)).to.deep.equal(['Idempotency-Key']);
    expect(document.paths['/seals/{number}/uses']?.['get']?.parameters.map(({ name }) => name)).to.include.members([
      'number',
      'result',
      'limit',
    ]);
    expect((await world.adapter.fetch(new Request(`${ORIGIN}/seal/v1/session`, { headers: ADA }))).status).to.equal(200);
    expect((await world.adapter.fetch(new Request(`${ORIGIN}/session`, { headers: ADA }))).status).to.equal(404);
  });

  it('answers as its own description says', async () => {
    const { sealListSchema } = await import('../src/http/schemas/seals.ts');
    const { sessionSchema, useListSchema, useResultSchema, challengeSchema, problemSchema } =
      await import('../src/http/schemas/answers.ts');
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    challengeSchema.parse(challenge);
    useResultSchema.parse((await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).body);
    problemSchema.parse(problemOf(await ada.post('/uses', { permitId: 'none', frame: document.frame, state: document.state })));
    sessionSchema.parse((await ada.get('/session')).body);
    sealListSchema.parse((await ada.get('/seals')).body);
    useListSchema.parse((await ada.get('/uses')).body);
  });

  it('pages through the log, and finds by name, state and words', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    for (const title of ['One', 'Two', 'Three']) await sign(ada, await sampleDocument(title));
    await world.as('bo').post('/permits', {
      envelopeId: 'none',
      sealNumber: 'QL-1',
      sealVersion: 1,
      document: { digest: DIGEST, length: 1 },
      frame: DIGEST,
      placements: [],
    });
    type Page = {
      readonly uses: readonly { readonly id: string; readonly sequence: number }[];
      readonly nextCursor: string | null;
      readonly total: number;
    };
    const page = async (query: string): Promise<Page> => (await ada.get<Page>(`/seals/QL-1/uses${query}`)).body;
    const first = await page('?limit=2');
    expect([first.uses.length, first.total]).to.deep.equal([2, 4]);
    const second = await page(`?limit=2&cursor=${first.nextCursor}`);
    expect([second.uses.length, second.nextCursor]).to.deep.equal([2, null]);
    expect(new Set([...first.uses, ...second.uses].map(({ id }) => id)).size).to.equal(4);
    expect((await page('?result=completed')).uses.length).to.equal(3);
    expect((await page('?result=refused')).uses.length).to.equal(1);
    expect((await page(`?text=${encodeURIComponent('李博')}`)).uses.length).to.equal(1);
    expect((await page('?text=lease')).uses.length).to.equal(3);
    expect((await page('?person=bo')).uses.length).to.equal(1);
    expect((await page('?from=2027-01-01T00:00:00Z')).uses.length).to.equal(0);
    const sequences = (await page('')).uses.map(({ sequence }) => sequence);
    expect([...sequences].sort((a, b) => b - a)).to.deep.equal(sequences);
  });
});

describe('node:http', () => {
  it('serves the adapter', async () => {
    const world = await createWorld();
    const server = createServer(nodeListener(world.adapter));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const session = await fetch(`${base}/session`, { headers: ADA });
    expect([session.status, ((await session.json()) as { readonly tenant: string }).tenant]).to.deep.equal([200, 'tenant-one']);
    const created = await fetch(`${base}/envelopes`, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(ENVELOPE) });
    expect(created.status).to.equal(201);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
