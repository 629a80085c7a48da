import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { type SignatureValueResult, verifySignatureValue } from '@sealkit/core/crypto';
import type { SignatureAlgorithm } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { createTestPki, type TestPki } from '@sealkit/testkit';
import { softwareSigner, type SoftwareSignerOptions } from '../keystore/software-signer.ts';
import { nodeDigestEngine } from './node-digest-engine.ts';

const MESSAGE = encodeUtf8('what is signed');
const KEYS: readonly (readonly [keyof TestPki['signers'], SoftwareSignerOptions])[] = [
  ['rsa2048', {}],
  ['rsa2048', { pss: true }],
  ['rsa2048', { digest: 'SHA-512' }],
  ['p256', {}],
  ['p384', {}],
  ['p521', {}],
  ['ed25519', {}],
];

describe('verification in the thread', () => {
  it('says of every algorithm what WebCrypto says, of genuine values and of others', async () => {
    const pki = await createTestPki();
    for (const [name, options] of KEYS) {
      const { privateKey, certificates } = pki.signers[name];
      const signer = softwareSigner({ privateKey, certificates }, options);
      const signature = await signer.sign({ dtbs: MESSAGE, digest: new Uint8Array() });
      const publicKey = parseCertificate(certificates[0] ?? new Uint8Array()).spki;
      const verify = async (algorithm: SignatureAlgorithm, value: Uint8Array, message = MESSAGE): Promise<SignatureValueResult> => {
        const asked: (boolean | undefined)[] = [];
        const engine = { ...nodeDigestEngine, verify: (query: never) => note(asked, nodeDigestEngine.verify?.(query)) };
        const result = await verifySignatureValue({ algorithm, publicKey, signature: value, message, engine });
        expect(asked.length, 'asked the engine').to.equal(1);
        expect(result).to.equal(await verifySignatureValue({ algorithm, publicKey, signature: value, message }));
        return result;
      };
      const { algorithm } = signer;
      expect(await verify(algorithm, signature), JSON.stringify(algorithm)).to.equal('valid');
      expect(await verify(algorithm, signature, encodeUtf8('another'))).to.equal('invalid');
      const last = signature.length - 1;
      expect(await verify(algorithm, signature.with(last, (signature[last] ?? 0) ^ 1))).to.equal('invalid');
      // A salt of another length than the algorithm states is another signature.
      if (algorithm.name === 'RSASSA-PSS') expect(await verify({ ...algorithm, saltLength: 20 }, signature)).to.equal('invalid');
    }
  });

  it('leaves a key to others that OpenSSL does not take', () => {
    const query = {
      algorithm: { name: 'Ed25519' } as const,
      publicKey: new Uint8Array(12),
      signature: new Uint8Array(64),
      message: MESSAGE,
    };
    expect(nodeDigestEngine.verify?.(query)).to.equal(undefined);
  });
});

describe('decompression in the thread', () => {
  const octets = new Uint8Array(randomBytes(5000));
  const stream = new Uint8Array(deflateSync(octets));

  it('gives what a sound stream holds, and looks at nothing behind it', () => {
    expect(nodeDigestEngine.inflate?.(stream, 5000)).to.deep.equal(octets);
    expect(nodeDigestEngine.inflate?.(Uint8Array.from([...stream, 13, 10]), 5000)).to.deep.equal(octets);
  });

  it('leaves to core what is cut, damaged or longer than it may be', () => {
    expect(nodeDigestEngine.inflate?.(stream.subarray(0, 4000), 5000)).to.equal(undefined);
    expect(nodeDigestEngine.inflate?.(stream.with(stream.length - 1, (stream.at(-1) ?? 0) ^ 1), 5000)).to.equal(undefined);
    expect(nodeDigestEngine.inflate?.(stream, 4999)).to.equal(undefined);
    expect(nodeDigestEngine.inflate?.(new Uint8Array(), 4999)).to.equal(undefined);
  });
});

function note<T>(list: T[], value: T): T {
  list.push(value);
  return value;
}
