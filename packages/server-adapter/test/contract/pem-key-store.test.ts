import { encodeUtf8 } from '@sealkit/core/bytes';
import { encodePem } from '@sealkit/core/x509';
import { TEST_ENCRYPTED_PEM, TEST_TIME, type TestIdentity, testPki } from '@sealkit/testkit';
import {
  createPemKeyStore,
  createSignerKeyStore,
  KEY_STORE_CONTRACT,
  type KeyStoreContractSubject,
  KeyStoreError,
  type PemEntry,
} from '../../src/index.ts';

type Settings = Omit<KeyStoreContractSubject, 'keyStore' | 'advance' | 'beyondAuthorizationMs' | 'mismatchedCredentialId'>;

function subjectOver(createStore: (clock: { now: () => Date }) => KeyStoreContractSubject['keyStore'], settings: Settings) {
  let now = TEST_TIME.getTime();
  return {
    ...settings,
    keyStore: createStore({ now: () => new Date(now) }),
    mismatchedCredentialId: 'mismatched',
    beyondAuthorizationMs: 120_000,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

async function pemSubject(): Promise<KeyStoreContractSubject> {
  const { signers } = await testPki();
  const plain = ({ privateKey, certificates }: TestIdentity): PemEntry => ({
    key: encodeUtf8(encodePem('PRIVATE KEY', privateKey)),
    certificates: certificates.map((der) => encodeUtf8(encodePem('CERTIFICATE', der))),
  });
  const locked: PemEntry = { ...plain(signers.p256), key: encodeUtf8(TEST_ENCRYPTED_PEM.pem), password: TEST_ENCRYPTED_PEM.password };
  const entries: Readonly<Record<string, PemEntry>> = {
    p256: locked,
    p384: plain(signers.p384),
    p521: plain(signers.p521),
    rsa: plain(signers.rsa2048),
    pss: { ...plain(signers.rsa2048), pss: true },
    ed25519: plain(signers.ed25519),
    mismatched: { ...locked, certificates: signers.p384.certificates },
  };
  return subjectOver((clock) => createPemKeyStore({ clock, load: (id) => Promise.resolve(entries[id]) }), {
    credentialIds: ['p256', 'rsa', 'p384', 'p521', 'pss', 'ed25519'],
    secrets: [TEST_ENCRYPTED_PEM.password, Buffer.from(signers.p384.privateKey).toString('base64').slice(40, 100)],
  });
}

/** Signers in memory: what a host of its own brings. */
async function memorySubject(): Promise<KeyStoreContractSubject> {
  const { signers } = await testPki();
  const keys: Readonly<Record<string, TestIdentity['signer']>> = {
    p256: signers.p256.signer,
    rsa: signers.rsa2048.signer,
    ed25519: signers.ed25519.signer,
    mismatched: { ...signers.p256.signer, certificates: signers.otherCompany.certificates },
  };
  const openSigner = (id: string) => {
    const signer = keys[id];
    if (signer === undefined) throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'expected a credential of the tests');
    return Promise.resolve(signer);
  };
  return subjectOver((clock) => createSignerKeyStore({ name: 'memory', clock, openSigner }), {
    credentialIds: ['p256', 'rsa', 'ed25519'],
    secrets: [Buffer.from(signers.p256.privateKey).toString('base64').slice(0, 60)],
  });
}

for (const [name, createSubject] of [
  ['PEM', pemSubject],
  ['memory', memorySubject],
] as const) {
  describe(`key store contract: ${name}`, () => {
    for (const { title, run } of KEY_STORE_CONTRACT) it(title, async () => run(await createSubject()));
  });
}
