import { testPki, TEST_TIME, type TestIdentity, type TestPki } from '@sealkit/testkit';
import { OIDS } from '../asn1/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { NameConstraints } from './name-subtree.ts';
import { buildCertificatePaths, type CertificatePath } from './path-building.ts';
import { checkPath, type PathPurpose, type PathResult } from './path-checking.ts';
import type { PolicyInputs } from './policy-checking.ts';

async function pathOf(identity: TestIdentity, pki: TestPki): Promise<CertificatePath> {
  const paths = await buildCertificatePaths({
    leaf: parseCertificate(identity.certificate),
    candidates: identity.certificates,
    anchors: [pki.root.certificate],
  });
  expect(paths.length).to.equal(1);
  return paths[0]!;
}

const reasonsAt = (path: CertificatePath, at = TEST_TIME, purpose: PathPurpose = 'signing'): readonly (readonly string[])[] =>
  checkPath(path, { at, purpose }).steps.map(({ reasons }) => reasons);

describe('path checking (RFC 5280 §6.1)', () => {
  it('includes both ends of the validity and refuses a second beyond', async () => {
    const pki = await testPki();
    const path = await pathOf(pki.signers.p256, pki);
    const { notBefore, notAfter } = path.certificates[0]!;
    expect(reasonsAt(path, notBefore)[0]).to.deep.equal([]);
    expect(reasonsAt(path, notAfter)[0]).to.deep.equal([]);
    expect(reasonsAt(path, new Date(notBefore.getTime() - 1000))[0]).to.deep.equal(['CERTIFICATE_NOT_YET_VALID']);
    expect(reasonsAt(path, new Date(notAfter.getTime() + 1000))[0]).to.deep.equal(['CERTIFICATE_EXPIRED']);
  });

  it('refuses each flawed signer for its own reason', async () => {
    const pki = await testPki();
    const { refused } = pki;
    const expected: readonly (readonly [TestIdentity, string])[] = [
      [refused.expired, 'CERTIFICATE_EXPIRED'],
      [refused.notYetValid, 'CERTIFICATE_NOT_YET_VALID'],
      [refused.wrongPurpose, 'EXTENDED_KEY_USAGE_UNSUITABLE'],
      [refused.timeStampingOnly, 'EXTENDED_KEY_USAGE_UNSUITABLE'],
      [refused.wrongKeyUsage, 'KEY_USAGE_UNSUITABLE'],
      [refused.unknownCriticalExtension, 'UNKNOWN_CRITICAL_EXTENSION'],
    ];
    for (const [identity, reason] of expected) expect(reasonsAt(await pathOf(identity, pki))[0], identity.name).to.deep.equal([reason]);
  });

  it('refuses a signer as authority', async () => {
    const pki = await testPki();
    const path = await pathOf(pki.refused.issuedBySigner, pki);
    expect(path.certificates.length).to.equal(4);
    expect(reasonsAt(path)[1]).to.deep.equal(['ISSUER_NOT_AUTHORITY', 'KEY_USAGE_NOT_CERTIFICATE_SIGNING']);
    // Two authorities stand below nothing else: the intermediate allows none.
    expect(reasonsAt(path)[2]).to.deep.equal(['PATH_LENGTH_EXCEEDED']);
  });

  it('demands the critical time-stamping purpose alone for a time-stamp authority (RFC 3161 §2.3)', async () => {
    const pki = await testPki();
    expect(reasonsAt(await pathOf(pki.refused.timeStampingOnly, pki), TEST_TIME, 'timestamping')[0]).to.deep.equal([]);
    expect(reasonsAt(await pathOf(pki.signers.p256, pki), TEST_TIME, 'timestamping')[0]).to.deep.equal(['EXTENDED_KEY_USAGE_UNSUITABLE']);
  });
});

