import { encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { sm3 } from './sm3.ts';

const hexOf = (bytes: Uint8Array): string => encodeHex(sm3(bytes));

describe('sm3 (GB/T 32905-2016)', () => {
  it('gives the digest of example 1 of annex A', () => {
    expect(hexOf(encodeUtf8('abc'))).to.equal('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });

  it('gives the digest of example 2 of annex A', () => {
    expect(hexOf(encodeUtf8('abcd'.repeat(16)))).to.equal('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  // for n in 0 55 56 63 64 65 119 120 1000; do head -c $n /dev/zero | tr '\0' 'z' | openssl dgst -sm3; done
  const ofOpenssl: readonly (readonly [number, string])[] = [
    [0, '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
    [55, '06ca3a539a95847bd7eb0124dab17a71c3f448bc5954b60e4b2a90c6152b6a57'],
    [56, 'efba31e13a7fabf818aa82b09909b5a8a7ab64e864da036639784d6171a43772'],
    [63, '78b00481a2f12b2d9b83d52dbe9d6217927d1c9c2dbc02b692140c1e3bd156ae'],
    [64, 'c879de78fff0c946cc68334e11176d640d2f553ace23ee478e2034c675d5ee0d'],
    [65, '6d8af449c36d63af720f3784eb81c62be783844070884fd960c9ee9ac6b4c3bc'],
    [119, '9c3f7eff7c3986a3a8f42098487a343bdc70f7b9f6fd8fb1d82b33c281cb5328'],
    [120, 'd3625eaadd8a955a215b4480b9ce00ba560e5abd9ee8ae69a14bfdea9e4aaeea'],
    [1000, '650a0c4d6d30f508957770e8fb6050f07ca48e662c6e68713c4b9dbabe654d1e'],
  ];
  for (const [length, digest] of ofOpenssl) {
    it(`agrees with OpenSSL on ${length} octets`, () => {
      expect(hexOf(encodeUtf8('z'.repeat(length)))).to.equal(digest);
    });
  }

  it('reads a view where it begins', () => {
    expect(hexOf(encodeUtf8('xabcx').subarray(1, 4))).to.equal('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });
});
