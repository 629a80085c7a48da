import { encodeHex } from '../bytes/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../ports/index.ts';
import { CryptoError, signatureAlgorithmFromDer, signatureAlgorithmToDer, webCryptoSigner } from './index.ts';

type AnyAlgorithm = SignatureAlgorithm<SigningDigest>;

const SHA3_256_PSS =
  '303d06092a864886f70d01010a3030a00d300b0609608648016503040208a11a301806092a864886f70d010108300b0609608648016503040208a203020120';
const KNOWN: readonly (readonly [AnyAlgorithm, string])[] = [
  [{ name: 'Ed448', digest: 'SHAKE256' }, '300506032b6571'],
  [{ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-256' }, '300d060960864801650304030e0500'],
  [{ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-384' }, '300d060960864801650304030f0500'],
  [{ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-512' }, '300d06096086480165030403100500'],
  [{ name: 'ECDSA', digest: 'SHA3-256', curve: 'P-256' }, '300b060960864801650304030a'],
  [{ name: 'ECDSA', digest: 'SHA3-384', curve: 'brainpoolP384r1' }, '300b060960864801650304030b'],
  [{ name: 'ECDSA', digest: 'SHA3-512', curve: 'P-521' }, '300b060960864801650304030c'],
  [{ name: 'ECDSA', digest: 'SHA-512', curve: 'brainpoolP512r1' }, '300a06082a8648ce3d040304'],
  [{ name: 'RSASSA-PSS', digest: 'SHA3-256', saltLength: 32 }, SHA3_256_PSS],
];

describe('AlgorithmIdentifiers of signatures (RFC 8419 §3.1, RFC 9688 §3, RFC 5754 §3)', () => {
  for (const [algorithm, der] of KNOWN) {
    it(`${algorithm.name} with ${algorithm.digest} is ${der}, and is read back`, () => {
      expect(encodeHex(signatureAlgorithmToDer(algorithm))).to.equal(der);
      const { name, digest } = signatureAlgorithmFromDer(signatureAlgorithmToDer(algorithm));
      expect({ name, digest }).to.deep.equal({ name: algorithm.name, digest: algorithm.digest });
    });
  }

  it('a WebCrypto signer refuses a brainpool curve by name', () => {
    const algorithm = { name: 'ECDSA', digest: 'SHA-256', curve: 'brainpoolP256r1' } as const;
    let caught: unknown;
    try {
      webCryptoSigner({ privateKey: Uint8Array.of(0x30, 0), certificates: [], algorithm });
    } catch (error) {
      caught = error;
    }
    expect(caught).to.be.instanceOf(CryptoError);
    expect((caught as CryptoError).code).to.equal('CRYPTO_ALGORITHM_UNKNOWN');
  });
});
