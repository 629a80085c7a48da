import { type ForeignKey, type IssueOptions, issueCertificate, issueCertificateFor, type TestIdentity } from './issue-certificate.ts';
import type { Bytes } from '@sealkit/core/bytes';
import type { TestKeyName } from './test-keys.ts';

/** Policy of certificates that are test material. */
export const TEST_POLICY = '2.25.124324920879145517526047296025797566977';
/** id-kp-documentSigning (RFC 9336). */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** A time inside the validity of every certificate that holds. */
export const TEST_TIME: Date = new Date('2026-06-01T12:00:00Z');

const NOT_BEFORE = new Date('2025-01-01T00:00:00Z');
const NOT_AFTER = new Date('2044-12-31T23:59:59Z');

/** One root, one intermediate, signers of every algorithm, and identities that must be refused, each for one reason. */
export interface TestPki {
  readonly root: TestIdentity;
  readonly intermediate: TestIdentity;
  readonly strangerRoot: TestIdentity;
  readonly signers: { readonly [name in 'rsa2048' | 'p256' | 'p384' | 'p521' | 'ed25519' | 'otherCompany']: TestIdentity };
  readonly sealMaker: TestIdentity;
  readonly register: TestIdentity;
  readonly refused: {
    readonly expired: TestIdentity;
    readonly notYetValid: TestIdentity;
    /** Extended key usage of a web server alone. */
    readonly wrongPurpose: TestIdentity;
    /** Critical time-stamping purpose. */
    readonly timeStampingOnly: TestIdentity;
    /** Key usage without digitalSignature and nonRepudiation. */
    readonly wrongKeyUsage: TestIdentity;
    readonly unknownCriticalExtension: TestIdentity;
    /** Issued by a signer that is no authority. */
    readonly issuedBySigner: TestIdentity;
    /** Below a root that nobody trusts. */
    readonly stranger: TestIdentity;
    /** Subject and serial number of `signers.p256`, another key, below the stranger. */
    readonly impostor: TestIdentity;
  };
  /** Issues one more certificate below the intermediate. */
  issue(options: Partial<IssueOptions> & Pick<IssueOptions, 'key' | 'commonName'>): Promise<TestIdentity>;
  /** A certificate, DER, below the intermediate for a key that is none of the tests'. */
  certify(key: ForeignKey, commonName: string): Promise<Bytes>;
}

/** Makes the test PKI; the same octets in every run. */
export async function createTestPki(): Promise<TestPki> {
  const dates = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  const root = await issueCertificate({ key: 'root', commonName: 'Test Root CA', serialNumber: '01', ...dates, authority: {} });
  const strangerRoot = await issueCertificate({
    key: 'strangerRoot',
    commonName: 'Stranger Root CA',
    serialNumber: '02',
    ...dates,
    authority: {},
  });
  const intermediate = await issueCertificate({
    key: 'intermediate',
    commonName: 'Test Issuing CA',
    serialNumber: '03',
    ...dates,
    issuer: root,
    authority: { pathLength: 0 },
    policies: [TEST_POLICY],
  });
  let serial = 0x10;
  const usual = () => {
    serial += 1;
    const serialNumber = serial.toString(16);
    return { ...dates, serialNumber, issuer: intermediate, purposes: [DOCUMENT_SIGNING], policies: [TEST_POLICY], noRevAvail: true };
  };
  const issue: TestPki['issue'] = (options) => issueCertificate({ ...usual(), ...options });
  const signer = (key: TestKeyName, organization = 'Test Company One'): Promise<TestIdentity> =>
    issue({ key, commonName: `Signer ${key}`, organization });
  const p256 = await signer('p256');
  const signers = {
    p256,
    rsa2048: await signer('rsa2048'),
    p384: await signer('p384'),
    p521: await signer('p521'),
    ed25519: await signer('ed25519'),
    otherCompany: await signer('otherCompany', 'Test Company Two'),
  };
  return {
    root,
    intermediate,
    strangerRoot,
    signers,
    sealMaker: await issue({ key: 'sealMaker', commonName: 'Seal Maker' }),
    register: await issue({ key: 'register', commonName: 'Seal Register' }),
    refused: {
      expired: await issue({ key: 'p256', commonName: 'Expired', notAfter: new Date('2025-06-01T00:00:00Z') }),
      notYetValid: await issue({ key: 'p256', commonName: 'Not yet valid', notBefore: new Date('2043-01-01T00:00:00Z') }),
      wrongPurpose: await issue({ key: 'p256', commonName: 'Web server', purposes: [SERVER_AUTH] }),
      timeStampingOnly: await issue({ key: 'p256', commonName: 'Time-stamping', purposes: [TIME_STAMPING], purposesCritical: true }),
      wrongKeyUsage: await issue({ key: 'p256', commonName: 'Key agreement', keyUsages: ['keyAgreement'] }),
      unknownCriticalExtension: await issue({ key: 'p256', commonName: 'Unknown extension', unknownCriticalExtension: '2.25.1' }),
      issuedBySigner: await issue({ key: 'p384', commonName: 'Issued by a signer', issuer: signers.rsa2048 }),
      stranger: await issue({ key: 'p256', commonName: 'Stranger', issuer: strangerRoot }),
      impostor: await issueCertificate({
        key: 'p384',
        commonName: 'Signer p256',
        organization: 'Test Company One',
        serialNumber: '11',
        ...dates,
        issuer: strangerRoot,
      }),
    },
    issue,
    certify: (key, commonName) => issueCertificateFor(key, { ...usual(), commonName }),
  };
}

let shared: Promise<TestPki> | undefined;

/** The test PKI, made once for all tests of a file. */
export function testPki(): Promise<TestPki> {
  return (shared ??= createTestPki());
}
