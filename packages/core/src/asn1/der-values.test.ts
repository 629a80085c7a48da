import { decodeHex, encodeHex } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { type DerNode, parseDer } from './der-reader.ts';
import { encodeGeneralizedTime, encodeUtcOrGeneralizedTime, readTime } from './der-time.ts';
import { readBitString, readBoolean, readInteger, readNull, readOid, readSmallInteger, readString, readUtf8String } from './der-values.ts';
import {
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeEnumerated,
  encodeIa5String,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodePrintableString,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
} from './der-writer.ts';

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Asn1Error ? error.code : String(error);
  }
}

const node = (hex: string): DerNode => parseDer(decodeHex(hex));

describe('object identifiers (X.690 §8.19)', () => {
  const KNOWN: { readonly [dotted: string]: string } = {
    '0.0': '060100',
    '1.2.840.113549': '06062a864886f70d',
    '2.5.29.15': '0603551d0f',
    '2.999.3': '0603883703',
    '2.100.3': '0603813403',
    '0.39': '060127',
    '1.39': '06014f',
    '2.25.34583169869569921540621197307591107388': '061369b484bcfae0d082888bb296f3be89dfd6c63c',
  };

  it('have known encodings, arcs of 128 bits included', () => {
    for (const [dotted, hex] of Object.entries(KNOWN)) {
      const encoded = encodeOid(dotted);
      expect(encodeHex(encoded), dotted).to.equal(hex);
      expect(readOid(parseDer(encoded))).to.equal(dotted);
    }
  });

  it('are refused when empty, cut, padded or too long', () => {
    for (const hex of ['0600', '060180', '06022a80', '06032a8001', '0602802a', `06820101${'2a'.repeat(257)}`])
      expect(
        codeOf(() => readOid(node(hex))),
        hex,
      ).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readOid(node('020101')))).to.equal('ASN1_TAG_UNEXPECTED');
    for (const dotted of ['', '1', '3.1', '1.40', '1.02', '1.2.', 'a.b']) expect(() => encodeOid(dotted), dotted).to.throw(TypeError);
  });
});

describe('integers (X.690 §8.3)', () => {
  it('have known encodings', () => {
    const known: readonly (readonly [bigint, string])[] = [
      [0n, '020100'],
      [127n, '02017f'],
      [128n, '02020080'],
      [256n, '02020100'],
      [-1n, '0201ff'],
      [-128n, '020180'],
      [-129n, '0202ff7f'],
      [1n << 64n, '0209010000000000000000'],
    ];
    for (const [value, hex] of known) {
      expect(encodeHex(encodeInteger(value))).to.equal(hex);
      expect(readInteger(node(hex))).to.equal(value);
    }
    expect(encodeHex(encodeInteger(decodeHex('0000ff')))).to.equal('020200ff');
    expect(encodeHex(encodeInteger(new Uint8Array()))).to.equal('020100');
    expect(encodeHex(encodeEnumerated(3))).to.equal('0a0103');
  });

  it('are refused when empty, padded, or out of range', () => {
    for (const hex of ['0200', '02020001', '0202ff80'])
      expect(
        codeOf(() => readInteger(node(hex))),
        hex,
      ).to.equal('ASN1_VALUE_MALFORMED');
    for (const hex of ['0201ff', '02050080000000'])
      expect(
        codeOf(() => readSmallInteger(node(hex))),
        hex,
      ).to.equal('ASN1_VALUE_OUT_OF_RANGE');
    expect(readSmallInteger(node('02047fffffff'))).to.equal(2147483647);
  });
});

