import { concatBytes, decodeHex, encodeHex } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { normalizeBer } from './ber.ts';
import { DerFields } from './der-fields.ts';
import { derChildren, derContent, derLength, derRaw, parseDer } from './der-reader.ts';
import { readInteger, readOctetString } from './der-values.ts';
import { TAGS } from './tags.ts';

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Asn1Error ? error.code : String(error);
  }
}

const parse = (hex: string): string | undefined => codeOf(() => parseDer(decodeHex(hex)));

describe('DER reader (X.690 §10)', () => {
  it('keeps offsets into the octets received', () => {
    const bytes = decodeHex('300b020105a0060404deadbeef');
    const root = parseDer(bytes);
    const [integer, explicit] = derChildren(root);
    expect(readInteger(integer!)).to.equal(5n);
    expect(explicit?.tagClass).to.equal('context');
    expect(explicit?.start).to.equal(5);
    expect(derLength(explicit!)).to.equal(8);
    const [octets] = derChildren(explicit!);
    expect(encodeHex(derRaw(octets!))).to.equal('0404deadbeef');
    expect(encodeHex(derContent(octets!))).to.equal('deadbeef');
    expect(derChildren(octets!)).to.deep.equal([]);
  });

  it('copies what it hands out', () => {
    const bytes = decodeHex('0402abcd');
    const value = readOctetString(parseDer(bytes));
    value[0] = 0;
    expect(encodeHex(bytes)).to.equal('0402abcd');
  });

  it('reads long lengths and high tag numbers in their shortest form', () => {
    expect(parse(`308180${'0500'.repeat(64)}`)).to.equal(undefined);
    expect(parse(`30820100${'0500'.repeat(128)}`)).to.equal(undefined);
    expect(parseDer(decodeHex('5f814801ff')).tagNumber).to.equal(200);
  });

  it('refuses each flaw of framing by its own code', () => {
    const cases: { readonly [hex: string]: string } = {
      '': 'ASN1_TRUNCATED',
      '30': 'ASN1_TRUNCATED',
      '3001': 'ASN1_TRUNCATED',
      '020301': 'ASN1_TRUNCATED',
      '3003020105ff': 'ASN1_TRAILING_BYTES',
      '05000000': 'ASN1_TRAILING_BYTES',
      '30800000': 'ASN1_LENGTH_INDEFINITE',
      '30053080020105': 'ASN1_LENGTH_INDEFINITE',
      '30810102': 'ASN1_LENGTH_NOT_MINIMAL',
      '3081020500': 'ASN1_LENGTH_NOT_MINIMAL',
      '308200020500': 'ASN1_LENGTH_NOT_MINIMAL',
      '3085000000000100': 'ASN1_LENGTH_MALFORMED',
      '30ff00': 'ASN1_LENGTH_MALFORMED',
      '1f1e00': 'ASN1_LENGTH_NOT_MINIMAL',
      '1f807f00': 'ASN1_TAG_MALFORMED',
      '1fffffffff7f00': 'ASN1_TAG_MALFORMED',
      '30020205': 'ASN1_TRUNCATED',
    };
    for (const [hex, code] of Object.entries(cases)) expect(parse(hex), hex).to.equal(code);
  });

  it('checks the framing of the whole tree at once', () => {
    expect(parse('3007300502030102')).to.equal('ASN1_TRUNCATED');
    expect(parse('3006a004020281ff')).to.equal(undefined);
    expect(parse('3006a004300281ff')).to.equal('ASN1_LENGTH_MALFORMED');
    expect(parse('3006a00430020281')).to.equal('ASN1_TRUNCATED');
  });

  it('bounds depth, length and number of elements', () => {
    let nested = decodeHex('0500');
    for (let depth = 0; depth < 100; depth += 1) nested = concatBytes(Uint8Array.of(0x30, ...lengthOf(nested.length)), nested);
    expect(codeOf(() => parseDer(nested))).to.equal('ASN1_LIMIT_EXCEEDED');
    expect(codeOf(() => parseDer(decodeHex('300405000500'), { maxNodes: 2 }))).to.equal('ASN1_LIMIT_EXCEEDED');
    expect(codeOf(() => parseDer(decodeHex('300405000500'), { maxLength: 4 }))).to.equal('ASN1_LIMIT_EXCEEDED');
  });

  it('ends parsed or with a typed error for every octet of a structure changed', () => {
    const bytes = decodeHex('301e020105a0060404deadbeef0c03616263300a06032a0304a1030101ff0500');
    expect(codeOf(() => parseDer(bytes))).to.equal(undefined);
    for (let index = 0; index < bytes.length; index += 1) {
      for (let value = 0; value < 256; value += 1) {
        const changed = bytes.slice();
        changed[index] = value;
        const code = codeOf(() => parseDer(changed));
        expect(code === undefined || code.startsWith('ASN1_'), `${index}: ${code}`).to.equal(true);
      }
    }
    for (let length = 0; length < bytes.length; length += 1)
      expect(codeOf(() => parseDer(bytes.subarray(0, length)))).to.equal('ASN1_TRUNCATED');
  });
});

