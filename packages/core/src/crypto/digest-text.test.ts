import { encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { CryptoError } from './crypto-error.ts';
import { type AnyDigestAlgorithm, digestAlgorithmOid, findDigestAlgorithm } from './digest-algorithms.ts';
import { digestOfJson, digestText, formatDigest, parseDigest } from './digest-text.ts';
import { digest } from './digest.ts';

/** Digests of "abc" from FIPS 180-4 and FIPS 202 examples, RFC 1321 and the RIPEMD-160 page. */
const ABC: { readonly [name in AnyDigestAlgorithm]: string } = {
  'SHA-256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'SHA-384': 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'SHA-512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'SHA-224': '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  'SHA-512/256': '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  'SHA-1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  MD5: '900150983cd24fb0d6963f7d28e17f72',
  'SHA3-224': 'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf',
  'SHA3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  'SHA3-384': 'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
  'SHA3-512':
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
  SHAKE256:
    '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4',
  'RIPEMD-160': '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
};

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CryptoError ? error.code : 'another error';
  }
}

describe('digests', () => {
  it('equal the published values', async () => {
    for (const [name, expected] of Object.entries(ABC)) {
      const algorithm = name as AnyDigestAlgorithm;
      expect(encodeHex(await digest(algorithm, encodeUtf8('abc'))), name).to.equal(expected);
      expect(findDigestAlgorithm(digestAlgorithmOid(algorithm))).to.equal(algorithm);
    }
    expect(findDigestAlgorithm('1.2.3')).to.equal(undefined);
  });

  it('have one text form', async () => {
    expect(await digestText('SHA-256', encodeUtf8('abc'))).to.equal(`sha256:${ABC['SHA-256']}`);
    expect(encodeHex(parseDigest(`sha384:${ABC['SHA-384']}`).value)).to.equal(ABC['SHA-384']);
    expect(await digestOfJson({ b: 1, a: [true, null, undefined as never].slice(0, 2) })).to.equal(
      await digestText('SHA-256', encodeUtf8('{"a":[true,null],"b":1}')),
    );
    expect(() => formatDigest('SHA-256', new Uint8Array(31))).to.throw(RangeError);
  });

  it('refuse other texts', () => {
    const value = ABC['SHA-256'];
    for (const text of [
      '',
      value,
      `sha256:${value.slice(2)}`,
      `sha256:${value.toUpperCase()}`,
      `sha256:${value}00`,
      `SHA256:${value}`,
      ` sha256:${value}`,
    ])
      expect(
        codeOf(() => parseDigest(text)),
        text,
      ).to.equal('CRYPTO_DIGEST_MALFORMED');
    for (const text of [`sha1:${ABC['SHA-1']}`, `sm3:${value}`, `sha3:${value}`])
      expect(
        codeOf(() => parseDigest(text)),
        text,
      ).to.equal('CRYPTO_ALGORITHM_UNKNOWN');
  });
});
