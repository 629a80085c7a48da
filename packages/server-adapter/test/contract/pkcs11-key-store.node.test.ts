import { spawnSync } from 'node:child_process';
import { digest } from '@sealkit/core/crypto';
import { decodeBase64, encodeLatin1 } from '@sealkit/core/bytes';
import { PortError, type SignatureAlgorithm, type Step } from '@sealkit/core/ports';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from '@sealkit/testkit/node';
import { CKA } from '../../src/keystore/pkcs11/cryptoki.ts';
import {
  createPkcs11KeyStore,
  createTokenCertificateRequest,
  destroyTokenKey,
  generateTokenKey,
  openPkcs11Token,
  type Pkcs11SignerOptions,
  type Pkcs11Token,
  storeTokenCertificate,
  type TokenKeyKind,
} from '../../src/keystore/pkcs11/index.ts';
import { findPrivateKey, readAttribute } from '../../src/keystore/pkcs11/token-objects.ts';
import { KEY_STORE_CONTRACT, type KeyStoreContractSubject } from '../../src/index.ts';

const missing = softHsmMissing();
const titled = (title: string): string => (missing === undefined ? title : `${title} (skipped: ${missing})`);
const CREDENTIALS: ReadonlyMap<string, Pkcs11SignerOptions> = new Map<string, Pkcs11SignerOptions>([
  ['seal', { key: { label: 'seal' } }],
  ['person', { key: { label: 'person' }, pss: true }],
  ['organisation', { key: { label: 'organisation' } }],
  ['office', { key: { label: 'office' } }],
  ['agent', { key: { label: 'agent' } }],
  ['short-lived', { key: { label: 'short-lived' } }],
]);
const P256: SignatureAlgorithm = { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' };
const RSA: SignatureAlgorithm = { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' };

describe.skipIf(missing !== undefined)(titled('a key store over PKCS #11, with SoftHSM'), () => {
  let hsm: SoftHsm;
  let token: Pkcs11Token;

  async function addKey(label: string, kind: TokenKeyKind, algorithm: SignatureAlgorithm): Promise<void> {
    const { spki, id } = await generateTokenKey(token, { label, kind });
    await storeTokenCertificate(token, { id }, await (await testPki()).certify({ spki, algorithm }, label));
  }

  beforeAll(async () => {
    hsm = createSoftHsm();
    hsm.addToken('keys');
    token = openPkcs11Token({ library: hsm.library, pin: () => Promise.resolve(SOFT_HSM_PIN) });
    await addKey('seal', 'P-256', P256);
    await addKey('person', 'RSA-2048', RSA);
    await addKey('organisation', 'RSA-3072', RSA);
    await addKey('office', 'P-384', { name: 'ECDSA', curve: 'P-384', digest: 'SHA-384' });
    await addKey('agent', 'Ed25519', { name: 'Ed25519', digest: 'SHA-512' });
  });
  afterAll(async () => {
    await token.close();
    hsm.remove();
  });

  const createStore = (now: () => Date) =>
    createPkcs11KeyStore({ token, load: (id) => Promise.resolve(CREDENTIALS.get(id)), clock: { now } });

  const createSubject = async (): Promise<KeyStoreContractSubject> => {
    let now = TEST_TIME.getTime();
    const { signers } = await testPki();
    const mismatched: Pkcs11SignerOptions = { key: { label: 'seal' }, certificates: signers.p256.certificates };
    return {
      keyStore: createPkcs11KeyStore({
        token,
        load: (id) => Promise.resolve(id === 'mismatched' ? mismatched : CREDENTIALS.get(id)),
        clock: { now: () => new Date(now) },
      }),
      credentialIds: ['seal', 'person', 'organisation', 'office', 'agent'],
      mismatchedCredentialId: 'mismatched',
      advance: (milliseconds: number) => {
        now += milliseconds;
      },
      beyondAuthorizationMs: 120_000,
      secrets: [SOFT_HSM_PIN],
    };
  };

  for (const { title, run } of KEY_STORE_CONTRACT) it(title, async () => run(await createSubject()));

  it('makes keys that cannot be taken out, also not by whom is logged in', async () => {
    for (const label of ['seal', 'person']) {
      await token.sessions.use(async (session) => {
        const key = findPrivateKey(session, { label });
        const flag = (type: number): number | undefined => readAttribute(session, key, type)?.[0];
        expect([flag(CKA.EXTRACTABLE), flag(CKA.SENSITIVE), flag(CKA.PRIVATE), flag(CKA.SIGN)]).to.deep.equal([0, 1, 1, 1]);
        // CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL: born on the token and never outside.
        expect([flag(0x165), flag(0x164), flag(0x163)]).to.deep.equal([1, 1, 1]);
        // It signs and does nothing else.
        const others = [CKA.DECRYPT, CKA.UNWRAP, CKA.SIGN_RECOVER, CKA.DERIVE].map(flag);
        expect(others).to.deep.equal([0, 0, 0, 0]);
        for (const secret of [CKA.VALUE, 0x123, 0x124, 0x125]) expect(readAttribute(session, key, secret)).to.equal(undefined);
      });
    }
  });

  it('makes no second key under a label or an id', async () => {
    const id = Uint8Array.of(1, 2, 3);
    await generateTokenKey(token, { label: 'taken', id, kind: 'P-384' });
    for (const again of [{ label: 'taken' }, { label: 'free', id }]) {
      const code = await generateTokenKey(token, { kind: 'P-256', ...again }).then(
        () => 'made',
        (error: unknown) => (error as PortError).code,
      );
      expect(code).to.equal('PKCS11_KEY_EXISTS');
    }
    await destroyTokenKey(token, { id });
  });

  it('asks an authority for a certificate in a request that OpenSSL verifies', async () => {
    for (const [kind, pss] of [['P-256'], ['P-521'], ['RSA-2048'], ['RSA-2048', true], ['Ed25519']] as const) {
      const { id, spki } = await generateTokenKey(token, { label: 'requested', kind });
      const subject = { country: 'CN', organization: 'Example, Company', commonName: 'Contract seal' };
      const request = await createTokenCertificateRequest(token, { key: { id }, subject, ...(pss === undefined ? {} : { pss }) });
      const words = ['req', '-inform', 'DER', '-verify', '-noout', '-subject', '-pubkey', '-nameopt', 'RFC2253'];
      const { stdout, stderr, status } = spawnSync('openssl', words, { input: request, encoding: 'utf8' });
      expect([status, /self-signature verify OK|verify OK/.test(stdout + stderr)], `${kind} ${stderr}`).to.deep.equal([0, true]);
      expect(stdout).to.include('subject=CN=Contract seal,O=Example\\, Company,C=CN');
      const pem = /-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----/.exec(stdout)?.[1] ?? '';
      expect(decodeBase64(pem.replaceAll('\n', ''))).to.deep.equal(spki);
      await destroyTokenKey(token, { id });
    }
  });

  it('replaces the certificate of a key', async () => {
    const pki = await testPki();
    const { spki, id } = await generateTokenKey(token, { label: 'renewed', kind: 'P-256' });
    const store = createPkcs11KeyStore({
      token,
      load: () => Promise.resolve({ key: { id } }),
      clock: { now: () => TEST_TIME },
    });
    for (const name of ['first', 'second']) {
      const certificate = await pki.certify({ spki, algorithm: P256 }, name);
      await storeTokenCertificate(token, { id }, certificate);
      const credential = done(await store.open({ context: CONTEXT, credentialId: 'renewed' }));
      expect(credential.certificates).to.deep.equal([certificate]);
    }
    await destroyTokenKey(token, { id });
  });

  it('refuses a destroyed key, also to whom consent was given before', async () => {
    await addKey('short-lived', 'P-256', P256);
    const store = createStore(() => TEST_TIME);
    const credential = done(await store.open({ context: CONTEXT, credentialId: 'short-lived' }));
    const dtbs = encodeLatin1('to be signed');
    const input = { dtbs, digest: await digest('SHA-256', dtbs) };
    const authorization = done(await store.authorize({ context: CONTEXT, credential, digests: [input.digest] }));
    await destroyTokenKey(token, { label: 'short-lived' });
    let caught: unknown;
    await store.sign({ context: CONTEXT, credential, authorization, inputs: [input] }).catch((error: unknown) => (caught = error));
    expect(caught).to.be.instanceOf(PortError);
    expect((caught as PortError).code).to.equal('PKCS11_KEY_NOT_FOUND');
    await addKey('short-lived', 'P-256', P256);
    await destroyTokenKey(token, { label: 'short-lived' });
  });
});

const CONTEXT = { tenant: 'tenant', actor: 'person', envelopeId: 'a', idempotencyKey: 'use-1' };

function done<T>(step: Step<T>): T {
  if (step.status !== 'done') throw new TypeError('step: expected one that is done');
  return step.value;
}
