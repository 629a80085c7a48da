import { BytesError, decodeBase64, decodeBase64Url, decodeHex, encodeBase64, encodeBase64Url, encodeHex, encodeUtf8 } from './index.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof BytesError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('encodings (RFC 4648)', () => {
  it('gives the test vectors of section 10', () => {
    expect(encodeBase64(encodeUtf8('foob'))).to.equal('Zm9vYg==');
    expect(encodeBase64(encodeUtf8('foobar'))).to.equal('Zm9vYmFy');
    expect(encodeHex(encodeUtf8('foobar'))).to.equal('666f6f626172');
  });

  it('reads what it writes, for every octet', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(Array.from(decodeHex(encodeHex(bytes)))).to.deep.equal(Array.from(bytes));
    expect(Array.from(decodeBase64(encodeBase64(bytes)))).to.deep.equal(Array.from(bytes));
    expect(Array.from(decodeBase64Url(encodeBase64Url(bytes)))).to.deep.equal(Array.from(bytes));
    expect(encodeBase64Url(Uint8Array.of(0xfb, 0xff))).to.equal('-_8');
  });

  it('refuses every other spelling of the same octets', () => {
    for (const text of ['Zg', 'Zg=', 'Zh==', 'Zg==\n', ' Zg==', 'Zm9=', 'Z===', '-_8='])
      expect(
        codeOf(() => decodeBase64(text)),
        text,
      ).to.equal('BYTES_BASE64_MALFORMED');
    for (const text of ['A', 'Zg==', 'Zh', '+/8', 'Zg\n'])
      expect(
        codeOf(() => decodeBase64Url(text)),
        text,
      ).to.equal('BYTES_BASE64_MALFORMED');
    for (const text of ['0', '0g', ' 00', '0x00'])
      expect(
        codeOf(() => decodeHex(text)),
        text,
      ).to.equal('BYTES_HEX_MALFORMED');
  });
});
