import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type {
  CertificateStatusReport,
  CertificateSummary,
  CheckResult,
  SealReport,
  SignatureReport,
  ValidationReport,
} from '@sealkit/core/validation';
import { sampleFaceSvg } from './samples.ts';

/** Reports as core writes them, of invented files. */

export function sampleCertificate(commonName: string, change: Partial<CertificateSummary> = {}): CertificateSummary {
  return {
    subject: `CN=${commonName}`,
    issuer: 'CN=示例签章 CA 2',
    serialNumber: '0a1b',
    sha256: '3f9a'.repeat(16),
    commonName,
    organization: commonName,
    notBefore: '2026-01-10T00:00:00Z',
    notAfter: '2027-01-09T00:00:00Z',
    keyAlgorithm: 'ECDSA P-256',
    testMaterial: true,
    der: 'MAA=',
    ...change,
  };
}

const check = (id: string, group: CheckResult['group'], status: CheckResult['status'], more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  group,
  clause: 'ETSI EN 319 102-1 §5.2',
  status,
  values: {},
  ...more,
});

const CHECKS: readonly CheckResult[] = [
  check('fc.byte-range-consistent', 'signature', 'passed'),
  check('fc.range-ends-revision', 'signature', 'passed', { values: { coverage: 'whole-file', revision: 2 } }),
  check('cv.message-digest-matches', 'signature', 'passed'),
  check('cv.signature-value-valid', 'signature', 'passed', { values: { signatureAlgorithm: 'ECDSA P-256, SHA-256' } }),
];

export const SAMPLE_SEAL_REPORT: SealReport = {
  statement: {
    indication: 'PASSED',
    number: 'QL-C-03',
    version: 3,
    kind: 'contract',
    name: '合同专用章',
    ordinal: 0,
    widthUm: 38_000,
    heightUm: 38_000,
    validStart: '2026-03-02T00:00:00Z',
    validEnd: '2027-01-09T00:00:00Z',
    maker: sampleCertificate('示例制章机构'),
    testMaterial: true,
    picture: { type: 'SVG', base64: encodeBase64(encodeUtf8(sampleFaceSvg(38))) },
  },
  places: [
    {
      field: 'seal-b1f6a1de-1',
      page: 6,
      placement: { page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000, rotation: 0 },
      picture: 'equal',
    },
  ],
  permit: {
    indication: 'PASSED',
    id: 'b1f6a1de',
    person: 'p-7f21',
    issuer: 'qinglan',
    approvals: [{ person: 'p-9c04', time: '2026-11-24T08:00:00.000Z', passkey: null }],
  },
  intent: null,
};

/** An OCSP response from the file, about one of its certificates. */
export const SAMPLE_STATUS: CertificateStatusReport = {
  status: 'good',
  answer: {
    kind: 'ocsp',
    source: 'document',
    sha256: '77c0'.repeat(16),
    thisUpdate: '2026-09-18T06:31:16Z',
    nextUpdate: '2026-09-19T06:31:16Z',
  },
};

export function sampleSignature(change: Partial<SignatureReport> = {}): SignatureReport {
  return {
    field: 'seal-b1f6a1de-1',
    fields: ['seal-b1f6a1de-1'],
    kind: 'signature',
    indication: 'TOTAL-PASSED',
    integrity: 'intact',
    coverage: 'whole-file',
    revision: 2,
    laterChanges: { level: 'none', permitted: true, findings: [] },
    baselineLevel: 'B-B',
    subFilter: 'ETSI.CAdES.detached',
    digestAlgorithm: 'SHA-256',
    signatureAlgorithm: 'ECDSA P-256, SHA-256',
    claimedSigningTime: '2026-09-18T06:31:12Z',
    bestSignatureTime: '2026-09-21T01:40:00Z',
    bestSignatureTimeSource: 'validation-time',
    signer: sampleCertificate('青岚数据科技有限公司'),
    counterSignatures: [],
    path: [
      {
        certificate: sampleCertificate('青岚数据科技有限公司'),
        role: 'signer',
        verdict: { indication: 'PASSED' },
        status: SAMPLE_STATUS,
      },
      {
        certificate: sampleCertificate('示例签章 CA 2', { notBefore: '2024-05-01T00:00:00Z', notAfter: '2029-04-30T00:00:00Z' }),
        role: 'intermediate',
        verdict: { indication: 'PASSED' },
        status: SAMPLE_STATUS,
      },
      {
        certificate: sampleCertificate('示例根 CA', {
          notBefore: '2020-01-01T00:00:00Z',
          notAfter: '2040-01-01T00:00:00Z',
          issuer: 'CN=示例根 CA',
        }),
        role: 'anchor',
        verdict: { indication: 'PASSED' },
        status: null,
      },
    ],
    certificatesAt: { time: '2026-09-21T01:40:00Z', because: 'validation-time' },
    timestamps: [],
    selfContainedUntil: null,
    seal: SAMPLE_SEAL_REPORT,
    permit: null,
    byteRangeDigest: `sha256:${'2b77'.padEnd(60, '0')}90e1`,
    places: [{ field: 'seal-b1f6a1de-1', page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000 }],
    checks: CHECKS,
    ...change,
  };
}

export function sampleReport(
  options: {
    readonly fields?: readonly string[];
    readonly signatures?: readonly SignatureReport[];
    readonly document?: Partial<ValidationReport['document']>;
  } = {},
): ValidationReport {
  const fields = options.fields ?? ['seal-b1f6a1de-1'];
  const signatures = options.signatures ?? [sampleSignature({ field: fields[0] ?? null, fields })];
  return {
    version: 1,
    policy: { name: 'basic', revocation: 'if-present', permittedChanges: 'form-filling', longTerm: false },
    validationTime: '2026-09-21T01:40:00Z',
    document: {
      indication: signatures[0]?.indication ?? null,
      integrity: 'intact',
      signatures: signatures.length,
      timestamps: 0,
      encrypted: false,
      pages: 6,
      revisions: 2,
      digest: `sha256:${'c1d8'.padEnd(60, '0')}7e05`,
      size: 1_234_567,
      checks: [check('document.file-readable', 'document', 'passed')],
      ...options.document,
    },
    signatures,
    notices: [],
  };
}
