import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { ACTIONS_OF_SCOPE } from '../src/sessions/session-scopes.ts';
import { createSessionTokens, type NewSession, type SessionTokens } from '../src/index.ts';
import {
  type Client,
  confirmation,
  createWorld,
  expectStatus,
  openEnvelope,
  ORIGIN,
  permitRequest,
  problemOf,
  sampleDocument,
  START,
  TENANT,
  type World,
} from './support/world.ts';
import { openContract } from './support/contract.ts';
import type { EnvelopeView, PermitView, SealList, UseChallenge, UseResult } from '@sealkit/core/protocol';

const SECRET = { name: '2026-11', secret: new Uint8Array(32).fill(7) };
const OLDER = { name: '2026-10', secret: new Uint8Array(32).fill(6) };
const MINUTE = 60_000;
const clock = { now: () => START };

/** A world whose pages have tokens, and a client for each token. */
async function tokenWorld() {
  const holder: { world?: World } = {};
  const now = (): Date => holder.world?.now() ?? START;
  const tokens = createSessionTokens({ secrets: [SECRET], clock: { now } });
  const world = await createWorld({ authenticate: (request) => tokens.authenticate(request) });
  holder.world = world;
  const clientOf = async (session: Partial<NewSession> = {}): Promise<Client> => {
    const { token } = await tokens.issue({ tenant: TENANT, personId: 'ada', scope: ['sign'], ...session });
    return bearer(world, token);
  };
  return { world, tokens, clientOf };
}

function bearer(world: World, token: string): Client {
  const send = async (path: string, init: RequestInit): Promise<Awaited<ReturnType<Client['get']>>> => {
    const response = await world.adapter.fetch(new Request(`${ORIGIN}${path}`, init));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as never };
  };
  const authorization = `Bearer ${token}`;
  return {
    get: (path) => send(path, { headers: { authorization } }) as never,
    post: (path, body) =>
      send(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(body),
      }) as never,
  };
}

function asked(token: string): Request {
  return new Request(ORIGIN, { headers: { authorization: `Bearer ${token}` } });
}

function tokensOf(...secrets: readonly (typeof SECRET)[]): SessionTokens {
  return createSessionTokens({ secrets, clock });
}

const ADA: NewSession = { tenant: TENANT, personId: 'ada', scope: ['sign'], envelopeId: 'e-1', application: 'hr' };

