import { generateKeyPairSync, sign } from 'node:crypto';
import { encodeUtf8 } from '../bytes/index.ts';
import type { AnyDigestAlgorithm } from './digest-algorithms.ts';
import { verifySignatureValue } from './signature-verification.ts';

const MESSAGE = encodeUtf8('signed by OpenSSL');

/** OpenSSL's values for keys and digests that WebCrypto lacks: Node's cryptography makes them, ours verifies them. */
describe('curves and digests beyond WebCrypto', () => {
  const cases: readonly (readonly [string, string, AnyDigestAlgorithm])[] = [
    ['brainpoolP256r1', 'sha256', 'SHA-256'],
    ['brainpoolP384r1', 'sha384', 'SHA-384'],
    ['brainpoolP512r1', 'sha512', 'SHA-512'],
    ['brainpoolP256r1', 'sha3-512', 'SHA3-512'],
    ['prime256v1', 'sha3-256', 'SHA3-256'],
    ['secp384r1', 'sha3-384', 'SHA3-384'],
    ['secp521r1', 'sha224', 'SHA-224'],
  ];
  for (const [namedCurve, hash, digest] of cases) {
    it(`ECDSA on ${namedCurve} with ${digest}: the value holds, and no other message, value or key`, async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      const other = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' });
      const query = {
        algorithm: { name: 'ECDSA', digest } as const,
        publicKey: publicKey.export({ format: 'der', type: 'spki' }),
        signature: sign(hash, MESSAGE, privateKey),
        message: MESSAGE,
      };
      expect(await verifySignatureValue(query)).to.equal('valid');
      expect(await verifySignatureValue({ ...query, message: encodeUtf8('another') })).to.equal('invalid');
      expect(await verifySignatureValue({ ...query, signature: sign(hash, encodeUtf8('x'), privateKey) })).to.equal('invalid');
      expect(await verifySignatureValue({ ...query, publicKey: other })).to.equal('invalid');
    });
  }

  it('Ed448: the value holds, and no other message, value or key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed448');
    const query = {
      algorithm: { name: 'Ed448', digest: 'SHAKE256' } as const,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      signature: sign(null, MESSAGE, privateKey),
      message: MESSAGE,
    };
    const flipped = new Uint8Array(query.signature);
    flipped[60] = (flipped[60] ?? 0) ^ 1;
    expect(await verifySignatureValue(query)).to.equal('valid');
    expect(await verifySignatureValue({ ...query, message: encodeUtf8('another') })).to.equal('invalid');
    expect(await verifySignatureValue({ ...query, signature: flipped })).to.equal('invalid');
    expect(await verifySignatureValue({ ...query, signature: query.signature.subarray(1) })).to.equal('invalid');
    const other = generateKeyPairSync('ed448').publicKey.export({ format: 'der', type: 'spki' });
    expect(await verifySignatureValue({ ...query, publicKey: other })).to.equal('invalid');
  });

  it('a point that does not lie on its curve makes nothing valid', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' });
    const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    spki[spki.length - 1] = (spki.at(-1) ?? 0) ^ 1;
    const signature = sign('sha256', MESSAGE, privateKey);
    expect(
      await verifySignatureValue({ algorithm: { name: 'ECDSA', digest: 'SHA-256' }, publicKey: spki, signature, message: MESSAGE }),
    ).to.equal('invalid');
  });
});
