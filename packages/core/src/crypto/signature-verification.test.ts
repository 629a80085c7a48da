import { testPki } from '@sealkit/testkit';
import { encodeHex, decodeHex, encodeUtf8 } from '../bytes/index.ts';
import { encodeInteger, encodeNull, encodeOid, encodeSequence, OIDS } from '../asn1/index.ts';
import type { SignatureAlgorithm } from '../ports/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { CryptoError } from './crypto-error.ts';
import { digest } from './digest.ts';
import { ecdsaDerToRaw, ecdsaRawToDer } from './ecdsa-value.ts';
import { parsePublicKey } from './public-key.ts';
import { verifyRsaValue } from './rsa-verification.ts';
import { signatureAlgorithmFromDer, signatureAlgorithmName, signatureAlgorithmToDer } from './signature-algorithm.ts';
import { verifySignatureValue } from './signature-verification.ts';
import { webCryptoSigner } from './web-crypto-signer.ts';

const MESSAGE = encodeUtf8('a message to be signed');

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CryptoError ? error.code : 'another error';
  }
}

async function cases() {
  const { signers } = await testPki();
  const pss: SignatureAlgorithm = { name: 'RSASSA-PSS', digest: 'SHA-384', saltLength: 48 };
  return Promise.all(
    [
      { identity: signers.rsa2048, algorithm: signers.rsa2048.algorithm },
      { identity: signers.rsa2048, algorithm: pss },
      { identity: signers.p256, algorithm: signers.p256.algorithm },
      { identity: signers.p384, algorithm: signers.p384.algorithm },
      { identity: signers.p521, algorithm: signers.p521.algorithm },
      { identity: signers.ed25519, algorithm: signers.ed25519.algorithm },
    ].map(async ({ identity, algorithm }) => {
      const signer = webCryptoSigner({ privateKey: identity.privateKey, certificates: identity.certificates, algorithm });
      const signature = await signer.sign({ dtbs: MESSAGE, digest: await digest(algorithm.digest, MESSAGE) });
      return { algorithm, signature, publicKey: parseCertificate(identity.certificate).spki };
    }),
  );
}

describe('signature values', () => {
  it('verify under the right key and message, and under no other', async () => {
    for (const { algorithm, signature, publicKey } of await cases()) {
      const verify = (changes: object): Promise<string> =>
        verifySignatureValue({ algorithm, publicKey, signature, message: MESSAGE, ...changes });
      const name = signatureAlgorithmName(algorithm);
      expect(await verify({}), name).to.equal('valid');
      expect(await verify({ message: encodeUtf8('another message') }), name).to.equal('invalid');
      const flipped = signature.slice();
      flipped[flipped.length - 1]! ^= 1;
      expect(await verify({ signature: flipped }), name).to.equal('invalid');
      expect(await verify({ signature: signature.slice(0, -1) }), name).to.equal('invalid');
      expect(await verify({ signature: new Uint8Array() }), name).to.equal('invalid');
      expect(await verify({ signature: new Uint8Array([...signature, 0]) }), name).to.equal('invalid');
      expect(await verify({ publicKey: new Uint8Array([1, 2, 3]) }), name).to.equal('invalid');
      for (const other of await cases())
        if (other.publicKey.length !== publicKey.length) expect(await verify({ publicKey: other.publicKey }), name).to.equal('invalid');
    }
  });

  it('are unsupported, never valid, under an unknown algorithm or key', async () => {
    const [first] = await cases();
    const unknown = { name: 'unknown', oid: '1.2.3' } as const;
    expect(await verifySignatureValue({ ...first!, algorithm: unknown, message: MESSAGE })).to.equal('unsupported');
    const dsaKey = encodeSequence(encodeSequence(encodeOid(OIDS.dsa)), decodeHex('03020000'));
    expect(await verifySignatureValue({ ...first!, publicKey: dsaKey, message: MESSAGE })).to.equal('unsupported');
  });

  it('of RSA verify in JavaScript as in WebCrypto, from the digest alone too', async () => {
    for (const { algorithm, signature, publicKey } of await cases()) {
      if (algorithm.name !== 'RSASSA-PKCS1-v1_5' && algorithm.name !== 'RSASSA-PSS') continue;
      const key = parsePublicKey(publicKey);
      if (key.kind !== 'RSA') throw new TypeError('expected an RSA key');
      const scheme = algorithm.name === 'RSASSA-PSS' ? { ...algorithm, mgfDigest: algorithm.digest } : algorithm;
      expect(await verifyRsaValue(key, scheme, signature, MESSAGE)).to.equal('valid');
      expect(await verifyRsaValue(key, scheme, signature, { digest: await digest(algorithm.digest, MESSAGE) })).to.equal('valid');
      expect(await verifyRsaValue(key, scheme, signature, encodeUtf8('other'))).to.equal('invalid');
      expect(await verifyRsaValue(key, { ...scheme, digest: 'SHA-512' }, signature, MESSAGE)).to.equal('invalid');
      for (let bit = 0; bit < signature.length * 8; bit += 131) {
        const flipped = signature.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(await verifyRsaValue(key, scheme, flipped, MESSAGE)).to.equal('invalid');
      }
      expect(await verifyRsaValue({ ...key, exponent: 1n << 70n }, scheme, signature, MESSAGE)).to.equal('unsupported');
    }
  });
});

