import { decodeBase64 } from '@sealkit/core/bytes';
import { TEST_KEY_FILES, TEST_TIME } from '@sealkit/testkit';
import { createPkcs12KeyStore, type Pkcs12Entry } from '../../src/keystore/pkcs12/index.ts';
import { runKeyStoreContract } from './key-store-contract.ts';

const ENTRIES: ReadonlyMap<string, Pkcs12Entry> = new Map<string, Pkcs12Entry>([
  ['seal', { file: decodeBase64(TEST_KEY_FILES.modern.base64), password: TEST_KEY_FILES.modern.password }],
  ['person', { file: decodeBase64(TEST_KEY_FILES.modernRsa.base64), password: TEST_KEY_FILES.modernRsa.password, pss: true }],
]);

runKeyStoreContract('PKCS #12', () => {
  let now = TEST_TIME.getTime();
  return Promise.resolve({
    keyStore: createPkcs12KeyStore({ load: (id) => Promise.resolve(ENTRIES.get(id)), clock: { now: () => new Date(now) } }),
    credentialIds: ['seal', 'person'] as const,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    beyondAuthorizationMs: 120_000,
    secrets: [TEST_KEY_FILES.modern.password, TEST_KEY_FILES.modern.base64.slice(0, 40)],
  });
});
