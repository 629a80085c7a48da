import { decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { Clock, Signer } from '@sealkit/core/ports';
import { TEST_TIME, type TestIdentity, testPki } from '@sealkit/testkit';
import { KEY_STORE_CONTRACT, type KeyStoreContractSubject, KeyStoreError } from '../../src/index.ts';
import {
  awsKmsSigner,
  azureKeyVaultSigner,
  createKmsKeyStore,
  fetchAzureCertificate,
  googleKmsSigner,
  type KmsKeyOptions,
  vaultTransitSigner,
} from '../../src/keystore/kms/index.ts';
import { guardedHttpClient } from '../../src/outbound/index.ts';
import { fakeAws, fakeAzure, fakeGoogle, type FakeKey, type FakeService, fakeVault, KMS_SECRETS, startFake } from '../support/kms-fakes.ts';

type Offered = 'p256' | 'p384' | 'p521' | 'rsa' | 'pss' | 'ed25519';
const DTBS = encodeUtf8('to be signed');

interface KmsCase {
  readonly name: string;
  readonly fake: Parameters<typeof startFake>[0];
  readonly offered: readonly [Offered, Offered, ...Offered[]];
  readonly sign: (url: string, key: string, options: KmsKeyOptions, clock: Clock, changes?: { readonly secret?: string }) => Signer;
}

const pki = await testPki();
const IDENTITIES: Readonly<Record<Offered, TestIdentity>> = {
  p256: pki.signers.p256,
  p384: pki.signers.p384,
  p521: pki.signers.p521,
  rsa: pki.signers.rsa2048,
  pss: pki.signers.rsa2048,
  ed25519: pki.signers.ed25519,
};
const KEYS: ReadonlyMap<string, FakeKey> = new Map(
  Object.entries(IDENTITIES).map(([name, { privateKey, algorithm }]): [string, FakeKey] => [
    name,
    { privateKey, ...(algorithm.name === 'ECDSA' ? { curve: algorithm.curve } : {}) },
  ]),
);

const CASES: readonly KmsCase[] = [
  {
    name: 'AWS KMS',
    fake: fakeAws,
    offered: ['p256', 'p384', 'p521', 'rsa', 'pss', 'ed25519'],
    sign: (endpoint, keyId, options, clock, { secret = KMS_SECRETS.secretAccessKey } = {}) =>
      awsKmsSigner({
        ...options,
        endpoint,
        keyId,
        clock,
        region: 'eu-central-1',
        credentials: () =>
          Promise.resolve({ accessKeyId: KMS_SECRETS.accessKeyId, secretAccessKey: secret, sessionToken: KMS_SECRETS.sessionToken }),
      }),
  },
  {
    name: 'Google Cloud KMS',
    fake: fakeGoogle,
    offered: ['p256', 'p384', 'rsa', 'pss', 'ed25519'],
    sign: (endpoint, key, options, _clock, { secret = KMS_SECRETS.google } = {}) => {
      const keyVersion = `projects/p/locations/l/keyRings/r/cryptoKeys/${key}/cryptoKeyVersions/1`;
      return googleKmsSigner({ ...options, endpoint, keyVersion, accessToken: () => Promise.resolve(secret) });
    },
  },
  {
    name: 'Azure Key Vault',
    fake: fakeAzure(pki.signers.p256.certificate),
    offered: ['p256', 'p384', 'p521', 'rsa', 'pss'],
    sign: (vaultUrl, keyName, options, _clock, { secret = KMS_SECRETS.azure } = {}) =>
      azureKeyVaultSigner({ ...options, vaultUrl, keyName, keyVersion: 'v1', accessToken: () => Promise.resolve(secret) }),
  },
  {
    name: 'Vault transit',
    fake: fakeVault,
    offered: ['p256', 'p384', 'p521', 'rsa', 'pss', 'ed25519'],
    sign: (url, keyName, options, _clock, { secret = KMS_SECRETS.vault } = {}) =>
      vaultTransitSigner({ ...options, url, keyName, keyVersion: 3, token: () => Promise.resolve(secret) }),
  },
];

const optionsOf = (key: Offered, changes: Partial<KmsKeyOptions> = {}): KmsKeyOptions => ({
  http: guardedHttpClient(),
  certificates: IDENTITIES[key].certificates,
  pss: key === 'pss',
  retryDelayMs: 0,
  ...changes,
});
const CLOCK = { now: () => TEST_TIME };
const inputFor = async ({ algorithm }: Signer, dtbs = DTBS) => ({ dtbs, digest: await digest(algorithm.digest, dtbs) });

async function refusalOf(work: () => Promise<unknown>): Promise<KeyStoreError> {
  let caught: unknown;
  try {
    await work();
  } catch (error) {
    caught = error;
  }
  expect(caught).to.be.instanceOf(KeyStoreError);
  const error = caught as KeyStoreError;
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  for (const secret of Object.values(KMS_SECRETS)) expect(shown.includes(secret)).to.equal(false);
  return error;
}

for (const { name, fake, offered, sign } of CASES) {
  describe(`key store contract: ${name}, a fake on loopback`, () => {
    let now = TEST_TIME.getTime();
    const clock = { now: () => new Date(now) };
    let service: FakeService;

    beforeAll(async () => {
      service = await startFake(fake, KEYS, clock.now);
    });
    afterAll(() => service.stop());

    function createSubject(): KeyStoreContractSubject {
      now = TEST_TIME.getTime();
      const load = (id: string): Promise<Signer | undefined> => {
        const key = offered.find((known) => known === id);
        // The certificate says P-256, and so does the other company's key: the value alone tells them apart.
        const mismatched = { certificates: pki.signers.otherCompany.certificates };
        if (id === 'mismatched') return Promise.resolve(sign(service.url, 'p256', optionsOf('p256', mismatched), clock));
        return Promise.resolve(key === undefined ? undefined : sign(service.url, key, optionsOf(key), clock));
      };
      return {
        keyStore: createKmsKeyStore({ load, clock }),
        credentialIds: offered,
        mismatchedCredentialId: 'mismatched',
        advance: (milliseconds) => {
          now += milliseconds;
        },
        beyondAuthorizationMs: 120_000,
        secrets: Object.values(KMS_SECRETS),
      };
    }

    for (const { title, run } of KEY_STORE_CONTRACT) it(title, () => run(createSubject()));
  });

  describe(`a signer over ${name}, a fake on loopback`, () => {
    let service: FakeService;

    beforeAll(async () => {
      service = await startFake(fake, KEYS, CLOCK.now);
    });
    afterEach(() => {
      service.spoil = undefined;
    });
    afterAll(() => service.stop());

    const signerOf = (key: string, changes: { readonly secret?: string } = {}) => sign(service.url, key, optionsOf('p256'), CLOCK, changes);
    const signWith = async (signer: Signer) => signer.sign(await inputFor(signer));

    it('is let in by its secret alone', async () => {
      const refusal = await refusalOf(() => signWith(signerOf('p256', { secret: 'another' })));
      expect([refusal.code, refusal.retryable]).to.deep.equal(['KEY_SERVICE_ACCESS_DENIED', false]);
    });

    it('says that there is no such key', async () => {
      const { code } = await refusalOf(() => signWith(signerOf('nobody')));
      expect(code).to.equal(name === 'Vault transit' ? 'KEY_SERVICE_REFUSED' : 'KEY_STORE_CREDENTIAL_UNKNOWN');
    });

    it('asks again after a failure that may pass, twice at most', async () => {
      const failing = { status: 503, body: '<h1>Service Unavailable</h1>' };
      const before = service.requests.length;
      service.spoil = (answer, count) => (count - before <= 2 ? failing : answer);
      expect((await signWith(signerOf('p256'))).length).to.be.greaterThan(60);
      expect(service.requests.length - before).to.equal(3);
      service.spoil = () => failing;
      const refusal = await refusalOf(() => signWith(signerOf('p256')));
      expect([refusal.code, refusal.retryable]).to.deep.equal(['KEY_SERVICE_UNAVAILABLE', true]);
      expect(service.requests.length - before).to.equal(6);
    });

    it('takes no answer of another form', async () => {
      const spoilt: readonly unknown[] = ['<!doctype html>', '', 'null', '[]', {}, { data: { signature: 'AAAA' } }, 'x'.repeat(300_000)];
      for (const body of spoilt) {
        service.spoil = () => ({ body });
        expect((await refusalOf(() => signWith(signerOf('p256')))).code).to.equal('KEY_SERVICE_ANSWER_MALFORMED');
      }
    });

    it('does not say what a service repeats of what it was told', async () => {
      const word = Object.values(KMS_SECRETS).join(' ');
      service.spoil = () => ({ status: 400, body: { __type: word, error: { status: word, code: word }, errors: [word] } });
      expect((await refusalOf(() => signWith(signerOf('p256')))).code).to.equal('KEY_SERVICE_REFUSED');
    });
  });
}

describe('what key management services do not do', () => {
  const url = 'https://kms.example';
  const aws = CASES[0]!;
  const google = CASES[1]!;
  const azure = CASES[2]!;

  it('Ed25519 over messages longer than the service takes', async () => {
    for (const [{ sign }, length] of [
      [aws, 4097],
      [google, 65_537],
    ] as const) {
      const signer = sign(url, 'ed25519', optionsOf('ed25519'), CLOCK);
      const input = await inputFor(signer, new Uint8Array(length));
      expect((await refusalOf(() => signer.sign(input))).code).to.equal('KEY_MESSAGE_TOO_LONG');
    }
  });

  it('algorithms that a service has not', async () => {
    const refused: readonly (() => Signer)[] = [
      () => azure.sign(url, 'ed25519', optionsOf('ed25519'), CLOCK),
      () => google.sign(url, 'p521', optionsOf('p521'), CLOCK),
      () => aws.sign(url, 'p256', optionsOf('p256', { digest: 'SHA-512' }), CLOCK),
    ];
    for (const make of refused) {
      const { code } = await refusalOf(() => Promise.resolve().then(make));
      expect(code).to.equal('KEY_ALGORITHM_UNSUPPORTED');
    }
  });

  it('answers of Google whose checksum, receipt or name is another', async () => {
    const service = await startFake(fakeGoogle, KEYS, CLOCK.now);
    try {
      for (const change of [{ signatureCrc32c: '1' }, { verifiedDigestCrc32c: false }, { name: 'projects/other' }]) {
        service.spoil = ({ body }) => ({ body: { ...(body as object), ...change } });
        const signer = google.sign(service.url, 'p256', optionsOf('p256'), CLOCK);
        const input = await inputFor(signer);
        expect((await refusalOf(() => signer.sign(input))).code).to.equal('KEY_SERVICE_ANSWER_MALFORMED');
      }
    } finally {
      await service.stop();
    }
  });

  it('values of another version of the key, in Vault and in Azure', async () => {
    const changes = [
      [CASES[3]!, { data: { signature: 'vault:v4:AAAA' } }],
      [azure, { kid: 'https://vault.azure.example/keys/p256/v2' }],
    ] as const;
    for (const [{ fake, sign }, change] of changes) {
      const service = await startFake(fake, KEYS, CLOCK.now);
      service.spoil = ({ body }) => ({ body: { ...(body as object), ...change } });
      const signer = sign(service.url, 'p256', optionsOf('p256'), CLOCK);
      const input = await inputFor(signer);
      expect((await refusalOf(() => signer.sign(input))).code).to.equal('KEY_SERVICE_ANSWER_MALFORMED');
      await service.stop();
    }
  });

  it('requests whose signature of AWS is of another day', async () => {
    const service = await startFake(fakeAws, KEYS, CLOCK.now);
    const late = { now: () => new Date(TEST_TIME.getTime() + 600_000) };
    const signer = aws.sign(service.url, 'p256', optionsOf('p256'), late);
    const input = await inputFor(signer);
    expect((await refusalOf(() => signer.sign(input))).code).to.equal('KEY_SERVICE_ACCESS_DENIED');
    await service.stop();
  });
});

describe('URLs of key management services', () => {
  for (const { name, sign } of CASES) {
    it(`are refused where a token could be read on the way: ${name}`, async () => {
      let caught: unknown;
      try {
        const signer = sign('http://kms.example', 'p256', optionsOf('p256'), CLOCK);
        await signer.sign(await inputFor(signer));
      } catch (error) {
        caught = error;
      }
      expect(caught).to.be.instanceOf(TypeError);
    });
  }
});

describe('a certificate object of Azure Key Vault, a fake on loopback', () => {
  it('is the certificate that a signer wants; a missing one is KEY_CERTIFICATE_MISSING', async () => {
    const service = await startFake(fakeAzure(pki.signers.p256.certificate), KEYS, CLOCK.now);
    const vault = { vaultUrl: service.url, http: guardedHttpClient(), accessToken: () => Promise.resolve(KMS_SECRETS.azure) };
    expect(await fetchAzureCertificate({ ...vault, certificateName: 'seal' })).to.deep.equal(pki.signers.p256.certificate);
    const missing = await refusalOf(() => fetchAzureCertificate({ ...vault, certificateName: 'other' }));
    expect(missing.code).to.equal('KEY_CERTIFICATE_MISSING');
    const [request] = service.requests;
    expect(decodeUtf8(new Uint8Array(request!.body))).to.equal('');
    await service.stop();
  });
});