describe('strings, bits and flags', () => {
  it('read what they hold', () => {
    expect(readUtf8String(node('0c06e4b8ade69687'))).to.equal('中文');
    expect(readString(node('1e044e2d6587'))).to.equal('中文');
    expect(readString(node('1c040001f600'))).to.equal('😀');
    expect(readString(node('1403e4f6fc'))).to.equal('äöü');
    expect(readString(parseDer(encodePrintableString('a b')))).to.equal('a b');
    expect(readString(parseDer(encodeIa5String('a@b')))).to.equal('a@b');
    expect(readBitString(node('03030102fe')).unusedBits).to.equal(1);
    expect(encodeHex(encodeBitString(decodeHex('a0'), 5))).to.equal('030205a0');
    expect(readBoolean(parseDer(encodeBoolean(true)))).to.equal(true);
    expect(readBoolean(parseDer(encodeBoolean(false)))).to.equal(false);
    expect(readNull(parseDer(encodeNull()))).to.equal(null);
  });

  it('are refused where DER has one spelling and this is another', () => {
    for (const hex of ['010101', '0100', '0102ffff'])
      expect(
        codeOf(() => readBoolean(node(hex))),
        hex,
      ).to.equal('ASN1_VALUE_MALFORMED');
    for (const hex of ['0300', '030101', '03020801', '030201ff'])
      expect(
        codeOf(() => readBitString(node(hex))),
        hex,
      ).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readNull(node('050100')))).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readUtf8String(node('0c01ff')))).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readString(node('1e0141')))).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readString(node('1c0400110000')))).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readString(node('1301ff')))).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readString(node('020101')))).to.equal('ASN1_TAG_UNEXPECTED');
    expect(() => encodePrintableString('a@b')).to.throw(TypeError);
    expect(() => encodeIa5String('ä')).to.throw(TypeError);
  });
});

describe('times (RFC 5280 §4.1.2.5)', () => {
  const utc = (text: string): DerNode => parseDer(new Uint8Array([0x17, text.length, ...new TextEncoder().encode(text)]));
  const generalized = (text: string): DerNode => parseDer(new Uint8Array([0x18, text.length, ...new TextEncoder().encode(text)]));

  it('read both forms', () => {
    expect(readTime(utc('500101000000Z')).toISOString()).to.equal('1950-01-01T00:00:00.000Z');
    expect(readTime(utc('491231235959Z')).toISOString()).to.equal('2049-12-31T23:59:59.000Z');
    expect(readTime(generalized('20500101000000Z')).toISOString()).to.equal('2050-01-01T00:00:00.000Z');
    expect(readTime(generalized('20240229120000.25Z')).toISOString()).to.equal('2024-02-29T12:00:00.250Z');
  });

  it('are written as UTCTime up to 2049 and as GeneralizedTime from then on', () => {
    expect(encodeHex(encodeUtcOrGeneralizedTime(new Date('2049-12-31T23:59:59Z')))).to.equal('170d3439313233313233353935395a');
    expect(encodeHex(encodeUtcOrGeneralizedTime(new Date('2050-01-01T00:00:00Z')))).to.equal('180f32303530303130313030303030305a');
    expect(encodeHex(encodeGeneralizedTime(new Date('2026-11-24T01:02:03.999Z')))).to.equal('180f32303236313132343031303230335a');
    expect(() => encodeGeneralizedTime(new Date(Number.NaN))).to.throw(RangeError);
  });

  it('are refused in other forms and when they do not exist', () => {
    for (const text of [
      '2601010000Z',
      '260101000000',
      '260101000000+0000',
      '261301000000Z',
      '260230000000Z',
      '260101240000Z',
      '260101006000Z',
      '26010100000aZ',
    ])
      expect(
        codeOf(() => readTime(utc(text))),
        text,
      ).to.equal('ASN1_VALUE_MALFORMED');
    for (const text of [
      '20260101000000',
      '20260101000000.0Z',
      '20260101000000.10Z',
      '20260101000000.Z',
      '202601010000Z',
      '20230229000000Z',
    ])
      expect(
        codeOf(() => readTime(generalized(text))),
        text,
      ).to.equal('ASN1_VALUE_MALFORMED');
    expect(codeOf(() => readTime(node('020101')))).to.equal('ASN1_TAG_UNEXPECTED');
  });
});

describe('constructed values', () => {
  it('sort a SET OF by its octets (X.690 §11.6)', () => {
    const set = encodeSet(encodeUtf8String('b'), encodeInteger(300), encodeInteger(2), encodeNull());
    expect(encodeHex(set)).to.equal('310c0201020202012c05000c0162');
  });

  it('have known headers at the edges of length', () => {
    for (const [length, header] of [
      [0, '0400'],
      [127, '047f'],
      [128, '048180'],
      [255, '0481ff'],
      [256, '04820100'],
      [65536, '0483010000'],
    ] as const)
      expect(encodeHex(encodeOctetString(new Uint8Array(length)).subarray(0, header.length / 2))).to.equal(header);
    expect(encodeHex(encodeContext(2, encodeSequence(), { constructed: true }))).to.equal('a2023000');
    expect(encodeHex(encodeContext(0, decodeHex('aa'), { constructed: false }))).to.equal('8001aa');
    expect(() => encodeContext(31, new Uint8Array(), { constructed: false })).to.throw(RangeError);
  });
});
