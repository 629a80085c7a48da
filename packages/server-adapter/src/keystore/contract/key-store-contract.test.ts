import type { Bytes } from '@sealkit/core/bytes';
import { ecdsaDerToRaw } from '@sealkit/core/crypto';
import { type KeyStore, PortError, type SignRequest } from '@sealkit/core/ports';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { KeyStoreError } from '../key-store-error.ts';
import { createSignerKeyStore } from '../signer-key-store.ts';
import type { KeyStoreContractSubject } from './contract-subject.ts';
import { KEY_STORE_CONTRACT } from './key-store-contract.ts';

const SECRET = 'planted-secret-of-the-contract';
const pki = await testPki();
const { p256, p384, otherCompany } = pki.signers;

/** A store that keeps every promise, and the means to break one. */
function createSubject(break_: (store: KeyStore) => Partial<KeyStore> = () => ({})): KeyStoreContractSubject {
  let now = TEST_TIME.getTime();
  const openSigner = (id: string) => {
    if (id === 'p256') return Promise.resolve(p256.signer);
    if (id === 'p384') return Promise.resolve(p384.signer);
    if (id === 'mismatched') return Promise.resolve({ ...p256.signer, certificates: otherCompany.certificates });
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'expected a credential of the tests');
  };
  const store = createSignerKeyStore({ name: 'memory', clock: { now: () => new Date(now) }, openSigner });
  return {
    keyStore: { ...store, ...break_(store) },
    credentialIds: ['p256', 'p384'],
    mismatchedCredentialId: 'mismatched',
    advance: (milliseconds) => {
      now += milliseconds;
    },
    beyondAuthorizationMs: 120_000,
    secrets: [SECRET],
  };
}

/** Titles of the cases that find something. */
async function brokenBy(create: () => KeyStoreContractSubject): Promise<readonly string[]> {
  const titles: string[] = [];
  for (const { title, run } of KEY_STORE_CONTRACT) {
    try {
      await run(create());
    } catch {
      titles.push(title);
    }
  }
  return titles;
}

/** Signs whatever it is asked, without looking at the token. */
function signAnything(form: (value: Bytes, request: SignRequest) => Bytes = (value) => value): KeyStore['sign'] {
  return async (request) => {
    const { signer } = request.credential.id === 'p384' ? p384 : p256;
    const values: Bytes[] = [];
    for (const input of request.inputs) values.push(form(await signer.sign(input), request));
    return values;
  };
}

describe('the contract of key stores', () => {
  it('has 25 cases at least, each of a title of its own', () => {
    expect(KEY_STORE_CONTRACT.length).to.be.greaterThanOrEqual(25);
    expect(new Set(KEY_STORE_CONTRACT.map(({ title }) => title)).size).to.equal(KEY_STORE_CONTRACT.length);
  });

  it('finds nothing in a store that keeps it', async () => {
    expect(await brokenBy(() => createSubject())).to.deep.equal([]);
  });

  const breakages: readonly (readonly [string, (store: KeyStore) => Partial<KeyStore>, string])[] = [
    ['values in another order', (store) => ({ sign: async (...request) => (await store.sign(...request)).toReversed() }), 'in order'],
    ['fewer values', (store) => ({ sign: async (...request) => (await store.sign(...request)).slice(0, 1) }), 'in order'],
    [
      'r‖s instead of DER',
      () => ({ sign: signAnything((value, { credential }) => ecdsaDerToRaw(value, credential.id === 'p384' ? 'P-384' : 'P-256')) }),
      'in the form of CMS',
    ],
    [
      'a digest that is digested again',
      () => ({
        sign: async ({ inputs }) => Promise.all(inputs.map(async ({ digest }) => p256.signer.sign({ dtbs: digest, digest }))),
      }),
      'digests once',
    ],
    ['no look at tokens', () => ({ sign: signAnything() }), 'refuses a token that it never gave'],
    ['no look at tokens: used', () => ({ sign: signAnything() }), 'takes a token once'],
    ['no look at tokens: expired', () => ({ sign: signAnything() }), 'has expired'],
    ['no look at tokens: other digests', () => ({ sign: signAnything() }), 'refuses other digests'],
    ['no look at tokens: persons', () => ({ sign: signAnything() }), 'of another person'],
    ['another value for each repeat', () => ({ sign: signAnything() }), 'answers a repeat under the same idempotency key'],
    ['values of another key', () => ({ sign: signAnything() }), 'hands out no value of a key'],
    [
      'certificates in another order',
      (store) => ({
        open: async (...request) => {
          const step = await store.open(...request);
          return step.status === 'pending'
            ? step
            : { ...step, value: { ...step.value, certificates: step.value.certificates.toReversed() } };
        },
      }),
      'certificate of the key first',
    ],
    [
      'one token for all',
      (store) => ({
        authorize: async (...request) => {
          const step = await store.authorize(...request);
          return step.status === 'pending' ? step : { ...step, value: { ...step.value, token: '1' } };
        },
      }),
      'tokens that nobody guesses',
    ],
    [
      'tenants that do not matter',
      (store) => ({ sign: (request, call) => store.sign({ ...request, context: { ...request.context, tenant: 'tenant' } }, call) }),
      'of another tenant',
    ],
    [
      'signals that do not matter',
      (store) => ({ open: (request) => store.open(request), sign: (request) => store.sign(request) }),
      'aborted',
    ],
    [
      'a secret in an error',
      (store) => ({
        open: (request, call) =>
          store.open(request, call).catch((cause: unknown) => {
            throw new PortError('key-store', 'KEY_STORE_CREDENTIAL_UNKNOWN', 'unknown', {
              retryable: false,
              cause: new Error(SECRET, { cause }),
            });
          }),
      }),
      'does not have',
    ],
    [
      'an error that is none of the port',
      (store) => ({
        open: (request, call) =>
          store.open(request, call).catch(() => {
            throw new Error('unknown');
          }),
      }),
      'does not have',
    ],
    [
      'a credential that shows a secret',
      (store) => ({
        open: async (...request) => {
          const step = await store.open(...request);
          return step.status === 'pending' ? step : { ...step, value: { ...step.value, password: SECRET } };
        },
      }),
      'shows no secret in credentials',
    ],
  ];
  for (const [what, break_, title] of breakages) {
    it(`finds ${what}`, async () => {
      const broken = await brokenBy(() => createSubject(break_));
      expect(
        broken.some((found) => found.includes(title)),
        broken.join('\n'),
      ).to.equal(true);
    });
  }

  it('finds a secret in the log of the host', async () => {
    const broken = await brokenBy(() => ({ ...createSubject(), logged: () => `signed with ${SECRET}` }));
    expect(broken).to.include('shows no secret in credentials, authorizations and values');
  });
});