describe('session tokens', () => {
  it('say for whom, for what, for which envelope and until when', async () => {
    const tokens = tokensOf(SECRET);
    const { token, expiresAt } = await tokens.issue(ADA);
    expect(expiresAt.toISOString()).to.equal('2026-06-01T12:15:00.000Z');
    expect(await tokens.authenticate(asked(token))).to.deep.equal({
      tenant: TENANT,
      personId: 'ada',
      transport: 'bearer',
      sessionExpiresAt: expiresAt,
      limits: { scope: ['sign'], envelopeId: 'e-1' },
      application: 'hr',
    });
  });

  it('go on holding while the secret that signed them stands behind a newer one, and no longer', async () => {
    const { token } = await tokensOf(OLDER).issue(ADA);
    expect((await tokensOf(SECRET, OLDER).authenticate(asked(token)))?.personId).to.equal('ada');
    expect(await tokensOf(SECRET).authenticate(asked(token))).to.equal(null);
  });

  it('are nobody without a bearer token', async () => {
    const tokens = tokensOf(SECRET);
    for (const authorization of ['', 'Bearer', 'Bearer x', 'Bearer a.b', 'Bearer a.b.c', 'Basic a.b.c'])
      expect(await tokens.authenticate(new Request(ORIGIN, { headers: { authorization } })), authorization).to.equal(null);
    expect(await tokens.authenticate(new Request(ORIGIN))).to.equal(null);
  });

  type Forge = (claims: SignJWT) => Promise<string>;
  const CLAIMS = { tenant: TENANT, scope: ['control'] };
  const signed =
    (header: Readonly<Record<string, string>>, secret: Uint8Array = SECRET.secret): Forge =>
    (claims) =>
      claims.setProtectedHeader({ alg: 'HS256', typ: 'seal-session+jwt', kid: SECRET.name, ...header }).sign(secret);
  const forgeries: readonly (readonly [string, Forge, (Readonly<Record<string, unknown>> | undefined)?])[] = [
    ['another secret', signed({}, OLDER.secret)],
    ['the name of another secret', signed({ kid: OLDER.name })],
    ['a token of another kind', signed({ typ: 'JWT' })],
    ['another algorithm under the same secret', signed({ alg: 'HS512' }, new Uint8Array(64).fill(7))],
    ['no person', signed({}), { sub: undefined }],
    ['no tenant', signed({}), { tenant: undefined }],
    ['a purpose that does not exist', signed({}), { scope: ['everything'] }],
    ['no purpose', signed({}), { scope: [] }],
    ['another audience', signed({}), { aud: 'elsewhere' }],
    ['no end', signed({}), { exp: undefined }],
  ];
  for (const [title, forge, change] of forgeries) {
    it(`are refused with ${title}`, async () => {
      const claims = { sub: 'ada', aud: 'sealkit-adapter', exp: START.getTime() / 1000 + 60, ...CLAIMS, ...change };
      const token = await forge(new SignJWT(claims));
      expect(await tokensOf(SECRET).authenticate(asked(token))).to.equal(null);
    });
  }

  it('are refused unsigned, and with any one character changed', async () => {
    const { token } = await tokensOf(SECRET).issue(ADA);
    const [, payload = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"seal-session+jwt"}').toString('base64url');
    expect(await tokensOf(SECRET).authenticate(asked(`${none}.${payload}.`))).to.equal(null);
    for (let at = 0; at < token.length - 1; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(await tokensOf(SECRET).authenticate(asked(changed)), `character ${at}`).to.equal(null);
    }
  });

  it('are not issued for what they could not mean', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ scope: [] }, 'scope'],
      [{ scope: ['everything'] }, 'scope'],
      [{ personId: '' }, 'session'],
      [{ scope: ['sign', 'approve'] }, 'envelopeId'],
    ];
    for (const [change, name] of wrong) {
      const error: unknown = await tokensOf(SECRET)
        .issue({ ...ADA, ...change })
        .catch((cause: unknown) => cause);
      expect(String(error), name).to.include(`TypeError: ${name}`);
    }
    expect(() => createSessionTokens({ secrets: [] })).to.throw(TypeError, 'secrets');
    expect(() => createSessionTokens({ secrets: [{ name: 'x', secret: new Uint8Array(31) }] })).to.throw(RangeError, '32 octets');
    expect(() => createSessionTokens({ secrets: [SECRET, SECRET] })).to.throw(TypeError, 'once');
    expect(() => createSessionTokens({ secrets: [SECRET], lifetimeMs: 61 * MINUTE })).to.throw(RangeError, 'lifetimeMs');
  });
});

