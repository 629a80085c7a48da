export { type IssueOptions, issueCertificate, type TestIdentity, testKeyAlgorithm } from './pki/issue-certificate.ts';
export { TEST_KEYS, type TestKeyName } from './pki/test-keys.ts';
export { createTestPki, TEST_POLICY, TEST_TIME, type TestPki } from './pki/test-pki.ts';
