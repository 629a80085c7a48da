import { issueCertificate, makeCrl, type MakeCrlOptions, testPki, TEST_TIME, type TestIdentity, type TestPki } from '@sealkit/testkit';
import { encodeBoolean, encodeContext, encodeSequence, OIDS, parseDer } from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { readDistributionPoints } from '../distribution-points.ts';
import { buildCertificatePaths } from '../path-building.ts';
import { checkPath } from '../path-checking.ts';
import { parseCrl } from './crl.ts';
import type { RevocationAnswer } from './revocation-answer.ts';
import { verifyCrl } from './verify-crl.ts';

const HOUR = 3_600_000;
const times = { thisUpdate: new Date(TEST_TIME.getTime() - HOUR), nextUpdate: new Date(TEST_TIME.getTime() + HOUR) };
const VALIDITY = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2044-12-31T23:59:59Z') };
const REVOKED_AT = new Date('2026-05-01T00:00:00Z');

let pki: TestPki;
let leaf: Certificate;
beforeAll(async () => {
  pki = await testPki();
  leaf = parseCertificate(pki.signers.p256.certificate);
});

const signerOf = (changes: Partial<Parameters<typeof issueCertificate>[0]> = {}): Promise<TestIdentity> =>
  issueCertificate({
    key: 'p384',
    commonName: 'Test Issuing CA',
    issuer: pki.root,
    ...VALIDITY,
    serialNumber: '71',
    keyUsages: ['cRLSign'],
    ...changes,
  });

async function answerOf(signer: TestIdentity, changes: Partial<MakeCrlOptions> = {}, certificate = leaf): Promise<RevocationAnswer> {
  return verifyCrl(parseCrl(await makeCrl({ issuer: signer, ...times, ...changes })), {
    certificate,
    issuer: parseCertificate(pki.intermediate.certificate),
    candidates: [parseCertificate(signer.certificate)],
  });
}

describe('CRLs that the issuing key did not sign (RFC 5280 §6.3.3 (f))', () => {
  it('name the other certificate of the issuer as a delegate, whose path the caller checks', async () => {
    const signer = await signerOf();
    const answer = await answerOf(signer);
    expect([answer.status, answer.signerRole, answer.faults]).to.deep.equal(['good', 'delegate', []]);
    const [path] = await buildCertificatePaths({ leaf: answer.signer!, candidates: [], anchors: [pki.root.certificate] });
    expect(checkPath(path!, { at: TEST_TIME, purpose: 'crl-signing' }).verdict.indication).to.equal('PASSED');
    expect(checkPath(path!, { at: TEST_TIME, purpose: 'ocsp-signing' }).verdict.indication).to.equal('INDETERMINATE');
  });

  it('do not count where that certificate may not sign CRLs, or was not valid when the CRL was made', async () => {
    expect((await answerOf(await signerOf({ keyUsages: ['keyCertSign'] }))).faults).to.deep.equal(['SIGNER_UNSUITABLE']);
    const expired = await signerOf({ notAfter: new Date(TEST_TIME.getTime() - 2 * HOUR) });
    expect((await answerOf(expired)).faults).to.deep.equal(['SIGNER_OUT_OF_VALIDITY']);
  });

  it('say nothing without a certificate for the key', async () => {
    const signer = await signerOf();
    const crl = parseCrl(await makeCrl({ issuer: signer, ...times }));
    const answer = await verifyCrl(crl, { certificate: leaf, issuer: parseCertificate(pki.intermediate.certificate) });
    expect(answer.faults).to.deep.equal(['SIGNATURE_INVALID']);
  });
});

describe('indirect CRLs (RFC 5280 §5.2.5, §5.3.3)', () => {
  const directory = (name: Bytes): Bytes => encodeContext(4, name, { constructed: true });
  const indirect: NonNullable<MakeCrlOptions['extensions']> = [
    {
      oid: OIDS.issuingDistributionPoint,
      critical: true,
      value: encodeSequence(encodeContext(4, encodeBoolean(true).subarray(2), { constructed: false })),
    },
  ];
  const issuerEntry = (name: Bytes): NonNullable<MakeCrlOptions['extensions']> => [
    { oid: OIDS.certificateIssuer, critical: true, value: encodeSequence(directory(name)) },
  ];
  const leafUnder = (signer: TestIdentity): Certificate => {
    const name = parseCertificate(signer.certificate).subject.raw;
    const point = encodeSequence(encodeSequence(encodeContext(2, directory(name), { constructed: true })));
    return { ...leaf, distributionPoints: readDistributionPoints(parseDer(point)) };
  };

  it('count where the certificate names their issuer, and not elsewhere', async () => {
    const signer = await signerOf({ commonName: 'CRL Issuer' });
    expect((await answerOf(signer, { extensions: indirect }, leafUnder(signer))).status).to.equal('good');
    expect((await answerOf(signer, { extensions: indirect })).faults).to.deep.equal(['ISSUER_NAME_DIFFERS']);
    expect((await answerOf(signer, {}, leafUnder(signer))).faults).to.deep.equal(['ISSUER_NAME_DIFFERS']);
  });

  it('name the issuer of an entry once for all that follow, until another is named', async () => {
    const signer = await signerOf({ commonName: 'CRL Issuer' });
    const { serialNumber } = leaf;
    const [own, other] = [leaf.issuer.raw, parseCertificate(pki.strangerRoot.certificate).subject.raw];
    const statusWith = async (...revoked: NonNullable<MakeCrlOptions['revoked']>): Promise<string> =>
      (await answerOf(signer, { extensions: indirect, revoked }, leafUnder(signer))).status;
    const at = REVOKED_AT;
    expect(await statusWith({ serialNumber, at })).to.equal('good');
    expect(await statusWith({ serialNumber: '77', at, extensions: issuerEntry(own) }, { serialNumber, at })).to.equal('revoked');
    expect(await statusWith({ serialNumber: '77', at, extensions: issuerEntry(other) }, { serialNumber, at })).to.equal('good');
    expect(
      await statusWith(
        { serialNumber: '77', at, extensions: issuerEntry(own) },
        { serialNumber: '78', at, extensions: issuerEntry(other) },
        { serialNumber, at },
      ),
    ).to.equal('good');
  });
});
