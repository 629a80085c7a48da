import {
  issueCertificate,
  makeOcspResponse,
  type MakeOcspOptions,
  ocspNoCheckExtension,
  testPki,
  TEST_TIME,
  type TestIdentity,
  type TestPki,
} from '@sealkit/testkit';
import { encodeEnumerated, encodeNull, encodeSequence, OIDS } from '../../asn1/index.ts';
import { parseCertificate } from '../certificate.ts';
import { X509Error } from '../x509-error.ts';
import { encodeOcspRequest } from './ocsp-request.ts';
import { parseOcspResponse } from './ocsp-response.ts';
import type { RevocationAnswer } from './revocation-answer.ts';
import { verifyOcsp } from './verify-ocsp.ts';

const HOUR = 3_600_000;
const times = { thisUpdate: new Date(TEST_TIME.getTime() - HOUR), nextUpdate: new Date(TEST_TIME.getTime() + HOUR) };
const VALIDITY = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2044-12-31T23:59:59Z') };
const REVOKED_AT = new Date('2026-05-01T00:00:00Z');

let pki: TestPki;
let responder: TestIdentity;
beforeAll(async () => {
  pki = await testPki();
  responder = await responderOf(pki.intermediate);
});

const responderOf = (issuer: TestIdentity, purposes: readonly string[] = [OIDS.ocspSigning]): Promise<TestIdentity> =>
  issueCertificate({
    key: 'p384',
    commonName: 'Responder',
    serialNumber: '70',
    ...VALIDITY,
    issuer,
    purposes,
    extensions: [ocspNoCheckExtension()],
  });
const make = (options: Partial<MakeOcspOptions> = {}): ReturnType<typeof makeOcspResponse> =>
  makeOcspResponse({
    responder,
    certificate: pki.signers.p256.certificate,
    issuer: pki.intermediate.certificate,
    status: 'good',
    ...times,
    ...options,
  });
const answerOf = async (options: Partial<MakeOcspOptions> = {}): Promise<RevocationAnswer> =>
  verifyOcsp(parseOcspResponse(await make(options)), {
    certificate: parseCertificate(pki.signers.p256.certificate),
    issuer: parseCertificate(pki.intermediate.certificate),
  });

describe('OCSP (RFC 6960)', () => {
  it('answers of a delegated responder and of the issuer itself hold', async () => {
    const delegated = await answerOf();
    expect([delegated.status, delegated.signature, delegated.signerRole, delegated.signerNoCheck, delegated.faults]).to.deep.equal([
      'good',
      'valid',
      'delegate',
      true,
      [],
    ]);
    const direct = await answerOf({ responder: pki.intermediate, certificates: [], responderId: 'byName', hash: 'SHA-256' });
    expect([direct.status, direct.signerRole, direct.faults]).to.deep.equal(['good', 'issuer', []]);
  });

  it('says revoked with time and reason', async () => {
    const { status, revokedAt, reason, faults } = await answerOf({ status: { revokedAt: REVOKED_AT, reason: 5 } });
    expect([status, revokedAt, reason, faults]).to.deep.equal(['revoked', REVOKED_AT, 'cessationOfOperation', []]);
  });

  it('names what keeps an answer from being relied on', async () => {
    const faultsOf = async (options: Partial<MakeOcspOptions>): Promise<readonly string[]> => (await answerOf(options)).faults;
    expect(await faultsOf({ status: 'unknown' })).to.deep.equal(['STATUS_UNKNOWN']);
    expect(await faultsOf({ certificate: pki.signers.p384.certificate })).to.deep.equal(['OTHER_CERTIFICATE']);
    expect(await faultsOf({ signer: pki.strangerRoot })).to.deep.equal(['SIGNATURE_INVALID']);
    expect(await faultsOf({ certificates: [] })).to.deep.equal(['SIGNER_NOT_FOUND']);
    const stranger = await responderOf(pki.strangerRoot);
    expect(await faultsOf({ responder: stranger })).to.deep.equal(['RESPONDER_OF_OTHER_ISSUER']);
    const root = await responderOf(pki.root);
    expect(await faultsOf({ responder: root })).to.deep.equal(['RESPONDER_OF_OTHER_ISSUER']);
    const signer = await responderOf(pki.intermediate, [OIDS.anyExtendedKeyUsage]);
    expect(await faultsOf({ responder: signer })).to.deep.equal(['RESPONDER_NOT_DELEGATED']);
    expect(await faultsOf({ producedAt: new Date('2024-01-01T00:00:00Z') })).to.deep.equal(['SIGNER_OUT_OF_VALIDITY']);
    expect(await faultsOf({ extensions: [{ oid: '2.25.9', critical: true, value: encodeNull() }] })).to.deep.equal([
      'UNKNOWN_CRITICAL_EXTENSION',
    ]);
    const late = { thisUpdate: new Date('2045-06-01T00:00:00Z'), producedAt: TEST_TIME };
    expect(await faultsOf(late)).to.deep.equal(['CERTIFICATE_EXPIRED_BEFORE']);
    expect(await faultsOf({ ...late, archiveCutoff: VALIDITY.notBefore })).to.deep.equal([]);
  });

  it('errors of responders are values', () => {
    expect(parseOcspResponse(encodeSequence(encodeEnumerated(3)))).to.deep.include({ status: 'tryLater' });
    for (const status of [0, 4, 7]) expect(() => parseOcspResponse(encodeSequence(encodeEnumerated(status)))).to.throw(X509Error);
  });

  it('responses are refused when they are cut at any length; a spoilt octet throws nothing else', async () => {
    const raw = await make({ nonce: Uint8Array.of(1, 2, 3), status: { revokedAt: REVOKED_AT, reason: 1 } });
    for (let length = 0; length < raw.length; length += 1) expect(() => parseOcspResponse(raw.subarray(0, length))).to.throw(X509Error);
    for (let at = 0; at < raw.length; at += 1)
      for (const value of [0x00, 0x80, 0xff])
        try {
          parseOcspResponse(raw.with(at, value));
        } catch (error) {
          expect(error, `octet ${at}`).to.be.instanceOf(X509Error);
        }
  });

  it('requests carry the CertID and the nonce, and refuse nonces of other lengths', async () => {
    const query = { certificate: pki.signers.p256.certificate, issuer: pki.intermediate.certificate };
    const [plain, full] = [
      await encodeOcspRequest(query),
      await encodeOcspRequest({ ...query, hash: 'SHA-256', nonce: new Uint8Array(32) }),
    ];
    expect([plain[0], plain.length < full.length]).to.deep.equal([0x30, true]);
    const refusal = await encodeOcspRequest({ ...query, nonce: new Uint8Array(129) }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(RangeError);
  });
});
