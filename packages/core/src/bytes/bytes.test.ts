import { BytesError, concatBytes, decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8, equalBytes, equalConstantTime } from './index.ts';

describe('octets and text', () => {
  it('compares by content and length', () => {
    for (const equal of [equalBytes, equalConstantTime]) {
      expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).to.equal(true);
      expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).to.equal(false);
      expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).to.equal(false);
      expect(equal(Uint8Array.of(1, 2, 0), Uint8Array.of(1, 2))).to.equal(false);
      expect(equal(new Uint8Array(), new Uint8Array())).to.equal(true);
    }
  });

  it('joins parts', () => {
    expect(Array.from(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)))).to.deep.equal([1, 2, 3]);
  });

  it('keeps a byte order mark and refuses what is not UTF-8', () => {
    expect(decodeUtf8(encodeUtf8('\ufeff合同'))).to.equal('\ufeff合同');
    let caught: unknown;
    try {
      decodeUtf8(Uint8Array.of(0xc3, 0x28));
    } catch (error) {
      caught = error;
    }
    expect(caught instanceof BytesError && caught.code).to.equal('BYTES_UTF8_MALFORMED');
  });

  it('maps octets to text and back, and refuses what is not Latin-1', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    expect(equalBytes(encodeLatin1(decodeLatin1(bytes)), bytes)).to.equal(true);
    let caught: unknown;
    try {
      encodeLatin1('合');
    } catch (error) {
      caught = error;
    }
    expect(caught instanceof BytesError && caught.code).to.equal('BYTES_LATIN1_OUT_OF_RANGE');
  });
});
