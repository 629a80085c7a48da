import { encodeLatin1 } from '@sealkit/core/bytes';
import { digest, verifySignatureValue } from '@sealkit/core/crypto';
import type { Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { testPki } from '@sealkit/testkit';
import { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from '@sealkit/testkit/node';
import { KeyStoreError } from '../key-store-error.ts';
import type { SoftwareSignerOptions } from '../software-signer.ts';
import type { Cryptoki } from './cryptoki.ts';
import { loadCryptoki } from './load-cryptoki.ts';
import {
  destroyTokenKey,
  generateTokenKey,
  openPkcs11Signer,
  openPkcs11Token,
  Pkcs11Error,
  type Pkcs11Token,
  type Pkcs11TokenOptions,
  storeTokenCertificate,
} from './index.ts';

interface ClosesAll {
  C_CloseAllSessions(slot: Buffer): void;
}

const KEYS = ['rsa2048', 'p256', 'p384', 'p521'] as const;
const idOf = (key: string): Uint8Array => encodeLatin1(`id-${key}`);
const MESSAGE = encodeLatin1('to be signed');

async function signed(signer: Signer, dtbs = MESSAGE): Promise<string> {
  const { algorithm, certificates } = signer;
  const value = await signer.sign({ dtbs, digest: await digest(algorithm.digest, dtbs) });
  const publicKey = parseCertificate(certificates[0]!).spki;
  return verifySignatureValue({ algorithm, publicKey, signature: value, message: dtbs });
}

async function failure(work: () => unknown): Promise<Pkcs11Error | KeyStoreError> {
  let caught: unknown;
  try {
    await work();
  } catch (error) {
    caught = error;
  }
  if (!(caught instanceof Pkcs11Error || caught instanceof KeyStoreError))
    throw new TypeError(`expected a typed error, got ${String(caught)}`);
  const shown = `${caught.message} ${caught.stack} ${JSON.stringify(caught)} ${String(caught.cause)}`;
  expect(shown.includes(SOFT_HSM_PIN), shown).to.equal(false);
  return caught;
}

const missing = softHsmMissing();
const title = 'a signer over PKCS #11, with SoftHSM';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let hsm: SoftHsm;
  let token: Pkcs11Token;
  const open = (changes: Partial<Pkcs11TokenOptions> = {}): Pkcs11Token =>
    openPkcs11Token({ library: hsm.library, token: { label: 'main' }, pin: () => Promise.resolve(SOFT_HSM_PIN), ...changes });

  beforeAll(async () => {
    hsm = createSoftHsm();
    for (const label of ['main', 'other', 'twin', 'twin']) hsm.addToken(label);
    for (const key of KEYS) hsm.importKey('main', key, { label: key, id: idOf(key) });
    hsm.importKey('main', 'otherCompany', { label: 'bare', id: encodeLatin1('bare'), bare: true });
    hsm.importKey('main', 'register', { label: 'lonely', id: encodeLatin1('lonely') });
    token = open();
    const { signers } = await testPki();
    for (const key of KEYS) await storeTokenCertificate(token, { label: key }, signers[key].certificate);
    // The importer of SoftHSM takes no Edwards keys: this one is made on the token.
    const { spki } = await generateTokenKey(token, { label: 'ed25519', kind: 'Ed25519' });
    const ed25519 = await (await testPki()).certify({ spki, algorithm: { name: 'Ed25519', digest: 'SHA-512' } }, 'Token ed25519');
    await storeTokenCertificate(token, { label: 'ed25519' }, ed25519);
  });
  afterAll(async () => {
    await token.close();
    hsm.remove();
  });

  for (const [key, options, name] of [
    ['rsa2048', {}, 'RSASSA-PKCS1-v1_5 with SHA-256'],
    ['rsa2048', { digest: 'SHA-512' }, 'RSASSA-PKCS1-v1_5 with SHA-512'],
    ['rsa2048', { pss: true }, 'RSASSA-PSS with SHA-256'],
    ['rsa2048', { pss: true, digest: 'SHA-384' }, 'RSASSA-PSS with SHA-384'],
    ['rsa2048', { pss: true, digest: 'SHA-512' }, 'RSASSA-PSS with SHA-512'],
    ['p256', {}, 'ECDSA P-256'],
    ['p256', { digest: 'SHA-512' }, 'ECDSA P-256 with a digest longer than the curve'],
    ['p384', {}, 'ECDSA P-384'],
    ['p521', {}, 'ECDSA P-521'],
    ['ed25519', {}, 'Ed25519'],
  ] as const satisfies readonly (readonly [string, SoftwareSignerOptions, string])[]) {
    it(`signs with ${name}`, async () => {
      const signer = await openPkcs11Signer(token, { key: { label: key }, ...options });
      expect(await signed(signer)).to.equal('valid');
      expect(parseCertificate(signer.certificates[0]!).subject.commonName).to.match(new RegExp(` ${key}$`));
    });
  }

  it('finds a key by its id, and by label and id together', async () => {
    expect(await signed(await openPkcs11Signer(token, { key: { id: idOf('p256') } }))).to.equal('valid');
    expect(await signed(await openPkcs11Signer(token, { key: { label: 'p384', id: idOf('p384') } }))).to.equal('valid');
    const mixed = await failure(() => openPkcs11Signer(token, { key: { label: 'p384', id: idOf('p256') } }));
    expect(mixed.code).to.equal('PKCS11_KEY_NOT_FOUND');
  });

  it('finds a token by label, serial number or slot, and says when there is none or more than one', async () => {
    const { serialNumber, label, model } = token.identity;
    expect([label, model]).to.deep.equal(['main', 'SoftHSM v2']);
    const same = open({ token: { serialNumber } });
    expect(same.identity).to.deep.equal(token.identity);
    await same.close();
    // SoftHSM makes the slot of the last eight digits of the serial number.
    const slot = Number.parseInt(serialNumber.slice(-8), 16) & 0x7fffffff;
    const bySlot = open({ token: { slot } });
    expect(bySlot.identity.serialNumber).to.equal(serialNumber);
    await bySlot.close();
    expect((await failure(() => open({ token: { label: 'absent' } }))).code).to.equal('PKCS11_TOKEN_NOT_FOUND');
    expect((await failure(() => open({ token: { label: 'other', serialNumber } }))).code).to.equal('PKCS11_TOKEN_NOT_FOUND');
    expect((await failure(() => open({ token: { label: 'twin' } }))).code).to.equal('PKCS11_TOKEN_AMBIGUOUS');
    expect((await failure(() => open({ token: {} }))).code).to.equal('PKCS11_TOKEN_AMBIGUOUS');
  });

  it('takes certificates that are handed over, in any order, and refuses those of another key', async () => {
    const { signers, intermediate, register } = await testPki();
    const signer = await openPkcs11Signer(token, {
      key: { label: 'lonely' },
      certificates: [intermediate.certificate, signers.p256.certificate, register.certificate],
    });
    expect(signer.certificates).to.deep.equal([register.certificate, intermediate.certificate]);
    expect(await signed(signer)).to.equal('valid');
    const completed = await openPkcs11Signer(token, { key: { label: 'p256' }, issuers: [intermediate.certificate] });
    expect(completed.certificates).to.deep.equal([signers.p256.certificate, intermediate.certificate]);
    const wrong = await failure(() =>
      openPkcs11Signer(token, { key: { label: 'p256' }, certificates: [signers.otherCompany.certificate] }),
    );
    expect(wrong.code).to.equal('KEY_CERTIFICATE_MISSING');
    expect((await failure(() => openPkcs11Signer(token, { key: { label: 'lonely' } }))).code).to.equal('KEY_CERTIFICATE_MISSING');
    expect((await failure(() => storeTokenCertificate(token, { label: 'lonely' }, signers.p256.certificate))).code).to.equal(
      'KEY_CERTIFICATE_MISSING',
    );
  });

  it('never hands out a value that the certificate does not verify, where the token hides the public half', async () => {
    const { signers } = await testPki();
    const right = await openPkcs11Signer(token, { key: { label: 'bare' }, certificates: [signers.otherCompany.certificate] });
    expect(await signed(right)).to.equal('valid');
    const wrong = await openPkcs11Signer(token, { key: { label: 'bare' }, certificates: [signers.p256.certificate] });
    expect((await failure(() => signed(wrong))).code).to.equal('PKCS11_VALUE_INVALID');
    expect((await failure(() => openPkcs11Signer(token, { key: { label: 'bare' } }))).code).to.equal('KEY_CERTIFICATE_MISSING');
    await storeTokenCertificate(token, { label: 'bare' }, signers.otherCompany.certificate);
    expect(await signed(await openPkcs11Signer(token, { key: { label: 'bare' } }))).to.equal('valid');
  });

  it('never hands out a value over a digest that is not that of the data', async () => {
    const signer = await openPkcs11Signer(token, { key: { label: 'p256' } });
    const other = await digest('SHA-256', encodeLatin1('other'));
    expect((await failure(() => signer.sign({ dtbs: MESSAGE, digest: other }))).code).to.equal('PKCS11_VALUE_INVALID');
    let short: unknown;
    await signer.sign({ dtbs: MESSAGE, digest: other.subarray(1) }).catch((error: unknown) => (short = error));
    expect(short).to.be.instanceOf(RangeError);
  });

  it('signs forty times at once over at most three sessions, in order', async () => {
    const pins: string[] = [];
    const pin = (): Promise<string> => {
      pins.push('asked');
      return Promise.resolve(SOFT_HSM_PIN);
    };
    await token.close();
    const few = open({ maxSessions: 3, pin });
    try {
      const signer = await openPkcs11Signer(few, { key: { label: 'p256' } });
      const messages = Array.from({ length: 40 }, (_, index) => encodeLatin1(`message ${index}`));
      expect(new Set(await Promise.all(messages.map((message) => signed(signer, message))))).to.deep.equal(new Set(['valid']));
      expect(pins.length).to.equal(1);
    } finally {
      await few.close();
      token = open();
    }
  });

  it('says that a PIN is wrong, and tries it once only', async () => {
    await token.close();
    let asked = 0;
    const wrong = open({ pin: () => Promise.resolve(`wrong-${(asked += 1)}`) });
    try {
      const first = await failure(() => openPkcs11Signer(wrong, { key: { label: 'p256' } }));
      expect([first.code, first.retryable, (first as Pkcs11Error).ckr]).to.deep.equal(['PKCS11_PIN_INCORRECT', false, 'CKR_PIN_INCORRECT']);
      const tries = await Promise.all([1, 2, 3].map(() => failure(() => openPkcs11Signer(wrong, { key: { label: 'p256' } }))));
      expect(tries.map(({ code }) => code)).to.deep.equal(['PKCS11_PIN_INCORRECT', 'PKCS11_PIN_INCORRECT', 'PKCS11_PIN_INCORRECT']);
      expect(asked).to.equal(1);
    } finally {
      await wrong.close();
    }
    const none = open({ pin: () => Promise.resolve(undefined) });
    expect((await failure(() => openPkcs11Signer(none, { key: { label: 'p256' } }))).code).to.equal('PKCS11_PIN_NEEDED');
    await none.close();
    const broken = open({ pin: () => Promise.reject(new Error(`vault of ${SOFT_HSM_PIN}`)) });
    const unavailable = await failure(() => openPkcs11Signer(broken, { key: { label: 'p256' } }));
    expect([unavailable.code, unavailable.retryable]).to.deep.equal(['PKCS11_PIN_UNAVAILABLE', true]);
    await broken.close();
    token = open();
  });

  it('is refused once the token is closed, and ends when the signal is aborted', async () => {
    const closing = open();
    const signer = await openPkcs11Signer(closing, { key: { label: 'p256' } });
    const input = { dtbs: MESSAGE, digest: await digest('SHA-256', MESSAGE) };
    const running = signer.sign(input);
    await closing.close();
    expect((await running).length).to.be.greaterThan(60);
    expect((await failure(() => signed(signer))).code).to.equal('PKCS11_CLOSED');
    const other = await openPkcs11Signer(token, { key: { label: 'p256' } });
    let reason: unknown;
    await other.sign(input, { signal: AbortSignal.abort('enough') }).catch((error: unknown) => (reason = error));
    expect(reason).to.equal('enough');
  });

  it('opens a new session where the token lost the old ones, and says that they were lost', async () => {
    const { cryptoki, release } = loadCryptoki(hsm.library);
    const signer = await openPkcs11Signer(token, { key: { label: 'p256' } });
    expect(await signed(signer)).to.equal('valid');
    for (const slot of cryptoki.C_GetSlotList(true)) (cryptoki as Cryptoki & ClosesAll).C_CloseAllSessions(slot);
    const lost = await failure(() => signed(signer));
    expect([lost.code, lost.retryable, (lost as Pkcs11Error).ckr]).to.deep.equal([
      'PKCS11_SESSION_LOST',
      true,
      'CKR_SESSION_HANDLE_INVALID',
    ]);
    expect(await signed(signer)).to.equal('valid');
    release();
  });

  it('asks for the PIN for each signature of a key that wants it', async () => {
    let asked = 0;
    const counting = open({ pin: () => Promise.resolve(((asked += 1), SOFT_HSM_PIN)) });
    try {
      const { spki, id } = await generateTokenKey(counting, { label: 'confirmed', kind: 'P-256', confirmEach: true });
      const algorithm = { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' } as const;
      await storeTokenCertificate(counting, { id }, await (await testPki()).certify({ spki, algorithm }, 'Confirmed'));
      const signer = await openPkcs11Signer(counting, { key: { id } });
      const before = asked;
      expect([await signed(signer), await signed(signer)]).to.deep.equal(['valid', 'valid']);
      expect(asked - before).to.equal(2);
      await destroyTokenKey(counting, { id });
    } finally {
      await counting.close();
    }
  });

  it('says which library or package is not there', async () => {
    expect((await failure(() => open({ library: '/absent.so' }))).code).to.equal('PKCS11_LIBRARY_UNUSABLE');
  });
});
