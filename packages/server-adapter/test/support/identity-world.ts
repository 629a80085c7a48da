import type { Bytes } from '@sealkit/core/bytes';
import { type CertificateProfile, PortError, type RequestedSubject, type RevocationSource, type Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { issueCertificate, makeCrl, type TestIdentity } from '@sealkit/testkit';
import { createTestAuthority, registerSealVersion } from '../../src/index.ts';
import type { IdentityConfig, Store } from '../../src/index.ts';
import { generateMemoryKey } from '../../src/identity/memory-key.ts';
import type { IdentityVerificationRecord } from '../../src/storage/records.ts';
import { memoryKeyStore } from './memory-key-store.ts';
import { createWorld, START, TENANT, type World } from './world.ts';

export const COMPANY: RequestedSubject = {
  country: 'CN',
  organization: '北京测试公司',
  organizationIdentifier: 'NTRCN-91350100M000100Y43',
  commonName: '北京测试公司',
};
const HOUR = 3_600_000;
const CRL_URL = 'http://crl.example/test.crl';

export interface IdentityWorld extends World {
  readonly root: TestIdentity;
  /** What the revocation source answers from now on. */
  readonly status: { answer: 'good' | 'revoked' | 'nothing' | 'unreachable' | 'old' };
  readonly credential: TestIdentity;
  /** Keys that the key store knows, by credential. */
  readonly signers: Record<string, Signer>;
}

/** A world whose first seal signs with a certificate of a test authority that keeps a CRL, and whose company is verified. */
export async function createIdentityWorld(
  identity: Partial<IdentityConfig> | ((made: Pick<IdentityWorld, 'root' | 'signers'>) => Partial<IdentityConfig>) = {},
  {
    subject = COMPANY,
    verified = true,
    store,
  }: { readonly subject?: RequestedSubject; readonly verified?: boolean; readonly store?: Store } = {},
): Promise<IdentityWorld> {
  const root = await issueCertificate({
    key: 'p384',
    commonName: 'TEST Authority',
    serialNumber: '77',
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2040-01-01T00:00:00Z'),
    authority: {},
  });
  const credential = await issueTo(root, subject, 'organisation');
  const status: IdentityWorld['status'] = { answer: 'good' };
  let now = (): Date => START;
  const signers: Record<string, Signer> = { 'seal-1': credential.signer };
  const keys = memoryKeyStore(signers);
  const config = typeof identity === 'function' ? identity({ root, signers }) : identity;
  const world = await createWorld({
    keyStore: keys,
    revocationSource: crlSource(root, credential, status, () => now()),
    identity: { anchors: [root.certificate], revocation: 'required', numberKey: new Uint8Array(32).fill(9), ...config },
    ...(store === undefined ? {} : { store }),
  });
  now = world.now;
  await registerSealVersion(world.registration, TENANT, 'QL-1', await world.sealVersion('QL-1', credential, 'seal-1'));
  if (verified) await world.store.transaction((tx) => tx.identities.put(passedOrganisation('company-1', '北京测试公司')));
  return { ...world, keyStore: keys, signers, root, status, credential };
}

/** A certificate of the test authority over a key made in memory. */
export async function issueTo(root: TestIdentity, subject: RequestedSubject, profile: CertificateProfile): Promise<TestIdentity> {
  const { issuer } = await createTestAuthority({
    clock: { now: () => START },
    authority: root.signer,
    validityMs: { organisation: 24 * 30 * HOUR, person: 24 * 30 * HOUR },
    status: { crlUrl: CRL_URL },
  });
  const key = await generateMemoryKey();
  const outcome = await issuer.issue({
    orderId: 'order',
    key: { publicKey: key.publicKey },
    subject,
    profile,
    identityProof: { verificationId: 'v', provider: 'test', method: 'test', verifiedAt: START, digest: `sha256:${'00'.repeat(32)}` },
  });
  if (outcome.status !== 'issued') throw new Error(`expected a certificate, got ${outcome.status}`);
  const [certificate] = outcome.certificates;
  const { algorithm, sign } = key;
  return {
    name: subject.commonName,
    certificate,
    certificates: outcome.certificates,
    privateKey: new Uint8Array(),
    algorithm,
    signer: { algorithm, certificates: outcome.certificates, sign },
  };
}

function crlSource(root: TestIdentity, credential: TestIdentity, status: IdentityWorld['status'], now: () => Date): RevocationSource {
  const list = (at: Date, isRevoked: boolean): Promise<Bytes> =>
    makeCrl({
      issuer: root,
      thisUpdate: new Date(at.getTime() - 60_000),
      nextUpdate: new Date(at.getTime() + HOUR),
      revoked: isRevoked ? [{ serialNumber: parseCertificate(credential.certificate).serialNumber, at: START }] : [],
    });
  return {
    fetchOcsp: () => Promise.resolve(undefined),
    fetchIssuers: () => Promise.resolve([]),
    async fetchCrls() {
      if (status.answer === 'unreachable') throw new PortError('revocation', 'HTTP_UNREACHABLE', 'expected an answer', { retryable: true });
      if (status.answer === 'nothing') return [];
      const at = status.answer === 'old' ? new Date(now().getTime() - 24 * HOUR) : now();
      return [await list(at, status.answer === 'revoked')];
    },
  };
}

export function passedOrganisation(id: string, name: string, registrationNumber = '91350100M000100Y43'): IdentityVerificationRecord {
  return {
    tenant: TENANT,
    id: `verified-${id}-${registrationNumber}`,
    subject: { kind: 'organisation', id },
    provider: 'test',
    method: 'registration-number',
    state: 'passed',
    startedAt: START.toISOString(),
    startedBy: 'ada',
    finishedAt: START.toISOString(),
    claims: { name, registrationNumber, legalRepresentative: null, personalNumber: null, phone: null, account: null },
    documents: [],
    resume: null,
    actionUrl: null,
    reason: null,
    decidedBy: null,
    providerReference: null,
    event: { id: 'event', digest: `sha256:${'11'.repeat(32)}` },
  };
}
