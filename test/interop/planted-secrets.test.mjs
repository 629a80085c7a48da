/**
 * Journeys with every key store, distinctive secrets planted in each: PINs, passwords, tokens, keys of APIs, activation data, keys; and
 * verifications of persons and organisations, with numbers that belong to people.
 * Afterwards nothing that the server let out or wrote down may hold one: answers, log, errors, console, and the database as a file.
 */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { decodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { ecdsaRawToDer } from '@sealkit/core/crypto';
import { PortError } from '@sealkit/core/ports';
import { createPemKeyStore, manualReview } from '@sealkit/server-adapter';
import { awsKmsSigner, azureKeyVaultSigner, createKmsKeyStore, googleKmsSigner, vaultTransitSigner } from '@sealkit/server-adapter/kms';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';
import { createPkcs11KeyStore, openPkcs11Token } from '@sealkit/server-adapter/pkcs11';
import { createPkcs12KeyStore } from '@sealkit/server-adapter/pkcs12';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { TEST_KEY_FILES, TEST_KEYS, testPki } from '@sealkit/testkit';
import { createSoftHsm, signDigest, SOFT_HSM_PIN, softHsmMissing } from '@sealkit/testkit/node';
import { createIdentityWorld } from '../../packages/server-adapter/test/support/identity-world.ts';
import { redirectProvider } from '../../packages/server-adapter/test/support/redirect-provider.ts';
import { fakeAws, fakeAzure, fakeGoogle, fakeVault, KMS_SECRETS, startFake } from '../../packages/server-adapter/test/support/kms-fakes.ts';
import {
  confirmation,
  createWorld,
  obtainPermit,
  sampleDocument,
  startUse,
  useLog,
} from '../../packages/server-adapter/test/support/world.ts';
import { answerInBrowser, CSC_SECRETS, cscKeyStore, startCscService } from '../support/csc-service.mjs';

const NO_TOKEN = softHsmMissing();
const { signers } = await testPki();
const PASSWORD = 'planted-key-password-3390';
const KEY = decodeBase64(TEST_KEYS.p256.pkcs8);
/** The private number of the key that signs in every journey, in what spellings there are. */
const KEY_SECRETS = (() => {
  const { d } = createPrivateKey({ key: Buffer.from(KEY), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  const octets = Buffer.from(d, 'base64url');
  return [octets.toString('hex'), d, octets.toString('base64'), octets.toString('latin1')];
})();

/** An HTTP client that remembers what services answered: activation data and tokens among it. */
function listening(heard) {
  const http = guardedHttpClient();
  return {
    async send(request, call) {
      const answer = await http.send(request, call);
      const said = JSON.parse(Buffer.from(answer.body).toString('utf8'));
      for (const name of ['SAD', 'access_token']) if (typeof said[name] === 'string') heard.push(said[name]);
      return answer;
    },
  };
}

/** The same store, with whatever it throws and each token that it gives written down. */
function overheard(keyStore, errors, tokens) {
  const listen =
    (step) =>
    async (...request) => {
      try {
        const answer = await keyStore[step](...request);
        if (step === 'authorize' && answer.status === 'done') tokens.push(answer.value.token);
        return answer;
      } catch (error) {
        errors.push(inspect(error, { depth: 10, showHidden: true, maxStringLength: null, maxArrayLength: null }));
        throw error;
      }
    };
  return { name: keyStore.name, open: listen('open'), authorize: listen('authorize'), sign: listen('sign') };
}

/** A seal's use from permit to signature, or to where it ends; answers all that was let out and written down. */
async function journey(keyStore, heard, consent) {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-planted-'));
  const [errors, tokens, texts, printed] = [[], [], [], []];
  const spies = ['log', 'info', 'warn', 'error', 'debug'].map((name) =>
    vi.spyOn(console, name).mockImplementation((...words) => printed.push(inspect(words))),
  );
  const store = await createSqliteStore({ file: join(folder, 'seals.sqlite') });
  try {
    const world = await createWorld({ store, keyStore: overheard(keyStore, errors, tokens) });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    let answer = await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    texts.push(answer.text);
    if (answer.status === 202) {
      await consent(answer.body.actionUrl);
      answer = await ada.get(`/uses/${challenge.useId}`);
      texts.push(answer.text);
    }
    texts.push(JSON.stringify(await useLog(ada)), JSON.stringify(world.log));
    await world.adapter.close();
    await store.close?.();
    for (const name of readdirSync(folder)) texts.push(readFileSync(join(folder, name), 'latin1'));
    return {
      status: answer.status,
      code: answer.body.code,
      errors,
      text: [...texts, ...errors, ...printed].join('\n'),
      secrets: [...heard, ...tokens],
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each secret as it is, and as base64, base64url and hexadecimal would show it. */
function found(text, secrets) {
  return secrets.filter((secret) => {
    const octets = Buffer.from(secret, 'utf8');
    const spellings = [
      secret,
      octets.toString('hex'),
      octets.toString('base64url'),
      octets.toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ];
    return spellings.some((spelling) => text.includes(spelling));
  });
}

async function expectDiscreet(run, secrets) {
  expect(run.secrets.length).to.be.greaterThan(0);
  expect(found(run.text, [...secrets, ...KEY_SECRETS, ...run.secrets])).to.deep.equal([]);
}

const clock = { now: () => new Date('2026-06-01T12:00:00Z') };
const only = (entry) => async (id) => (id === 'seal-1' ? entry : undefined);

describe('no secret leaves a key store, in a use that succeeds and in one that does not', () => {
  it('finds a secret where there is one', async () => {
    expect(found(`x ${Buffer.from('planted').toString('base64url')} y`, ['planted'])).to.deep.equal(['planted']);
    const leaky = { name: 'leaky', open: () => Promise.reject(new Error(`the PIN ${PASSWORD} is wrong`)) };
    const run = await journey(leaky, []);
    expect(found(run.text, [PASSWORD])).to.deep.equal([PASSWORD]);
    for (const part of ['SQLite format 3', 'use-failed', 'KEY_STORE_FAILED']) expect(run.text).to.include(part);
  });

  describe('of files', () => {
    const pem = createPrivateKey({ key: Buffer.from(KEY), format: 'der', type: 'pkcs8' }).export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: PASSWORD,
    });
    const secrets = [PASSWORD, pem.split('\n')[2]];
    const files = { key: encodeUtf8(pem), certificates: signers.p256.certificates };

    it('PEM', async () => {
      const good = await journey(createPemKeyStore({ clock, load: only({ ...files, password: PASSWORD }) }), []);
      expect(good.status).to.equal(200);
      await expectDiscreet(good, secrets);
      const bad = await journey(createPemKeyStore({ clock, load: only({ ...files, password: `wrong ${PASSWORD}` }) }), [PASSWORD]);
      expect([bad.code, bad.errors.length]).to.deep.equal(['KEY_STORE_FAILED', 1]);
      await expectDiscreet(bad, secrets);
    });

    it('PKCS #12', async () => {
      const { base64, password } = TEST_KEY_FILES.modern;
      const planted = [password, PASSWORD, base64.slice(100, 160)];
      const file = decodeBase64(base64);
      const good = await journey(createPkcs12KeyStore({ clock, load: only({ file, password }) }), [PASSWORD]);
      await expectDiscreet(good, planted);
      const bad = await journey(createPkcs12KeyStore({ clock, load: only({ file, password: PASSWORD }) }), [PASSWORD]);
      expect([bad.code, bad.errors.length]).to.deep.equal(['KEY_STORE_FAILED', 1]);
      await expectDiscreet(bad, planted);
      const broken = () => Promise.reject(new Error(`no way to ${PASSWORD}`));
      const lost = await journey(createPkcs12KeyStore({ clock, load: broken }), [PASSWORD]);
      expect(lost.code).to.equal('KEY_STORE_FAILED');
      await expectDiscreet(lost, planted);
    });
  });

  it.skipIf(NO_TOKEN !== undefined)(`of a token, with SoftHSM${NO_TOKEN === undefined ? '' : ` (skipped: ${NO_TOKEN})`}`, async () => {
    const hsm = createSoftHsm();
    hsm.addToken('seals');
    hsm.importKey('seals', 'p256', { label: 'seal', id: Uint8Array.of(1) });
    const wrong = 'planted-wrong-pin-5120';
    for (const [pin, status] of [
      [SOFT_HSM_PIN, 200],
      [wrong, 503],
    ]) {
      const token = openPkcs11Token({ library: hsm.library, pin: async () => pin });
      const load = only({ key: { label: 'seal' }, certificates: signers.p256.certificates });
      const run = await journey(createPkcs11KeyStore({ token, clock, load }), [wrong]);
      expect(run.status).to.equal(status);
      await expectDiscreet(run, [SOFT_HSM_PIN, wrong]);
      await token.close();
    }
    hsm.remove();
  });

  for (const version of [1, 2]) {
    it(`of a remote signing service, CSC API ${version}`, async () => {
      const sign = async (digest, { hash }) => Buffer.from(ecdsaRawToDer(signDigest({ privateKey: KEY, digest, hash }), 'P-256'));
      const certificates = signers.p256.certificates.map((der) => Buffer.from(der));
      const shared = { key: { sign }, certificates, algo: ['1.2.840.10045.4.3.2'], scal: '2', multisign: 1 };
      const credentials = [
        { ...shared, id: 'explicit', mode: 'explicit', factors: { PIN: CSC_SECRETS.pin } },
        { ...shared, id: 'browser', mode: 'oauth2code' },
      ];
      const service = await startCscService(credentials);
      const wrong = 'planted-wrong-pin-2203';
      const secrets = [...Object.values(CSC_SECRETS), wrong];
      const runWith = async (credentialId, factors) => {
        const heard = [];
        const store = cscKeyStore(service, version, { clock, http: listening(heard), load: only({ credentialId }), factors });
        const run = await journey(store, heard, async (url) => store.receiveConsent(await answerInBrowser(url)));
        return { ...run, heard };
      };
      const explicit = await runWith('explicit', { PIN: CSC_SECRETS.pin });
      expect([explicit.status, explicit.heard.length]).to.deep.equal([200, 1]);
      await expectDiscreet(explicit, secrets);
      const browser = await runWith('browser');
      expect([browser.status, browser.heard.length]).to.deep.equal([200, 1]);
      await expectDiscreet(browser, secrets);
      const refused = await runWith('explicit', { PIN: wrong });
      expect([refused.code, /KEY_STORE_FACTOR_REFUSED/.test(refused.errors.join())]).to.deep.equal(['KEY_STORE_FAILED', true]);
      await expectDiscreet({ ...refused, secrets: [wrong] }, secrets);
      expect(found(service.lines.join('\n'), [...secrets, ...explicit.heard])).to.deep.equal([]);
      await service.stop();
    });
  }

  const keys = new Map([['seal', { privateKey: KEY, curve: 'P-256' }]]);
  const http = guardedHttpClient();
  const usual = { http, certificates: signers.p256.certificates, retryDelayMs: 0 };
  const kms = {
    'AWS KMS': [
      fakeAws,
      (endpoint) =>
        awsKmsSigner({ ...usual, endpoint, clock, keyId: 'seal', region: 'eu-central-1', credentials: async () => KMS_SECRETS }),
    ],
    'Google Cloud KMS': [
      fakeGoogle,
      (endpoint) => {
        const keyVersion = 'projects/p/locations/l/keyRings/r/cryptoKeys/seal/cryptoKeyVersions/1';
        return googleKmsSigner({ ...usual, endpoint, keyVersion, accessToken: async () => KMS_SECRETS.google });
      },
    ],
    'Azure Key Vault': [
      fakeAzure(signers.p256.certificate),
      (vaultUrl) =>
        azureKeyVaultSigner({ ...usual, vaultUrl, keyName: 'seal', keyVersion: 'v1', accessToken: async () => KMS_SECRETS.azure }),
    ],
    'Vault transit': [
      fakeVault,
      (url) => vaultTransitSigner({ ...usual, url, keyName: 'seal', keyVersion: 3, token: async () => KMS_SECRETS.vault }),
    ],
  };
  for (const [name, [fake, signerAt]] of Object.entries(kms)) {
    it(`of ${name}, a fake that repeats what it was told`, async () => {
      const service = await startFake(fake, keys, clock.now);
      const secrets = Object.values(KMS_SECRETS);
      const run = () => journey(createKmsKeyStore({ clock, load: only(signerAt(service.url)) }), []);
      const good = await run();
      expect(good.status).to.equal(200);
      await expectDiscreet(good, secrets);
      for (const status of [400, 403, 503]) {
        service.spoil = () => ({
          status,
          body: { __type: secrets[1], message: secrets, error: { code: secrets, status: secrets }, errors: secrets },
        });
        const bad = await run();
        expect([bad.code, bad.errors.length]).to.deep.equal(['KEY_STORE_FAILED', 1]);
        await expectDiscreet(bad, secrets);
      }
      await service.stop();
    });
  }
});

/** Numbers of people: each in the spellings in which it may be written down. */
const PERSONAL = [
  '11010519491231002X',
  '11010519491231002x',
  '440524188001010014',
  '13812345678',
  '+86 138 1234 5678',
  '6222021234567890123',
];

/** Verifications that pass, fail, are refused and are decided; answers all that was let out and written down. */
async function verifications() {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-planted-'));
  const [texts, printed, statuses] = [[], [], []];
  const spies = ['log', 'info', 'warn', 'error', 'debug'].map((name) =>
    vi.spyOn(console, name).mockImplementation((...words) => printed.push(inspect(words))),
  );
  const store = await createSqliteStore({ file: join(folder, 'identities.sqlite') });
  const leaky = {
    ...redirectProvider('leaky'),
    start: ({ claims }) => Promise.reject(new PortError('identity-provider', 'DOWN', JSON.stringify(claims), { retryable: true })),
  };
  try {
    const world = await createIdentityWorld({ providers: [redirectProvider(), manualReview(), leaky] }, { store });
    const send = async (path, body, person = 'ada') => {
      const answer = await (body === undefined ? world.as(person).get(path) : world.as(person).post(path, body));
      statuses.push(answer.status);
      texts.push(answer.text);
      return answer.body;
    };
    const [id, , passport, phone, spoken, account] = PERSONAL;
    const claims = (number, type = 'resident-id') => ({ kind: 'person', name: '张爱达', personalNumber: { type, number }, phone, account });
    const subject = { kind: 'person', id: 'ada' };
    const begin = (more) => send('/identity-verifications', { subject, provider: 'face-page', method: 'face', documents: [], ...more });
    for (const answer of ['ok', 'other', 'no']) {
      const begun = await begin({ claims: { ...claims(id), phone: spoken } });
      await send(`/identity-verifications/${begun.id}/steps`, { answer });
      await send(`/identity-verifications/${begun.id}`);
    }
    const digest = `sha256:${'cd'.repeat(32)}`;
    const documents = [{ name: 'card', mediaType: 'image/png', digest }];
    const review = await begin({ provider: 'manual-review', method: 'manual-review', documents, claims: claims(passport, 'passport') });
    await send(`/identity-verifications/${review.id}/decisions`, { decision: 'accept', documents: [digest], reason: 'looked at' }, 'bo');
    await begin({ claims: claims(`${id.slice(0, 17)}1`) });
    await begin({ claims: claims(id), provider: 'leaky' });
    await begin({ claims: claims(id), method: phone });
    await begin({ claims: claims(id), subject: { kind: 'person', id: phone } });
    await send('/identity-verifications');
    await send(`/identity-verifications/${phone}`);
    texts.push(JSON.stringify(await useLog(world.as('ada'))), JSON.stringify(world.log));
    await world.adapter.close();
    for (const name of readdirSync(folder)) texts.push(readFileSync(join(folder, name), 'latin1'));
    return { statuses, text: [...texts, ...printed].join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('no number of a person leaves a verification, or is written down', () => {
  it('in one that passes, fails, is refused, decided, or of which the provider says more than it should', async () => {
    const { statuses, text } = await verifications();
    expect([...new Set(statuses)].toSorted((left, right) => left - right)).to.deep.equal([200, 201, 400, 404, 422, 503]);
    for (const part of ['SQLite format 3', 'identity-verified', 'identity-failed', '1****************X', '138****5678', 'hmac-sha256:'])
      expect(text).to.include(part);
    expect(found(text, [...PERSONAL, `${PERSONAL[0].slice(0, 17)}1`])).to.deep.equal([]);
  });
});
