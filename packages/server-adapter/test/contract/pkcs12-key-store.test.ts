import { decodeBase64 } from '@sealkit/core/bytes';
import { TEST_KEY_FILES, TEST_TIME } from '@sealkit/testkit';
import { KEY_STORE_CONTRACT, type KeyStoreContractSubject } from '../../src/index.ts';
import { createPkcs12KeyStore, type Pkcs12Entry } from '../../src/keystore/pkcs12/index.ts';

const { modern, modernRsa } = TEST_KEY_FILES;
const ENTRIES: ReadonlyMap<string, Pkcs12Entry> = new Map<string, Pkcs12Entry>([
  ['seal', { file: decodeBase64(modern.base64), password: modern.password }],
  ['person', { file: decodeBase64(modernRsa.base64), password: modernRsa.password, pss: true }],
  ['office', { file: decodeBase64(modernRsa.base64), password: modernRsa.password, digest: 'SHA-512' }],
  // The key of one file with the certificate of another cannot be made of octets at hand: a file without its key refuses likewise.
  ['mismatched', { file: decodeBase64(TEST_KEY_FILES.withoutKey.base64), password: TEST_KEY_FILES.withoutKey.password }],
]);

function createSubject(): KeyStoreContractSubject {
  let now = TEST_TIME.getTime();
  return {
    keyStore: createPkcs12KeyStore({ load: (id) => Promise.resolve(ENTRIES.get(id)), clock: { now: () => new Date(now) } }),
    credentialIds: ['seal', 'person', 'office'],
    mismatchedCredentialId: 'mismatched',
    advance: (milliseconds) => {
      now += milliseconds;
    },
    beyondAuthorizationMs: 120_000,
    secrets: [modern.password, modernRsa.password, modern.base64.slice(0, 40)],
  };
}

describe('key store contract: PKCS #12', () => {
  for (const { title, run } of KEY_STORE_CONTRACT) it(title, () => run(createSubject()));
});
