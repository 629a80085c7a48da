export {
  type ForeignKey,
  type IssueOptions,
  issueCertificate,
  issueCertificateFor,
  type TestIdentity,
  testKeyAlgorithm,
} from './pki/issue-certificate.ts';
export { TEST_ENCRYPTED_PEM, TEST_KEY_FILES } from './pki/test-key-files.ts';
export { TEST_KEYS, type TestKeyName } from './pki/test-keys.ts';
export { makeCrl, type MakeCrlOptions, makeOcspResponse, type MakeOcspOptions } from './pki/revocation-answers.ts';
export { crlDistributionPointsExtension, ocspNoCheckExtension, serviceExtension } from './pki/service-extensions.ts';
export { createTestPki, TEST_POLICY, TEST_TIME, type TestPki, testPki } from './pki/test-pki.ts';
export { testTimestampAuthority, TIME_STAMPING } from './pki/test-timestamp-authority.ts';
export { buildAccessiblePdf } from './pdf/accessible-pdf.ts';
export { buildClassicPdf, type ClassicRevision, streamObject } from './pdf/classic-pdf.ts';
export { ODD_PDFS, type OddPdfName, plainRevision } from './pdf/odd-pdfs.ts';
export { buildSamplePdf, type SamplePdfOptions } from './pdf/sample-pdf.ts';
export { naiveConsistencyProof, naiveInclusionPath, naiveLeafHash, naiveRoot, naiveTiles } from './log/naive-tree.ts';
export { testNoteSigner } from './log/note-signers.ts';
export { type TestEntry, testZip } from './test-zip.ts';
