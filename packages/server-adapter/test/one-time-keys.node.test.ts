import { digest } from '@sealkit/core/crypto';
import type { CertificateIssuer, KeyStoreContext } from '@sealkit/core/ports';
import { certificateFingerprint, parseCertificate } from '@sealkit/core/x509';
import { createSoftHsm, SOFT_HSM_PIN, softHsmMissing } from '@sealkit/testkit/node';
import {
  auditOneTimeSteps,
  contentBindingOf,
  createMemoryStore,
  createOneTimeKeyStore,
  createTestAuthority,
  KEY_STORE_CONTRACT,
  type OneTimeKeyStore,
  type OneTimeKeyStoreOptions,
  type OneTimeStep,
  verifyChain,
} from '../src/index.ts';
import { openPkcs11Token, tokenOneTimeKey } from '../src/keystore/pkcs11/index.ts';

const START = new Date('2026-06-01T12:00:00Z');
const CONTEXT: KeyStoreContext = { tenant: 'tenant', actor: 'person', envelopeId: 'envelope', idempotencyKey: 'use-1' };
const CONTENT = `sha256:${'3c'.repeat(32)}`;
const SUBJECT = { country: 'CN', commonName: '张爱达', serialNumber: 'SK-00' };
const PROOF = { verificationId: 'v-1', provider: 'test', method: 'face', verifiedAt: START, digest: `sha256:${'44'.repeat(32)}` };
const ORDER = { context: CONTEXT, subject: SUBJECT, identityProof: PROOF, contentDigest: CONTENT };

interface Setup {
  readonly keys: OneTimeKeyStore;
  readonly steps: OneTimeStep[];
  readonly advance: (milliseconds: number) => void;
}

async function setUp(changes: Partial<OneTimeKeyStoreOptions> = {}): Promise<Setup> {
  let now = START.getTime();
  const clock = { now: () => new Date(now) };
  const { issuer } = await createTestAuthority({ clock });
  const steps: OneTimeStep[] = [];
  const record = (step: OneTimeStep): Promise<void> => {
    steps.push(step);
    return Promise.resolve();
  };
  return { keys: createOneTimeKeyStore({ clock, issuer, record, ...changes }), steps, advance: (by) => void (now += by) };
}

async function prepare(keys: OneTimeKeyStore) {
  const step = await keys.prepare(ORDER);
  if (step.status !== 'done') throw new Error('expected a credential');
  return step.value;
}

