import { decodeUtf8, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { type Credential, type HttpClient, type HttpRequest, PortError, type Step } from '@sealkit/core/ports';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { KeyStoreError } from '../key-store-error.ts';
import { createCscClient, createCscKeyStore, type CscKeyStoreOptions } from './index.ts';

const SECRETS = { token: 'planted-token-1', pin: 'planted-pin-2', sad: 'planted-sad-3' };
const CONTEXT = { tenant: 't', actor: 'a', envelopeId: 'e', idempotencyKey: 'i' };
const DTBS = encodeUtf8('to be signed');

type Answer = { readonly status?: number; readonly body: unknown } | Error;
type Script = Readonly<Record<string, Answer | readonly Answer[]>>;

/** A service that says what the script says, by the end of the path; the last answer of a list stays. */
function scripted(script: Script) {
  const sent: { readonly path: string; readonly body: unknown; readonly request: HttpRequest }[] = [];
  const http: HttpClient = {
    send(request) {
      const path = new URL(request.url).pathname.replace('/csc/v1/', '').replace('/csc/v2/', '');
      const asked = sent.filter((earlier) => earlier.path === path).length;
      sent.push({ path, request, body: JSON.parse(decodeUtf8(request.body ?? new Uint8Array())) as unknown });
      const answers = script[path];
      const answer = Array.isArray(answers) ? answers[Math.min(asked, answers.length - 1)] : (answers as Answer | undefined);
      if (answer === undefined) return Promise.reject(new TypeError(`the script has no ${path}`));
      if (answer instanceof Error) return Promise.reject(answer);
      const body = encodeUtf8(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      return Promise.resolve({ status: answer.status ?? 200, contentType: '', body });
    },
  };
  return { http, sent, count: (path: string) => sent.filter((earlier) => earlier.path === path).length };
}

const INFO = 'credentials/info';
const AUTHORIZE = 'credentials/authorize';
const SIGN = 'signatures/signHash';

async function infoAnswer(changes: Readonly<Record<string, unknown>> = {}) {
  const { signers } = await testPki();
  return {
    key: { status: 'enabled', algo: ['1.2.840.10045.4.3.2'], len: 256 },
    cert: { status: 'valid', certificates: signers.p256.certificates.map((der) => encodeBase64(der)) },
    auth: { mode: 'explicit', objects: [{ type: 'Password', id: 'PIN' }] },
    authMode: 'explicit',
    PIN: { presence: 'true', format: 'N' },
    SCAL: '2',
    multisign: 2,
    ...changes,
  };
}

async function goodScript(changes: Script = {}): Promise<Script> {
  const { signers } = await testPki();
  const value = await signers.p256.signer.sign({ dtbs: DTBS, digest: await digest('SHA-256', DTBS) });
  return {
    [INFO]: { body: await infoAnswer() },
    [AUTHORIZE]: { body: { SAD: SECRETS.sad, expiresIn: 60 } },
    [SIGN]: { body: { signatures: [encodeBase64(value)] } },
    ...changes,
  };
}

function storeOver(script: Script, changes: Partial<CscKeyStoreOptions> = {}) {
  let now = TEST_TIME.getTime();
  const service = scripted(script);
  const store = createCscKeyStore({
    url: 'https://service.example/csc/v2',
    version: 2,
    http: service.http,
    accessToken: () => Promise.resolve(SECRETS.token),
    clock: { now: () => new Date(now) },
    load: (credentialId) => Promise.resolve({ credentialId }),
    askFactors: () => Promise.resolve({ status: 'done', value: { PIN: SECRETS.pin, other: 'never sent' } }),
    retryDelayMs: 0,
    ...changes,
  });
  return { store, service, pass: (milliseconds: number) => void (now += milliseconds) };
}

/** The whole way; rejects where it ends. */
async function signWith({ store }: ReturnType<typeof storeOver>, messages: readonly Uint8Array<ArrayBuffer>[] = [DTBS]) {
  const credential = done(await store.open({ context: CONTEXT, credentialId: 'seal' }));
  const inputs = await Promise.all(messages.map(async (dtbs) => ({ dtbs, digest: await digest('SHA-256', dtbs) })));
  const authorization = done(await store.authorize({ context: CONTEXT, credential, digests: inputs.map((input) => input.digest) }));
  return store.sign({ context: CONTEXT, credential, authorization, inputs });
}

async function refusalOf(work: Promise<unknown>): Promise<KeyStoreError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(KeyStoreError);
  const refusal = error as KeyStoreError;
  const shown = `${refusal.message} ${refusal.stack} ${JSON.stringify(refusal)} ${String(refusal.cause)}`;
  for (const secret of Object.values(SECRETS)) expect(shown.includes(secret)).to.equal(false);
  return refusal;
}

function done<T>(step: Step<T>): T {
  if (step.status !== 'done') throw new TypeError('step: expected one that is done');
  return step.value;
}

describe('what is sent to a remote signing service', () => {
  it('has the names of version 2.x', async () => {
    const world = storeOver(await goodScript());
    await signWith(world);
    const hash = encodeBase64(await digest('SHA-256', DTBS));
    const byPath = Object.fromEntries(world.service.sent.map(({ path, body }) => [path, body]));
    expect(byPath).to.deep.equal({
      [INFO]: { credentialID: 'seal', certificates: 'chain', certInfo: false, authInfo: true },
      [AUTHORIZE]: {
        credentialID: 'seal',
        numSignatures: 1,
        hashes: [hash],
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        authData: [{ id: 'PIN', value: SECRETS.pin }],
      },
      [SIGN]: {
        credentialID: 'seal',
        SAD: SECRETS.sad,
        hashes: [hash],
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        signAlgo: '1.2.840.10045.4.3.2',
        operationMode: 'S',
      },
    });
    for (const { request } of world.service.sent) expect(request.headers).to.deep.equal({ Authorization: `Bearer ${SECRETS.token}` });
  });

  it('has the names of version 1.0.4', async () => {
    const world = storeOver(await goodScript(), { url: 'https://service.example/csc/v1', version: 1 });
    await signWith(world);
    const hash = encodeBase64(await digest('SHA-256', DTBS));
    const byPath = Object.fromEntries(world.service.sent.map(({ path, body }) => [path, body]));
    expect([byPath[AUTHORIZE], byPath[SIGN]]).to.deep.equal([
      { credentialID: 'seal', numSignatures: 1, hash: [hash], PIN: SECRETS.pin },
      {
        credentialID: 'seal',
        SAD: SECRETS.sad,
        hash: [hash],
        hashAlgo: '2.16.840.1.101.3.4.2.1',
        signAlgo: '1.2.840.10045.4.3.2',
      },
    ]);
  });

  it('names RSASSA-PSS with its parameters in DER where the service lists nothing else for the key (RFC 4055 §3.1)', async () => {
    const { signers } = await testPki();
    const cert = { status: 'valid', certificates: signers.rsa2048.certificates.map((der) => encodeBase64(der)) };
    const info = { body: await infoAnswer({ cert, key: { status: 'enabled', algo: ['1.2.840.113549.1.1.10'] } }) };
    const world = storeOver(await goodScript({ [INFO]: info }));
    const credential = done(await world.store.open({ context: CONTEXT, credentialId: 'seal' }));
    expect(credential.algorithm).to.deep.equal({ name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 });
    expect((await refusalOf(signWith(world))).code).to.equal('KEY_STORE_VALUE_INVALID');
    const { signAlgo, signAlgoParams } = world.service.sent.at(-1)!.body as Record<string, string>;
    const parameters = '3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120';
    expect([signAlgo, Buffer.from(signAlgoParams ?? '', 'base64').toString('hex')]).to.deep.equal(['1.2.840.113549.1.1.10', parameters]);
  });

  it('goes to no URL where secrets could be read', () => {
    const http = scripted({}).http;
    const accessToken = () => Promise.resolve('x');
    for (const url of [
      'http://service.example/csc/v2',
      'ftp://service.example',
      'https://user:pw@service.example',
      'https://a.example/?x=1',
    ])
      expect(() => createCscClient({ url, version: 2, http, accessToken })).to.throw(TypeError);
  });

  it('asks for further pages of credentials, and not for ever', async () => {
    const accessToken = () => Promise.resolve(SECRETS.token);
    const options = { url: 'https://service.example/csc/v2', version: 2, accessToken } as const;
    const pages = [{ body: { credentialIDs: ['a'], nextPageToken: '2' } }, { body: { credentialIDs: ['b', 'c'] } }];
    const two = createCscClient({ ...options, http: scripted({ 'credentials/list': pages }).http });
    expect(await two.listCredentials()).to.deep.equal(['a', 'b', 'c']);
    const endless = createCscClient({ ...options, http: scripted({ 'credentials/list': pages.slice(0, 1) }).http });
    expect((await refusalOf(endless.listCredentials())).code).to.equal('KEY_SERVICE_ANSWER_MALFORMED');
  });
});

describe('answers of a remote signing service that are not as they should be', () => {
  const html = { body: '<!doctype html><h1>Welcome</h1>' };
  const cases: readonly (readonly [string, (() => Promise<Script>) | Script, string, boolean])[] = [
    ['HTML instead of a credential', { [INFO]: html }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['HTML instead of activation data', { [AUTHORIZE]: html }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['HTML instead of values', { [SIGN]: html }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['nothing at all', { [SIGN]: { body: '' } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['null', { [AUTHORIZE]: { body: 'null' } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['a credential without a key', { [INFO]: { body: { cert: {} } } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['activation data that is no text', { [AUTHORIZE]: { body: { SAD: [SECRETS.sad] } } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['a lifetime below zero', { [AUTHORIZE]: { body: { SAD: 'x', expiresIn: -1 } } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['no values', { [SIGN]: { body: { signatures: [] } } }, 'KEY_STORE_VALUE_INVALID', false],
    ['values that are no base64', { [SIGN]: { body: { signatures: ['*'] } } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['a value of something else', { [SIGN]: { body: { signatures: ['MAYCAQECAQE='] } } }, 'KEY_STORE_VALUE_INVALID', false],
    ['an id instead of values', { [SIGN]: { body: { responseID: 'later' } } }, 'KEY_SERVICE_ANSWER_MALFORMED', false],
    ['an error page', { [SIGN]: { status: 502, ...html } }, 'KEY_SERVICE_UNAVAILABLE', true],
    ['too many requests', { [AUTHORIZE]: { status: 429, body: {} } }, 'KEY_STORE_BUSY', true],
    ['a redirect', { [SIGN]: { status: 302, body: '' } }, 'KEY_SERVICE_REFUSED', false],
    [
      'an answer without end',
      { [SIGN]: new PortError('http', 'HTTP_TOO_LARGE', 'too large', { retryable: false }) },
      'KEY_SERVICE_ANSWER_MALFORMED',
      false,
    ],
    [
      'no answer in time',
      { [SIGN]: new PortError('http', 'HTTP_TIMEOUT', `${SECRETS.token} timed out`, { retryable: true }) },
      'KEY_SERVICE_UNREACHABLE',
      true,
    ],
    [
      'a refusal that repeats what it was told',
      { [AUTHORIZE]: { status: 400, body: { error: SECRETS.pin, error_description: `The PIN ${SECRETS.pin} is wrong` } } },
      'KEY_SERVICE_REFUSED',
      false,
    ],
    [
      'a wrong PIN',
      { [AUTHORIZE]: { status: 400, body: { error: 'invalid_pin', error_description: SECRETS.pin } } },
      'KEY_STORE_FACTOR_REFUSED',
      false,
    ],
    ['an unknown credential', { [INFO]: { status: 400, body: { error: 'invalid_request' } } }, 'KEY_STORE_CREDENTIAL_UNKNOWN', false],
  ];
  for (const [what, script, code, retryable] of cases) {
    it(`${what}: ${code}`, async () => {
      const refusal = await refusalOf(signWith(storeOver(await goodScript(script as Script))));
      expect([refusal.code, refusal.retryable, refusal.port]).to.deep.equal([code, retryable, 'key-store']);
    });
  }

  it('one value too many, although the first is right: KEY_STORE_VALUE_INVALID', async () => {
    const script = await goodScript();
    const { signatures } = (script[SIGN] as { readonly body: { readonly signatures: readonly string[] } }).body;
    const spoiled = { ...script, [SIGN]: { body: { signatures: [...signatures, ...signatures] } } };
    expect((await refusalOf(signWith(storeOver(spoiled)))).code).to.equal('KEY_STORE_VALUE_INVALID');
  });

  it('credentials that cannot be used: disabled, revoked, without a known algorithm, without a way to consent', async () => {
    const { signers } = await testPki();
    const certificates = [encodeBase64(signers.p256.certificate)];
    const changes: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ key: { status: 'disabled', algo: ['1.2.840.10045.4.3.2'] } }, 'KEY_STORE_CREDENTIAL_UNUSABLE'],
      [{ cert: { status: 'revoked', certificates } }, 'KEY_STORE_CREDENTIAL_UNUSABLE'],
      [{ key: { status: 'enabled', algo: ['1.3.101.112'] } }, 'KEY_ALGORITHM_UNSUPPORTED'],
      [{ auth: { mode: 'oauth2code' } }, 'KEY_STORE_CREDENTIAL_UNUSABLE'],
      [{ cert: { status: 'valid', certificates: ['AAAA'] } }, 'KEY_SERVICE_ANSWER_MALFORMED'],
    ];
    for (const [change, code] of changes) {
      const script = await goodScript({ [INFO]: { body: await infoAnswer(change) } });
      expect((await refusalOf(signWith(storeOver(script)))).code).to.equal(code);
    }
  });

  it('numbers as text and text as numbers are read; others are not', async () => {
    const lenient = await goodScript({ [INFO]: { body: await infoAnswer({ SCAL: 2, multisign: '2' }) } });
    expect((await signWith(storeOver(lenient))).length).to.equal(1);
    for (const change of [{ SCAL: '3' }, { multisign: 0 }, { multisign: 'many' }]) {
      const script = await goodScript({ [INFO]: { body: await infoAnswer(change) } });
      expect((await refusalOf(signWith(storeOver(script)))).code).to.equal('KEY_SERVICE_ANSWER_MALFORMED');
    }
  });

  it('more digests at once than the credential takes: nothing is asked of the person', async () => {
    let asked = 0;
    const askFactors = () => {
      asked += 1;
      return Promise.resolve({ status: 'done', value: { PIN: SECRETS.pin } } as const);
    };
    const messages = ['1', '2', '3'].map((message) => encodeUtf8(message));
    const refusal = await refusalOf(signWith(storeOver(await goodScript(), { askFactors }), messages));
    expect([refusal.code, asked]).to.deep.equal(['KEY_STORE_BATCH_TOO_LARGE', 0]);
  });
});

describe('repeats and interruptions at a remote signing service', () => {
  const failing = { status: 503, body: {} };

  it('ask for a credential again after a failure that may pass, twice at most', async () => {
    const recovering = storeOver(await goodScript({ [INFO]: [failing, failing, { body: await infoAnswer() }] }));
    expect(done(await recovering.store.open({ context: CONTEXT, credentialId: 'seal' })).id).to.equal('seal');
    const failed = storeOver(await goodScript({ [INFO]: failing }));
    const refusal = await refusalOf(failed.store.open({ context: CONTEXT, credentialId: 'seal' }));
    expect([refusal.code, failed.service.count(INFO)]).to.deep.equal(['KEY_SERVICE_UNAVAILABLE', 3]);
  });

  it('never send a PIN or activation data twice by themselves', async () => {
    for (const path of [AUTHORIZE, SIGN]) {
      const world = storeOver(await goodScript({ [path]: failing }));
      await refusalOf(signWith(world));
      expect(world.service.count(path)).to.equal(1);
    }
  });

  it('end with the reason of the signal while the service does not answer', async () => {
    const controller = new AbortController();
    const http: HttpClient = {
      send: (_request, call) =>
        new Promise((_resolve, reject) => call?.signal?.addEventListener('abort', () => reject(call.signal?.reason as Error))),
    };
    const { store } = storeOver(await goodScript(), { http });
    const opening = store.open({ context: CONTEXT, credentialId: 'seal' }, { signal: controller.signal });
    const reason = new Error('stop');
    controller.abort(reason);
    expect(await opening.catch((error: unknown) => error)).to.equal(reason);
  });

  it('wait for the PIN of a person who is still to say it', async () => {
    const expiresAt = new Date(TEST_TIME.getTime() + 60_000);
    const pause = { status: 'pending', resume: 'place', actionUrl: 'https://host.example/pin', expiresAt } as const;
    const asked: (string | undefined)[] = [];
    const askFactors: CscKeyStoreOptions['askFactors'] = ({ resume }) => {
      asked.push(resume);
      return Promise.resolve(resume === undefined ? pause : { status: 'done', value: { PIN: SECRETS.pin } });
    };
    const world = storeOver(await goodScript(), { askFactors });
    const credential = done(await world.store.open({ context: CONTEXT, credentialId: 'seal' }));
    const request = { context: CONTEXT, credential, digests: [await digest('SHA-256', DTBS)] };
    expect(await world.store.authorize(request)).to.deep.equal(pause);
    expect(world.service.count(AUTHORIZE)).to.equal(0);
    expect((await world.store.authorize({ ...request, resume: 'place' })).status).to.equal('done');
    expect([asked, world.service.count(AUTHORIZE)]).to.deep.equal([[undefined, 'place'], 1]);
  });

  it('hold consent no longer than the service does', async () => {
    const world = storeOver(await goodScript());
    const credential: Credential = done(await world.store.open({ context: CONTEXT, credentialId: 'seal' }));
    const input = { dtbs: DTBS, digest: await digest('SHA-256', DTBS) };
    const authorization = done(await world.store.authorize({ context: CONTEXT, credential, digests: [input.digest] }));
    expect(authorization.expiresAt.getTime() - TEST_TIME.getTime()).to.equal(60_000);
    expect(authorization.token.includes(SECRETS.sad)).to.equal(false);
    world.pass(60_000);
    const late = world.store.sign({ context: CONTEXT, credential, authorization, inputs: [input] });
    expect((await refusalOf(late)).code).to.equal('KEY_STORE_AUTHORIZATION_EXPIRED');
    expect(world.service.count(SIGN)).to.equal(0);
  });

  it('say that the host could not hand over a secret, without its words', async () => {
    const broken = () => Promise.reject(new Error(`vault ${SECRETS.pin} is sealed`));
    const none = () => Promise.resolve(undefined);
    const changes: readonly (readonly [Partial<CscKeyStoreOptions>, boolean])[] = [
      [{ accessToken: broken }, true],
      [{ accessToken: none }, false],
      [{ askFactors: broken }, true],
      [{ askFactors: none }, false],
      [{ askFactors: () => Promise.resolve({ status: 'done', value: {} }) }, false],
      [{ load: broken }, true],
    ];
    for (const [change, retryable] of changes) {
      const refusal = await refusalOf(signWith(storeOver(await goodScript(), change)));
      expect([refusal.code, refusal.retryable]).to.deep.equal(['KEY_STORE_SECRET_UNAVAILABLE', retryable]);
    }
  });
});