describe('ECDSA values (RFC 3279 §2.2.3)', () => {
  it('change between DER and r‖s without loss', () => {
    const raw = decodeHex(`${'00'.repeat(31)}01${'ff'.repeat(32)}`);
    const der = ecdsaRawToDer(raw, 'P-256');
    expect(encodeHex(der)).to.equal(`3026020101022100${'ff'.repeat(32)}`);
    expect(encodeHex(ecdsaDerToRaw(der, 'P-256'))).to.equal(encodeHex(raw));
  });

  it('are refused unless strict DER of two positive integers that fit', () => {
    const one = encodeInteger(1);
    const wrong = {
      negative: encodeSequence(encodeInteger(-1), one),
      zero: encodeSequence(encodeInteger(0), one),
      'too long': encodeSequence(encodeInteger(1n << 256n), one),
      'three integers': encodeSequence(one, one, one),
      'one integer': encodeSequence(one),
      'not minimal': decodeHex('30070202000102010100'.slice(0, 18)),
      'long form length': decodeHex('308106020101020101'),
      trailing: new Uint8Array([...encodeSequence(one, one), 0]),
      null: encodeSequence(encodeNull(), one),
    };
    for (const [name, der] of Object.entries(wrong))
      expect(
        codeOf(() => ecdsaDerToRaw(der, 'P-256')),
        name,
      ).to.equal('CRYPTO_SIGNATURE_MALFORMED');
    expect(codeOf(() => ecdsaRawToDer(new Uint8Array(63), 'P-256'))).to.equal('CRYPTO_SIGNATURE_MALFORMED');
  });
});

describe('signature algorithm identifiers (RFC 4056, RFC 5754, RFC 8419)', () => {
  it('have known DER and read back', () => {
    const known: readonly (readonly [SignatureAlgorithm, string])[] = [
      [{ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' }, '300d06092a864886f70d01010b0500'],
      [
        { name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 },
        '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
      ],
      [{ name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' }, '300a06082a8648ce3d040302'],
      [{ name: 'Ed25519', digest: 'SHA-512' }, '300506032b6570'],
    ];
    for (const [algorithm, hex] of known) {
      expect(encodeHex(signatureAlgorithmToDer(algorithm))).to.equal(hex);
      const read = signatureAlgorithmFromDer(decodeHex(hex));
      expect(read.name).to.equal(algorithm.name);
      expect(read.digest).to.equal(algorithm.digest);
    }
  });

  it('take the digest of a bare key identifier from the hint', () => {
    const rsa = encodeSequence(encodeOid(OIDS.rsaEncryption), encodeNull());
    expect(signatureAlgorithmFromDer(rsa, undefined, 'SHA-384')).to.deep.equal({ name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-384' });
    expect(signatureAlgorithmFromDer(rsa).name).to.equal('unknown');
  });

  it('are unknown, or refused when malformed', () => {
    expect(signatureAlgorithmFromDer(encodeSequence(encodeOid('1.2.3'))).name).to.equal('unknown');
    const withParameters = encodeSequence(encodeOid(OIDS.sha256WithRsa), encodeInteger(1));
    for (const der of [withParameters, new Uint8Array(), encodeNull(), encodeSequence(), decodeHex('300d06092a864886f70d01010b050000')])
      expect(codeOf(() => signatureAlgorithmFromDer(der))).to.equal('CRYPTO_ALGORITHM_MALFORMED');
  });
});
