import { makeCrl, type MakeCrlOptions, testPki, TEST_TIME, type TestPki } from '@sealkit/testkit';
import { encodeBoolean, encodeContext, encodeInteger, encodeNull, encodeSequence, OIDS } from '../../asn1/index.ts';
import { type Bytes, encodeLatin1 } from '../../bytes/index.ts';
import { parseCertificate } from '../certificate.ts';
import { X509Error } from '../x509-error.ts';
import { type Crl, findRevokedEntry, parseCrl } from './crl.ts';
import type { RevocationAnswer } from './revocation-answer.ts';
import { verifyCrl } from './verify-crl.ts';

const HOUR = 3_600_000;
const times = { thisUpdate: new Date(TEST_TIME.getTime() - HOUR), nextUpdate: new Date(TEST_TIME.getTime() + HOUR) };
const REVOKED_AT = new Date('2026-05-01T00:00:00Z');

let pki: TestPki;
beforeAll(async () => (pki = await testPki()));

const crlOf = async (options: Partial<MakeCrlOptions> = {}): Promise<Crl> =>
  parseCrl(await makeCrl({ issuer: pki.intermediate, ...times, ...options }));
const answerOf = async (options: Partial<MakeCrlOptions> = {}): Promise<RevocationAnswer> =>
  verifyCrl(await crlOf(options), {
    certificate: parseCertificate(pki.signers.p256.certificate),
    issuer: parseCertificate(pki.intermediate.certificate),
  });
const serialOf = (der: Uint8Array): string => parseCertificate(der).serialNumber;
const scope = (...fields: readonly Bytes[]): NonNullable<MakeCrlOptions['extensions']> => [
  { oid: OIDS.issuingDistributionPoint, critical: true, value: encodeSequence(...fields) },
];
const flag = (tag: number): Bytes => encodeContext(tag, encodeBoolean(true).subarray(2), { constructed: false });

describe('CRL (RFC 5280 §5)', () => {
  it('is read with its fields', async () => {
    const crl = await crlOf({ revoked: [{ serialNumber: '77', at: REVOKED_AT }] });
    expect([crl.version, crl.issuer.commonName, crl.crlNumber, crl.entries.count]).to.deep.equal([2, 'Test Issuing CA', '01', 1]);
    expect([crl.thisUpdate, crl.nextUpdate]).to.deep.equal([times.thisUpdate, times.nextUpdate]);
  });

  it('says good under the issuer and revoked with time and reason', async () => {
    const good = await answerOf();
    expect([good.status, good.signature, good.signerRole, good.faults]).to.deep.equal(['good', 'valid', 'issuer', []]);
    const serialNumber = serialOf(pki.signers.p256.certificate);
    const revoked = await answerOf({
      revoked: [
        { serialNumber: '77', at: TEST_TIME },
        { serialNumber, at: REVOKED_AT, reason: 1 },
      ],
    });
    expect([revoked.status, revoked.revokedAt, revoked.reason, revoked.faults]).to.deep.equal(['revoked', REVOKED_AT, 'keyCompromise', []]);
  });

  it('names what keeps it from speaking of the certificate', async () => {
    const faultsOf = async (options: Partial<MakeCrlOptions>): Promise<readonly string[]> => (await answerOf(options)).faults;
    expect(await faultsOf({ issuer: pki.root })).to.deep.equal(['ISSUER_NAME_DIFFERS']);
    expect(await faultsOf({ signer: pki.strangerRoot })).to.deep.equal(['SIGNATURE_INVALID']);
    expect(await faultsOf({ extensions: scope(flag(2)) })).to.deep.equal(['ONLY_CA_CERTIFICATES']);
    expect(await faultsOf({ extensions: scope(flag(5)) })).to.deep.equal(['ONLY_ATTRIBUTE_CERTIFICATES']);
    expect(await faultsOf({ extensions: scope(flag(1)) })).to.deep.equal([]);
    const reasons = encodeContext(3, Uint8Array.of(6, 0x40), { constructed: false });
    expect(await faultsOf({ extensions: scope(reasons) })).to.deep.equal(['ONLY_SOME_REASONS']);
    const place = encodeContext(6, encodeLatin1('http://elsewhere.test/crl'), { constructed: false });
    const point = encodeContext(0, encodeContext(0, place, { constructed: true }), { constructed: true });
    expect(await faultsOf({ extensions: scope(point) })).to.deep.equal(['OTHER_DISTRIBUTION_POINT']);
    const delta = [{ oid: OIDS.deltaCrlIndicator, critical: true, value: encodeInteger(1) }];
    expect(await faultsOf({ extensions: delta })).to.deep.equal(['DELTA_CRL']);
    const unknown = [{ oid: '2.25.9', critical: true, value: encodeNull() }];
    expect(await faultsOf({ extensions: unknown })).to.deep.equal(['UNKNOWN_CRITICAL_EXTENSION']);
    expect(await faultsOf({ revoked: [{ serialNumber: '77', at: REVOKED_AT, extensions: unknown }] })).to.deep.equal([
      'UNKNOWN_CRITICAL_EXTENSION',
    ]);
    expect(await faultsOf({ thisUpdate: new Date('2046-01-01T00:00:00Z') })).to.deep.equal(['CERTIFICATE_EXPIRED_BEFORE']);
  });

  it('is refused when it is cut at any length, or goes on', async () => {
    const { raw } = await crlOf({ revoked: [{ serialNumber: '77', at: REVOKED_AT, reason: 4 }] });
    for (let length = 0; length < raw.length; length += 1) expect(() => parseCrl(raw.subarray(0, length))).to.throw(X509Error);
    expect(() => parseCrl(Uint8Array.of(...raw, 0))).to.throw(X509Error);
  });

  it('never throws anything else, whatever octet is spoilt', async () => {
    const { raw } = await crlOf({ revoked: [{ serialNumber: '77', at: REVOKED_AT, reason: 4 }] });
    for (let at = 0; at < raw.length; at += 1)
      for (const value of [0x00, 0x80, 0xff]) {
        const spoilt = raw.with(at, value);
        try {
          findRevokedEntry(parseCrl(spoilt), parseCertificate(pki.signers.p256.certificate));
        } catch (error) {
          expect(error, `octet ${at}`).to.be.instanceOf(X509Error);
        }
      }
  });

  it('with a hundred thousand entries is looked up without a wait', async () => {
    const revoked = Array.from({ length: 100_000 }, (_, index) => ({
      serialNumber: (0x1000_0000 + index).toString(16),
      at: REVOKED_AT,
      reason: 4,
    }));
    const der = await makeCrl({ issuer: pki.intermediate, ...times, revoked });
    const start = performance.now();
    const crl = parseCrl(der);

    const serialNumberDer = encodeInteger(0x1000_0000 + 99_999);
    const entry = findRevokedEntry(crl, { serialNumberDer, issuer: crl.issuer });

    expect([crl.entries.count, entry?.reason]).to.deep.equal([100_000, 'superseded']);
    expect(performance.now() - start).to.be.below(1000);
  });
});