describe('policies and names along a path (RFC 5280 §6.1.3, §6.1.4)', () => {
  const constraintsOn = (host: string): NameConstraints => ({
    permitted: [{ base: { kind: 'dNSName', raw: new Uint8Array(), host }, isWhole: true }],
    excluded: [],
  });
  const hosts = (host: string): Pick<Certificate, 'subjectAltNames'> => ({
    subjectAltNames: [{ kind: 'dNSName', raw: new Uint8Array(), host }],
  });
  /** The path of a signer with its certificates changed: leaf, intermediate, anchor. */
  const changed = async (...changes: readonly Partial<Certificate>[]): Promise<CertificatePath> => {
    const pki = await testPki();
    const { certificates, links } = await pathOf(pki.signers.p256, pki);
    return { certificates: certificates.map((certificate, index) => ({ ...certificate, ...changes[index] })), links };
  };
  const judged = (path: CertificatePath, policies?: PolicyInputs): PathResult =>
    checkPath(path, { at: TEST_TIME, purpose: 'signing', ...(policies === undefined ? {} : { policies }) });

  it('hold a leaf to the names that an authority or the anchor permits', async () => {
    for (const changes of [
      [hosts('other.test'), { nameConstraints: constraintsOn('example.com') }],
      [hosts('other.test'), {}, { nameConstraints: constraintsOn('example.com') }],
    ]) {
      const result = judged(await changed(...changes));
      expect(result.steps.map(({ reasons }) => reasons)).to.deep.equal([['NAME_NOT_PERMITTED'], [], []]);
      expect(result.verdict).to.deep.equal({ indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
    }
    expect(judged(await changed(hosts('a.example.com'), { nameConstraints: constraintsOn('example.com') })).verdict.indication).to.equal(
      'PASSED',
    );
  });

  it('do not ask a self-issued authority for its names, and ask a leaf', async () => {
    const { certificates } = await changed();
    const selfIssued = { ...hosts('other.test'), issuer: certificates[2]!.subject, subject: certificates[2]!.subject };
    const top = { nameConstraints: constraintsOn('example.com') };
    expect(judged(await changed({ issuer: selfIssued.subject }, selfIssued, top)).steps[1]?.reasons).to.deep.equal([]);
    const leaf = { ...hosts('other.test'), subject: certificates[1]!.subject };
    expect(judged(await changed(leaf, {}, top)).steps[0]?.reasons).to.deep.equal(['NAME_NOT_PERMITTED']);
  });

  it('refuse name constraints of a leaf, and an issuer without a name', async () => {
    expect(judged(await changed({ nameConstraints: constraintsOn('example.com') })).steps[0]?.reasons).to.deep.equal([
      'NAME_CONSTRAINTS_MISPLACED',
    ]);
    const { certificates } = await changed();
    const empty = { ...certificates[1]!.subject, raw: new Uint8Array([0x30, 0]), relativeNames: [] };
    expect(judged(await changed({ issuer: empty }, { subject: empty })).steps[0]?.reasons).to.deep.equal(['ISSUER_NAME_EMPTY']);
  });

  it('name the policies that hold, and demand one only where somebody does', async () => {
    const both = await changed({ policies: ['1.2.3', '1.2.4'] }, { policies: ['1.2.3'] });
    expect(judged(both).policies).to.deep.equal(['1.2.3']);
    expect(judged(both, { acceptable: ['1.2.4'] })).to.deep.include({ policies: [], verdict: { indication: 'PASSED' } });
    expect(judged(both, { acceptable: ['1.2.4'], explicit: true }).steps[0]?.reasons).to.deep.equal(['NO_VALID_POLICY']);
    expect(judged(both, { acceptable: ['1.2.3'], explicit: true }).verdict.indication).to.equal('PASSED');
    const demanding = await changed({ policies: [] }, { policies: ['1.2.3'], policyConstraints: { requireExplicitPolicy: 0 } });
    expect(judged(demanding).steps.map(({ reasons }) => reasons)).to.deep.equal([['NO_VALID_POLICY'], [], []]);
    const later = await changed({ policies: [] }, { policies: ['1.2.3'], policyConstraints: { requireExplicitPolicy: 2 } });
    expect(judged(later).verdict.indication).to.equal('PASSED');
  });

  it('let anyPolicy stand for nothing where it is inhibited, and refuse to map it', async () => {
    const any = await changed({ policies: [OIDS.anyPolicy] }, { policies: ['1.2.3'] });
    expect(judged(any, { explicit: true }).policies).to.deep.equal(['1.2.3']);
    expect(judged(any, { explicit: true, inhibitAny: true }).steps[0]?.reasons).to.deep.equal(['NO_VALID_POLICY']);
    const inhibited = await changed({ policies: [OIDS.anyPolicy] }, { policies: ['1.2.3'], inhibitAnyPolicy: 0 });
    expect(judged(inhibited, { explicit: true }).steps[0]?.reasons).to.deep.equal(['NO_VALID_POLICY']);
    const mapping = { issuerDomainPolicy: OIDS.anyPolicy, subjectDomainPolicy: '1.2.9' };
    expect(judged(await changed({}, { policyMappings: [mapping] })).steps[1]?.reasons).to.deep.equal(['POLICY_MAPPING_OF_ANY_POLICY']);
  });

  it('count mappings only as long as nobody inhibits them', async () => {
    const mapped = await changed(
      { policies: ['2.2'] },
      { policies: ['1.1'], policyMappings: [{ issuerDomainPolicy: '1.1', subjectDomainPolicy: '2.2' }] },
    );
    expect(judged(mapped, { acceptable: ['1.1'], explicit: true }).policies).to.deep.equal(['1.1']);
    expect(judged(mapped, { explicit: true, inhibitMapping: true }).steps[0]?.reasons).to.deep.equal(['NO_VALID_POLICY']);
  });

  it('refuse an authority of an old version, and hold the path to the length that the anchor allows', async () => {
    expect(judged(await changed({}, { version: 1 })).steps[1]?.reasons).to.deep.equal(['ISSUER_NOT_AUTHORITY']);
    const short = await changed({}, {}, { basicConstraints: { ca: true, pathLength: 0 } });
    expect(judged(short).steps.map(({ reasons }) => reasons)).to.deep.equal([[], [], ['PATH_LENGTH_EXCEEDED']]);
    const exact = await changed({}, {}, { basicConstraints: { ca: true, pathLength: 1 } });
    expect(judged(exact).verdict.indication).to.equal('PASSED');
  });

  it('narrow no purposes by those of an authority (§4.2.1.12 speaks of the certified key alone)', async () => {
    expect(judged(await changed({}, { extendedKeyUsage: [OIDS.serverAuth] })).verdict.indication).to.equal('PASSED');
  });
});
