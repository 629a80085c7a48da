import { generateKeyPairSync, sign } from 'node:crypto';
import { encodeUtf8 } from '../bytes/index.ts';
import { parsePublicKey } from './public-key.ts';
import { verifySignatureValue } from './signature-verification.ts';

const MESSAGE = encodeUtf8('a contract');
const { privateKey, publicKey } = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 });
const SPKI = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

describe('DSA (FIPS 186-4 §4.7)', () => {
  it('verifies what OpenSSL signed, with digests shorter and longer than the subprime', async () => {
    for (const [digest, name] of [
      ['SHA-1', 'sha1'],
      ['SHA-256', 'sha256'],
      ['SHA-512', 'sha512'],
    ] as const) {
      const signature = new Uint8Array(sign(name, MESSAGE, privateKey));
      const query = { algorithm: { name: 'DSA', digest } as const, publicKey: SPKI, message: MESSAGE };
      expect(await verifySignatureValue({ ...query, signature }), name).to.equal('valid');
      expect(await verifySignatureValue({ ...query, signature: signature.with(10, (signature[10] ?? 0) ^ 1) }), name).to.equal('invalid');
      expect(await verifySignatureValue({ ...query, signature, message: encodeUtf8('another') }), name).to.equal('invalid');
      expect(await verifySignatureValue({ ...query, signature: signature.subarray(0, -1) }), name).to.equal('invalid');
    }
  });

  it('refuses values outside of the group, and keys of another kind', async () => {
    const query = { algorithm: { name: 'DSA', digest: 'SHA-256' } as const, publicKey: SPKI, message: MESSAGE };
    expect(await verifySignatureValue({ ...query, signature: Uint8Array.of(0x30, 6, 2, 1, 0, 2, 1, 0) })).to.equal('invalid');
    expect(await verifySignatureValue({ ...query, signature: Uint8Array.of(0x30, 6, 2, 1, 0xff, 2, 1, 1) })).to.equal('invalid');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' });
    const signature = new Uint8Array(sign('sha256', MESSAGE, privateKey));
    expect(await verifySignatureValue({ ...query, publicKey: new Uint8Array(rsa), signature })).to.equal('invalid');
    expect(parsePublicKey(SPKI)).to.include({ kind: 'DSA', bits: 2048 });
  });
});
