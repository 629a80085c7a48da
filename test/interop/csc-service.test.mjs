import { digest } from '@sealkit/core/crypto';
import { KEY_STORE_CONTRACT } from '@sealkit/server-adapter';
import { createCscClient } from '@sealkit/server-adapter/csc';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';
import { createSoftHsm, SOFT_HSM_PIN, softHsmMissing } from '@sealkit/testkit/node';
import { createSoftwareKey } from '../../examples/csc-service/software-keys.mjs';
import { openToken } from '../../examples/csc-service/token-keys.mjs';
import { answerInBrowser, CSC_SECRETS, cscKeyStore, makeCredentials, startCscService } from '../support/csc-service.mjs';

const NO_TOKEN = softHsmMissing();
const CONTEXT = { tenant: 't', actor: 'a', envelopeId: 'e', idempotencyKey: 'i' };
const DTBS = new TextEncoder().encode('to be signed');

const refusalOf = async (work) => {
  try {
    await work;
  } catch (error) {
    return [error.code, error.retryable];
  }
  throw new Error('expected a refusal');
};

function contractOver(keys, credentialsOf) {
  for (const version of [1, 2]) {
    describe(`key store contract: CSC API ${version} at the example service, keys ${keys}`, () => {
      for (const { title, run } of KEY_STORE_CONTRACT) {
        it(title, async () => {
          let now = Date.now();
          const service = await startCscService(credentialsOf(), () => now);
          try {
            const keyStore = cscKeyStore(service, version, { clock: { now: () => new Date(now) } });
            await run({
              keyStore,
              credentialIds: ['seal', 'person', 'office', 'person-pss', 'browser'],
              mismatchedCredentialId: 'mismatched',
              advance: (milliseconds) => (now += milliseconds),
              beyondAuthorizationMs: 120_000,
              secrets: Object.values(CSC_SECRETS),
              logged: () => service.lines.join('\n'),
              consent: async (actionUrl) => void keyStore.receiveConsent(await answerInBrowser(actionUrl)),
            });
          } finally {
            await service.stop();
          }
        });
      }
    });
  }
}