describe('fields of a sequence', () => {
  const fields = (hex: string): DerFields => new DerFields(parseDer(decodeHex(hex)));

  it('are taken in order, optional ones where they stand', () => {
    const reader = fields('300a020105a1030101ff0500');
    expect(reader.takeOptional(TAGS.BOOLEAN)).to.equal(undefined);
    expect(readInteger(reader.take(TAGS.INTEGER))).to.equal(5n);
    expect(reader.takeContext(0)).to.equal(undefined);
    expect(reader.takeContext(1)?.tagNumber).to.equal(1);
    reader.take(TAGS.NULL);
    reader.end();
  });

  it('refuse another tag, a missing field, a field left over, and what is no sequence', () => {
    expect(codeOf(() => fields('3003020105').take(TAGS.BOOLEAN))).to.equal('ASN1_TAG_UNEXPECTED');
    expect(codeOf(() => fields('3000').any())).to.equal('ASN1_FIELD_MISSING');
    expect(codeOf(() => fields('3003020105').end())).to.equal('ASN1_TAG_UNEXPECTED');
    expect(codeOf(() => fields('3103020105'))).to.equal('ASN1_TAG_UNEXPECTED');
  });
});

describe('BER made definite (X.690 §8)', () => {
  const normal = (hex: string): string => encodeHex(normalizeBer(decodeHex(hex)).der);

  it('closes indefinite lengths, joins segments and shortens lengths, and names each', () => {
    const bytes = decodeHex('308002010524800402010204010300000000');
    const { der, repairs, trailing } = normalizeBer(bytes);
    expect(encodeHex(der)).to.equal('30080201050403010203');
    expect(repairs.map(({ code }) => code)).to.deep.equal(['INDEFINITE_LENGTH', 'INDEFINITE_LENGTH', 'STRING_IN_SEGMENTS']);
    expect(repairs[0]?.offset).to.equal(0);
    expect(trailing).to.equal(0);
    expect(normal('308103020105')).to.equal('3003020105');
    expect(normal('23080302000103020480')).to.equal('0303040180');
  });

  it('leaves DER as it is, SETs unsorted included', () => {
    for (const hex of ['3003020105', '3106020102020101', '30080201050403010203']) {
      expect(normal(hex)).to.equal(hex);
      expect(normalizeBer(decodeHex(hex)).repairs).to.deep.equal([]);
    }
  });

  it('counts octets after the element', () => {
    expect(normalizeBer(decodeHex('30030201050000')).trailing).to.equal(2);
    expect(normalizeBer(decodeHex('308002010500000000')).trailing).to.equal(2);
  });

  it('refuses what is no BER either, and bombs', () => {
    expect(codeOf(() => normalizeBer(decodeHex('3080020105')))).to.equal('ASN1_TRUNCATED');
    expect(codeOf(() => normalizeBer(decodeHex('0480010000')))).to.equal('ASN1_LENGTH_MALFORMED');
    expect(codeOf(() => normalizeBer(decodeHex('2403020105')))).to.equal('ASN1_TAG_UNEXPECTED');
    expect(codeOf(() => normalizeBer(decodeHex('3080'.repeat(5000))))).to.equal('ASN1_LIMIT_EXCEEDED');
  });
});

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