/** Opens, authorizes and signs one message. */
async function signWith(keys: OneTimeKeyStore, credentialId: string, context = CONTEXT) {
  const dtbs = new TextEncoder().encode(`what is signed in ${context.idempotencyKey}`);
  const input = { dtbs, digest: await digest('SHA-256', dtbs) };
  const opened = await keys.open({ context, credentialId });
  if (opened.status !== 'done') throw new Error('expected a credential');
  const credential = opened.value;
  const authorized = await keys.authorize({ context, credential, digests: [input.digest] });
  if (authorized.status !== 'done') throw new Error('expected consent');
  return keys.sign({ context, credential, authorization: authorized.value, inputs: [input] });
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

/** What a key that signs once does not do: everything else of the contract holds. */
const MORE_THAN_ONCE: ReadonlySet<string> = new Set([
  'signs several at once: one value per input, in order',
  'signs the same input twice when it was authorized twice',
  'signs a message of one octet and one of 3,000',
  'signs something else under the same idempotency key only with consent to it',
  'keeps authorizations apart that are open at the same time',
  // No certificate of another key ever gets in: the test below.
  'hands out no value of a key that is not the one of the certificate',
]);

describe('a key store of one-time keys keeps the promises of the port', () => {
  for (const { title, run } of KEY_STORE_CONTRACT.filter((each) => !MORE_THAN_ONCE.has(each.title))) {
    it(title, async () => {
      const { keys, advance } = await setUp();
      const [first, second] = [await prepare(keys), await prepare(keys)];
      await run({
        keyStore: keys,
        credentialIds: [first.credentialId, second.credentialId],
        mismatchedCredentialId: 'none',
        advance,
        beyondAuthorizationMs: 120_000,
        secrets: [],
      });
    });
  }
});

describe('a one-time key', () => {
  it('is made, certified for the content, signs once and is destroyed, and each step is written down', async () => {
    const { keys, steps } = await setUp();
    const { credentialId, certificates } = await prepare(keys);
    const [leaf] = certificates;
    expect(leaf && contentBindingOf(parseCertificate(leaf))).to.equal(CONTENT);
    await signWith(keys, credentialId);
    expect(steps.map(({ type }) => type)).to.deep.equal([
      'one-time-key-made',
      'one-time-certificate-issued',
      'one-time-signature-made',
      'one-time-key-destroyed',
    ]);
    expect(steps[1]?.facts).to.deep.equal({
      credentialId,
      certificate: await certificateFingerprint(leaf ?? new Uint8Array()),
      contentDigest: CONTENT,
      verification: PROOF.digest,
    });
    expect(steps[3]?.facts).to.deep.equal({ credentialId, reason: 'signed' });
  });

  it('signs nothing else after that, and answers a repeat with what it signed', async () => {
    const { keys, steps } = await setUp();
    const { credentialId } = await prepare(keys);
    const value = await signWith(keys, credentialId);
    expect(await signWith(keys, credentialId)).to.deep.equal(value);
    expect(await codeOf(signWith(keys, credentialId, { ...CONTEXT, idempotencyKey: 'use-2' }))).to.equal('KEY_STORE_CREDENTIAL_UNUSABLE');
    expect(steps).to.have.length(4);
  });

  it('makes one value where many ask for different ones at the same time', async () => {
    const { keys, steps } = await setUp();
    const { credentialId } = await prepare(keys);
    const asked = Array.from({ length: 8 }, (_, index) =>
      codeOf(signWith(keys, credentialId, { ...CONTEXT, idempotencyKey: `use-${index}` })),
    );
    expect((await Promise.all(asked)).filter((outcome) => outcome === 'done')).to.have.length(1);
    expect(steps.filter(({ type }) => type === 'one-time-signature-made')).to.have.length(1);
  });

  it('is of one act: another person, tenant or envelope does not find it', async () => {
    const { keys } = await setUp();
    const { credentialId } = await prepare(keys);
    for (const change of [{ tenant: 'other' }, { actor: 'other' }, { envelopeId: 'other' }])
      expect(await codeOf(signWith(keys, credentialId, { ...CONTEXT, ...change }))).to.equal('KEY_STORE_CREDENTIAL_UNKNOWN');
    expect(await codeOf(signWith(keys, credentialId))).to.equal('done');
  });

  it('is destroyed when its time is over, or when it is abandoned', async () => {
    const { keys, steps, advance } = await setUp();
    const [first, second] = [await prepare(keys), await prepare(keys)];
    await keys.abandon(first.credentialId);
    expect(await codeOf(signWith(keys, first.credentialId))).to.equal('KEY_STORE_CREDENTIAL_UNKNOWN');
    advance(600_000);
    expect(await codeOf(signWith(keys, second.credentialId))).to.equal('KEY_STORE_CREDENTIAL_UNKNOWN');
    expect(steps.filter(({ type }) => type === 'one-time-key-destroyed').map(({ facts }) => facts)).to.deep.equal([
      { credentialId: first.credentialId, reason: 'abandoned' },
      { credentialId: second.credentialId, reason: 'expired' },
    ]);
  });

  it('gives no value where the step cannot be written down', async () => {
    const { keys } = await setUp({
      record: ({ type }) => (type === 'one-time-signature-made' ? Promise.reject(new Error('no store')) : Promise.resolve()),
    });
    const { credentialId } = await prepare(keys);
    const outcome = await signWith(keys, credentialId).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect(await codeOf(signWith(keys, credentialId))).to.equal('KEY_STORE_CREDENTIAL_UNUSABLE');
  });

  it('is destroyed where no certificate comes, or that of another key', async () => {
    const { issuer: honest } = await createTestAuthority({ clock: { now: () => START } });
    const outcomes: readonly CertificateIssuer['issue'][] = [
      () => Promise.resolve({ status: 'refused', code: 'NO' }),
      async (order) => {
        const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
        const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
        return honest.issue({ ...order, key: { publicKey } });
      },
    ];
    for (const issue of outcomes) {
      const { keys, steps } = await setUp({ issuer: { name: 'fake', issue } });
      expect(await codeOf(keys.prepare(ORDER))).to.equal('KEY_STORE_CREDENTIAL_UNUSABLE');
      expect(steps.at(-1)?.facts['reason']).to.equal('not-issued');
    }
  });

  it('waits for an issuer that has to ask somebody', async () => {
    const { issuer: honest } = await createTestAuthority({ clock: { now: () => START } });
    const issue: CertificateIssuer['issue'] = (order, call) =>
      order.resume === 'place "7"'
        ? honest.issue(order, call)
        : Promise.resolve({ status: 'pending', resume: 'place "7"', pollAfterMs: 5 });
    const { keys, steps } = await setUp({ issuer: { name: 'slow', issue } });
    const first = await keys.prepare(ORDER);
    if (first.status !== 'pending') throw new Error('expected a pending answer');
    const last = await keys.prepare({ ...ORDER, resume: first.resume });
    expect(last.status).to.equal('done');
    expect(steps.filter(({ type }) => type === 'one-time-key-made')).to.have.length(1);
    expect(await codeOf(keys.prepare({ ...ORDER, resume: 'nowhere' }))).to.equal('ISSUER_RESUME_UNKNOWN');
  });

  it('leaves events in the chain of its envelope', async () => {
    const store = createMemoryStore();
    const { keys } = await setUp({ record: auditOneTimeSteps({ store, clock: { now: () => START } }) });
    await signWith(keys, (await prepare(keys)).credentialId);
    const events = await store.transaction((tx) => tx.audit.listEvents({ tenant: 'tenant', of: { chain: 'envelope' }, limit: 9 }));
    expect(events.map(({ type, actor }) => `${actor} ${type}`)).to.deep.equal([
      'person one-time-key-made',
      'person one-time-certificate-issued',
      'person one-time-signature-made',
      'person one-time-key-destroyed',
    ]);
    expect(await verifyChain(store, 'tenant', { chain: 'envelope' })).to.include({ intact: true });
  });
});

const missing = softHsmMissing();
describe.skipIf(missing !== undefined)('a one-time key on a token', () => {
  it('signs once, and is gone from the token', async () => {
    const hsm = createSoftHsm();
    hsm.addToken('keys');
    const token = openPkcs11Token({ library: hsm.library, pin: () => Promise.resolve(SOFT_HSM_PIN) });
    try {
      const { keys } = await setUp({ makeKey: () => tokenOneTimeKey(token) });
      const key = await tokenOneTimeKey(token);
      const { credentialId } = await prepare(keys);
      expect(await signWith(keys, credentialId)).to.have.length(1);
      expect(await codeOf(signWith(keys, credentialId, { ...CONTEXT, idempotencyKey: 'use-2' }))).to.equal('KEY_STORE_CREDENTIAL_UNUSABLE');
      await key.destroy();
      const dtbs = new Uint8Array(3);
      expect(await codeOf(key.sign({ dtbs, digest: await digest('SHA-256', dtbs) }))).to.equal('PKCS11_KEY_NOT_FOUND');
    } finally {
      await token.close();
      hsm.remove();
    }
  });
});