describe('the example signing service with keys in memory', () => {
  let credentials;
  let service;

  beforeAll(async () => {
    ({ credentials } = await makeCredentials(createSoftwareKey));
    service = await startCscService(credentials);
  });
  afterAll(() => service.stop());

  contractOver('in memory', () => credentials);

  const client = (version) =>
    createCscClient({
      url: `${service.origin}/csc/v${version}`,
      version,
      http: guardedHttpClient(),
      accessToken: async () => CSC_SECRETS.accessToken,
    });
  const authorization = async (version, changes = {}) => {
    const digests = [await digest('SHA-256', DTBS)];
    const factors = { PIN: CSC_SECRETS.pin };
    const request = { credentialId: 'seal', digests, digestAlgorithm: 'SHA-256', factors, ...changes };
    return client(version).authorize(request);
  };
  const signing = async (sad, changes = {}) => ({
    credentialId: 'seal',
    sad,
    digests: [await digest('SHA-256', DTBS)],
    algorithm: { signAlgo: '1.2.840.10045.4.3.2', digest: 'SHA-256' },
    ...changes,
  });

  for (const version of [1, 2]) {
    it(`says what it is and what it has, in version ${version}`, async () => {
      const info = await client(version).info();
      expect([info.specs.split('.')[0], info.oauth2]).to.deep.equal([String(version), service.origin]);
      expect(await client(version).listCredentials()).to.include.members(['seal', 'office', 'person', 'browser']);
      const described = await client(version).credentialInfo('person');
      expect([described.mode, described.scal, described.factors.map(({ id }) => id)]).to.deep.equal(['explicit', '1', ['PIN', 'OTP']]);
    });

    it(`refuses activation data a second time, for another hash, and of another credential, in version ${version}`, async () => {
      const { sad } = await authorization(version);
      const other = await digest('SHA-256', new Uint8Array(3));
      const refused = ['KEY_SERVICE_REFUSED', false];
      expect(await refusalOf(client(version).signHash(await signing(sad, { digests: [other] })))).to.deep.equal(refused);
      const office = { credentialId: 'office', algorithm: { signAlgo: '1.2.840.10045.4.3.3', digest: 'SHA-384' } };
      expect(await refusalOf(client(version).signHash(await signing(sad, office)))).to.deep.equal(refused);
      expect((await client(version).signHash(await signing(sad))).length).to.equal(1);
      expect(await refusalOf(client(version).signHash(await signing(sad)))).to.deep.equal(refused);
    });

    it(`refuses a wrong PIN, a wrong OTP, and an unknown access token, in version ${version}`, async () => {
      const wrong = ['KEY_STORE_FACTOR_REFUSED', false];
      expect(await refusalOf(authorization(version, { factors: { PIN: 'wrong' } }))).to.deep.equal(wrong);
      const factors = { PIN: CSC_SECRETS.pin, OTP: 'wrong' };
      expect(await refusalOf(authorization(version, { credentialId: 'person', factors }))).to.deep.equal(wrong);
      const stranger = cscKeyStore(service, version, { accessToken: 'unknown' });
      const opened = stranger.open({ context: CONTEXT, credentialId: 'seal' });
      expect(await refusalOf(opened)).to.deep.equal(['KEY_SERVICE_ACCESS_DENIED', false]);
    });

    it(`waits for the person in the service's pages, and takes no for an answer, in version ${version}`, async () => {
      const store = cscKeyStore(service, version);
      const { value: credential } = await store.open({ context: CONTEXT, credentialId: 'browser' });
      const request = { context: CONTEXT, credential, digests: [await digest('SHA-256', DTBS)] };
      const pending = await store.authorize(request);
      expect(pending.status).to.equal('pending');
      const again = await store.authorize({ ...request, resume: pending.resume });
      expect([again.status, again.actionUrl]).to.deep.equal(['pending', pending.actionUrl]);
      expect(store.receiveConsent({ state: 'unknown', code: 'x' })).to.equal(false);
      expect(store.receiveConsent(await answerInBrowser(pending.actionUrl, 'no'))).to.equal(true);
      const refused = store.authorize({ ...request, resume: pending.resume });
      expect(await refusalOf(refused)).to.deep.equal(['KEY_STORE_CONSENT_REFUSED', false]);
      // What another person, or consent to other digests, comes back with is a new question.
      const open = await store.authorize(request);
      store.receiveConsent(await answerInBrowser(open.actionUrl));
      const stranger = await store.authorize({ ...request, context: { ...CONTEXT, actor: 'b' }, resume: open.resume });
      expect([stranger.status, stranger.resume === open.resume]).to.deep.equal(['pending', false]);
      expect((await store.authorize({ ...request, resume: open.resume })).status).to.equal('done');
    });
  }

  it('locks a PIN that was wrong three times', async () => {
    const locked = await startCscService(credentials.map((credential) => ({ ...credential, wrong: 0 })));
    try {
      const digests = [await digest('SHA-256', DTBS)];
      const answer = async (PIN) => {
        const store = cscKeyStore(locked, 2, { factors: { PIN } });
        const { value: credential } = await store.open({ context: CONTEXT, credentialId: 'seal' });
        return refusalOf(store.authorize({ context: CONTEXT, credential, digests }));
      };
      for (const pin of ['1', '2', '3', CSC_SECRETS.pin]) expect((await answer(pin))[0]).to.equal('KEY_STORE_FACTOR_REFUSED');
    } finally {
      await locked.stop();
    }
  });
});

describe.skipIf(NO_TOKEN !== undefined)(
  `the example signing service with SoftHSM${NO_TOKEN === undefined ? '' : ` (skipped: ${NO_TOKEN})`}`,
  () => {
    let hsm;
    let token;
    let credentials;

    beforeAll(async () => {
      hsm = createSoftHsm();
      hsm.addToken('service');
      token = openToken({ library: hsm.library, pin: SOFT_HSM_PIN });
      ({ credentials } = await makeCredentials((kind, label) => token.createKey(kind, label)));
    });
    afterAll(() => {
      token.close();
      hsm.remove();
    });

    contractOver('on a token', () => credentials);
  },
);