describe('a page with a session token', () => {
  it('signs the envelope of its session, until the session ends', async () => {
    const { world, clientOf } = await tokenWorld();
    const document = await sampleDocument();
    const envelope = await openEnvelope(await clientOf(), document);
    const page = await clientOf({ envelopeId: envelope.id });
    const permit = expectStatus<PermitView>(await page.post('/permits', permitRequest(envelope, document)), 201);
    const challenge = expectStatus<UseChallenge>(
      await page.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state }),
      201,
    );
    const result = expectStatus<UseResult>(await page.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
    expectStatus(await page.get(`/uses/${result.useId}`), 200);
    world.pass(15 * MINUTE);
    const late = problemOf(await page.get(`/uses/${result.useId}`));
    expect([late.status, late.code, late.detail]).to.deep.equal([401, 'AUTHENTICATION_REQUIRED', 'the session has expired']);
  });

  it('lists the seals of its turns in the envelope of its session, and no others', async () => {
    const { clientOf } = await tokenWorld();
    const document = await sampleDocument();
    const everywhere = await clientOf();
    const contract = await openContract(everywhere, document);
    const all = expectStatus<SealList>(await everywhere.get('/seals'), 200);
    expect([all.seals.map(({ number }) => number).sort(), all.counts.active]).to.deep.equal([['QL-1', 'QL-2'], 2]);
    const page = await clientOf({ envelopeId: contract.id });
    const own = expectStatus<SealList>(await page.get('/seals'), 200);
    expect([own.seals.map(({ number }) => number), own.counts.active]).to.deep.equal([['QL-1'], 1]);
    expect(problemOf(await page.get('/seals/QL-2')).code).to.equal('NOT_AUTHORIZED');
    const unknown = await clientOf({ envelopeId: 'e-0' });
    expect(expectStatus<SealList>(await unknown.get('/seals'), 200).seals).to.deep.equal([]);
    const open = await clientOf({ envelopeId: (await openEnvelope(everywhere, document)).id });
    expect(expectStatus<SealList>(await open.get('/seals'), 200).seals.length).to.equal(2);
  });

  it('can do nothing about another envelope, at no step', async () => {
    const { clientOf } = await tokenWorld();
    const document = await sampleDocument();
    const everywhere = await clientOf();
    const [one, other]: readonly EnvelopeView[] = [await openEnvelope(everywhere, document), await openEnvelope(everywhere, document)];
    if (one === undefined || other === undefined) throw new Error('expected two envelopes');
    const page = await clientOf({ envelopeId: one.id });
    const permit = expectStatus<PermitView>(await everywhere.post('/permits', permitRequest(other, document)), 201);
    const use = { permitId: permit.id, frame: document.frame, state: document.state };
    const challenge = expectStatus<UseChallenge>(await everywhere.post('/uses', use), 201);
    for (const answer of [
      await page.post(`/envelopes/${other.id}/void`, { reason: 'r', version: 1 }),
      await page.post('/permits', permitRequest(other, document)),
      await page.get(`/permits/${permit.id}`),
      await page.post('/uses', use),
      await page.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)),
      await page.get(`/uses/${challenge.useId}`),
      await page.post('/envelopes', { name: 'x.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 } }),
    ]) {
      const problem = problemOf(answer);
      expect([problem.status, problem.code]).to.deep.equal([403, 'NOT_AUTHORIZED']);
    }
  });

  it('does what its purpose names, and nothing beside it, whatever the host would allow', async () => {
    const { clientOf } = await tokenWorld();
    const paths = ['/session', '/seals', '/approvals?box=for-me', '/seals/QL-1/grants', '/uses', '/anomalies', '/organisations'];
    const allowed: Readonly<Record<NewSession['scope'][number], readonly string[]>> = {
      sign: ['/session', '/seals'],
      approve: ['/session', '/seals', '/approvals?box=for-me'],
      control: ['/session', '/seals', '/approvals?box=for-me', '/seals/QL-1/grants', '/organisations'],
      'read-log': ['/session', '/seals', '/seals/QL-1/grants', '/uses', '/anomalies', '/organisations'],
    };
    for (const [scope, expected] of Object.entries(allowed) as [NewSession['scope'][number], readonly string[]][]) {
      const page = await clientOf({ scope: [scope] });
      const open: string[] = [];
      for (const path of paths) if ((await page.get(path)).status === 200) open.push(path);
      expect(open, scope).to.deep.equal(expected);
    }
    const auditor = await clientOf({ scope: ['read-log'] });
    const stop = { scope: 'seal', id: 'QL-1', reason: 'lost' };
    expect(problemOf(await auditor.post('/stops', stop)).code).to.equal('NOT_AUTHORIZED');
    const keeper = await clientOf({ scope: ['control'] });
    const document = await sampleDocument();
    const envelope = await openEnvelope(await clientOf(), document);
    expect(problemOf(await keeper.post('/permits', permitRequest(envelope, document))).code).to.equal('NOT_AUTHORIZED');
  });

  it('can be for every action that the host is asked about', () => {
    const every = new Set(Object.values(ACTIONS_OF_SCOPE).flatMap((actions) => [...actions]));
    const asked = readFileSync(new URL('../src/adapter-config.ts', import.meta.url), 'utf8');
    const [, union = ''] = /export type Action =([^;]*);/.exec(asked) ?? [];
    const actions = [...union.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, name]) => name);
    expect(actions.length).to.be.above(25);
    expect(actions.filter((name) => !every.has(name as never))).to.deep.equal([]);
  });
});
