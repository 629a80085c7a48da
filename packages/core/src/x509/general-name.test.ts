import {
  Asn1Error,
  encodeContext,
  encodeNull,
  encodeOid,
  encodePrintableString,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
  OIDS,
  parseDer,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeHex, encodeLatin1 } from '../bytes/index.ts';
import {
  distributionPointNames,
  equalGeneralNames,
  type GeneralName,
  readDistributionPointName,
  readGeneralName,
  readGeneralNames,
} from './general-name.ts';
import { type Name, parseName } from './name.ts';

const plain = (tag: number, text: string): Bytes => encodeContext(tag, encodeLatin1(text), { constructed: false });
const wrapped = (tag: number, ...content: readonly Bytes[]): Bytes => encodeContext(tag, concatBytes(...content), { constructed: true });
const attribute = (value: Bytes): Bytes => encodeSequence(encodeOid(OIDS.commonName), value);
const relative = (text: string): Bytes => encodeSet(attribute(encodeUtf8String(text)));
const nameOf = (...parts: readonly Bytes[]): Bytes => encodeSequence(...parts);
const read = (der: Uint8Array): GeneralName => readGeneralName(parseDer(der));

function refusal(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Asn1Error ? error.code : (error as Error).name;
  }
}

describe('a GeneralName (RFC 5280 §4.2.1.6)', () => {
  it('is of the kind that its tag says, with the octets that it came in', () => {
    const name = nameOf(relative('Somebody'));
    const kinds: readonly (readonly [Bytes, Readonly<Record<string, unknown>>])[] = [
      [plain(1, 'me@example.com'), { kind: 'rfc822Name', mailbox: 'me@example.com' }],
      [plain(2, 'example.com'), { kind: 'dNSName', host: 'example.com' }],
      [plain(6, 'http://example.com/a'), { kind: 'uri', uri: 'http://example.com/a' }],
      [plain(7, '\x7f\x00\x00\x01'), { kind: 'iPAddress', octets: Uint8Array.of(127, 0, 0, 1) }],
      [wrapped(4, name), { kind: 'directoryName', name: parseName(name) }],
      ...[0, 3, 5].map((tag) => [wrapped(tag, encodeNull()), { kind: 'other', tagNumber: tag }] as const),
      [encodeContext(8, Uint8Array.of(0x2a, 3), { constructed: false }), { kind: 'other', tagNumber: 8 }],
    ];
    for (const [der, expected] of kinds) expect(read(der), encodeHex(der)).to.deep.equal({ ...expected, raw: der });
  });

  it('is refused beyond its choices and under a tag of another class, by its place', () => {
    for (const der of [plain(9, 'a'), encodeNull(), encodeOid('1.2.3'), encodeSequence()])
      expect(
        refusal(() => read(der)),
        encodeHex(der),
      ).to.equal('ASN1_TAG_UNEXPECTED');
    expect(() => read(plain(9, 'a'))).to.throw('expected a general name at 0');
  });

  it('may be one of none or several', () => {
    expect(readGeneralNames(parseDer(encodeSequence()))).to.deep.equal([]);
    expect(readGeneralNames(parseDer(encodeSequence(plain(2, 'a'), plain(1, 'b')))).map(({ kind }) => kind)).to.deep.equal([
      'dNSName',
      'rfc822Name',
    ]);
  });

  it('is compared by its meaning as a directory name, else by its octets', () => {
    const one = read(wrapped(4, nameOf(relative('Some Body'))));
    const same = read(wrapped(4, nameOf(encodeSet(attribute(encodePrintableString('some  body'))))));
    const other = read(wrapped(4, nameOf(relative('Another'))));
    expect([equalGeneralNames(one, same), equalGeneralNames(one, other)]).to.deep.equal([true, false]);
    const host = read(plain(2, 'example.com'));
    expect(
      [host, read(plain(2, 'Example.com')), read(plain(1, 'example.com')), one].map((each) => equalGeneralNames(host, each)),
    ).to.deep.equal([true, false, false, false]);
    expect(equalGeneralNames(one, host)).to.equal(false);
  });
});

describe('the name of a distribution point (RFC 5280 §4.2.1.13)', () => {
  const point = (der: Bytes): ReturnType<typeof readDistributionPointName> => readDistributionPointName(parseDer(wrapped(0, der)));
  const issuer = parseName(nameOf(relative('Authority')));
  const named = (name: Name): Bytes => wrapped(4, name.raw);

  it('is full, and then stays as it is', () => {
    const full = point(wrapped(0, plain(6, 'http://a'), plain(6, 'http://b')));
    expect(full).to.deep.equal({ fullName: [read(plain(6, 'http://a')), read(plain(6, 'http://b'))] });
    expect(distributionPointNames(full, issuer)).to.equal(full.fullName);
  });

  it('or relative, and then lies below the issuer of the CRL, whatever the length of that name', () => {
    const short = point(wrapped(1, attribute(encodeUtf8String('CRL1'))));
    expect(short).to.deep.equal({ fullName: [], relativeName: relative('CRL1') });
    for (const length of [3, 80, 115, 116, 117, 300]) {
      const above = parseName(nameOf(relative('A'.repeat(length))));
      const whole = parseName(nameOf(relative('A'.repeat(length)), relative('CRL1')));
      expect(distributionPointNames(short, above), String(length)).to.deep.equal([
        { kind: 'directoryName', raw: named(whole), name: whole },
      ]);
    }
  });

  it('is refused as another choice, and where it is no relative name', () => {
    expect(() => point(wrapped(2, plain(6, 'a')))).to.throw(Asn1Error, 'expected a name of a distribution point at 2');
    expect(refusal(() => point(wrapped(2, plain(6, 'a'))))).to.equal('ASN1_TAG_UNEXPECTED');
    expect(refusal(() => point(wrapped(1, encodeNull())))).to.not.equal('none');
    expect(refusal(() => point(encodeNull()))).to.equal('ASN1_TAG_UNEXPECTED');
  });
});
