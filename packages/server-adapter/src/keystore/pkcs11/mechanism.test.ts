import { decodeHex, encodeHex } from '@sealkit/core/bytes';
import type { SignatureAlgorithm, SigningInput } from '@sealkit/core/ports';
import { cmsForm, mechanismOf, tokenInput } from './mechanism.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

const inputOf = (length: number): SigningInput => ({
  dtbs: Uint8Array.of(1, 2, 3),
  digest: Uint8Array.from({ length }, (_, index) => index),
});
const given = (algorithm: SignatureAlgorithm, length: number): string => encodeHex(tokenInput(algorithm, inputOf(length)));
const OCTETS = (length: number): string => encodeHex(inputOf(length).digest);

describe('what a token is given, and how its value leaves (PKCS #11 v3.0)', () => {
  it('gives PKCS #1 v1.5 a DigestInfo (RFC 8017 §9.2, note 1)', () => {
    for (const [digest, length, prefix] of [
      ['SHA-256', 32, '3031300d060960864801650304020105000420'],
      ['SHA-384', 48, '3041300d060960864801650304020205000430'],
      ['SHA-512', 64, '3051300d060960864801650304020305000440'],
    ] as const) {
      const algorithm = { name: 'RSASSA-PKCS1-v1_5', digest } as const;
      expect(given(algorithm, length)).to.equal(prefix + OCTETS(length));
      expect(mechanismOf(algorithm)).to.deep.equal({ mechanism: 0x1 });
    }
  });

  it('gives RSASSA-PSS the digest, with hash, mask and salt that agree (CK_RSA_PKCS_PSS_PARAMS)', () => {
    for (const [digest, length, hashAlg, mgf] of [
      ['SHA-256', 32, 0x250, 2],
      ['SHA-384', 48, 0x260, 3],
      ['SHA-512', 64, 0x270, 4],
    ] as const) {
      const algorithm = { name: 'RSASSA-PSS', digest, saltLength: length } as const;
      expect(given(algorithm, length)).to.equal(OCTETS(length));
      expect(mechanismOf(algorithm)).to.deep.equal({ mechanism: 0xd, parameter: { type: 5, hashAlg, mgf, saltLen: length } });
    }
  });

  it('gives ECDSA as much of the digest as the curve takes (FIPS 186-5 §6.4.1)', () => {
    expect(given({ name: 'ECDSA', curve: 'P-256', digest: 'SHA-512' }, 64)).to.equal(OCTETS(64).slice(0, 64));
    expect(given({ name: 'ECDSA', curve: 'P-384', digest: 'SHA-256' }, 32)).to.equal(OCTETS(32));
    expect(given({ name: 'ECDSA', curve: 'P-521', digest: 'SHA-512' }, 64)).to.equal(OCTETS(64));
    expect(mechanismOf({ name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' })).to.deep.equal({ mechanism: 0x1041 });
  });

  it('gives Ed25519 the message (RFC 8032 §5.1.6)', () => {
    expect(given({ name: 'Ed25519', digest: 'SHA-512' }, 64)).to.equal('010203');
    expect(mechanismOf({ name: 'Ed25519', digest: 'SHA-512' })).to.deep.equal({ mechanism: 0x1057 });
  });

  it('refuses a digest of another length', () => {
    expect(() => given({ name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' }, 31)).to.throw(RangeError);
    expect(() => given({ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-384' }, 32)).to.throw(RangeError);
  });

  it('turns r‖s into a DER SEQUENCE with the fewest octets, and leaves every other value as it is (RFC 3279 §2.2.3)', () => {
    const p256 = { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' } as const;
    const raw = decodeHex(`${'00'.repeat(31)}01${'80'.padEnd(64, '0')}`);
    expect(encodeHex(cmsForm(p256, raw))).to.equal(`3026020101022100${'80'.padEnd(64, '0')}`);
    expect(encodeHex(cmsForm({ name: 'Ed25519', digest: 'SHA-512' }, raw))).to.equal(encodeHex(raw));
    for (const length of [0, 63, 65, 96]) {
      let caught: unknown;
      try {
        cmsForm(p256, new Uint8Array(length));
      } catch (error) {
        caught = error;
      }
      expect(caught).to.be.instanceOf(Pkcs11Error);
      expect((caught as Pkcs11Error).code).to.equal('PKCS11_VALUE_INVALID');
    }
  });
});
