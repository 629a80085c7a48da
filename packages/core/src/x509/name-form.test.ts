import { encodeContext, encodeIa5String, encodeSequence, encodeSet, encodeOid, encodeUtf8String, OIDS, parseDer } from '../asn1/index.ts';
import { type Bytes, encodeLatin1 } from '../bytes/index.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';
import { type NamePosition, nameForm, subtreeMatcher } from './name-form.ts';

const text = (tag: number, value: string): GeneralName =>
  readGeneralName(parseDer(encodeContext(tag, encodeLatin1(value), { constructed: false })));
const address = (...octets: readonly number[]): GeneralName =>
  readGeneralName(parseDer(encodeContext(7, Uint8Array.from(octets), { constructed: false })));
const directory = (...relativeNames: readonly Bytes[]): GeneralName =>
  readGeneralName(parseDer(encodeContext(4, encodeSequence(...relativeNames), { constructed: true })));
const attribute = (type: string, value: string): Bytes => encodeSet(encodeSequence(encodeOid(type), encodeUtf8String(value)));
const position = (name: GeneralName, base: GeneralName): NamePosition => subtreeMatcher(base)(name);

type Row = readonly [name: string, base: string, expected: NamePosition];

function expectRows(tag: number, rows: readonly Row[]): void {
  for (const [name, base, expected] of rows) expect(position(text(tag, name), text(tag, base)), `${name} in ${base}`).to.equal(expected);
}

describe('names in subtrees (RFC 5280 §4.2.1.10)', () => {
  it('are hosts inside a domain, label by label', () => {
    expectRows(2, [
      ['example.com', 'example.com', 'within'],
      ['a.b.EXAMPLE.com', 'Example.com', 'within'],
      ['badexample.com', 'example.com', 'outside'],
      ['example.com', 'a.example.com', 'outside'],
      ['anything.test', '', 'within'],
      ['*.example.com', 'example.com', 'within'],
      ['*.example.com', 'a.example.com', 'overlaps'],
      ['*.example.com', 'other.test', 'outside'],
      ['.example.com', 'example.com', 'unsupported'],
      ['a.example.com', '.example.com', 'unsupported'],
      ['a.example.com', '*.example.com', 'unsupported'],
      ['ex ample.com', 'example.com', 'unsupported'],
    ]);
  });

  it('are mailboxes: one, those of a host, those of all hosts of a domain', () => {
    expectRows(1, [
      ['me@example.com', 'me@EXAMPLE.com', 'within'],
      ['Me@example.com', 'me@example.com', 'outside'],
      ['me@example.com', 'example.com', 'within'],
      ['me@a.example.com', 'example.com', 'outside'],
      ['me@a.example.com', '.example.com', 'within'],
      ['me@example.com', '.example.com', 'outside'],
      ['user@example.com', '*@example.com', 'outside'],
      ['a@b@example.com', 'example.com', 'unsupported'],
      ['me@example.com', 'a@b@example.com', 'unsupported'],
      ['example.com', 'example.com', 'unsupported'],
    ]);
  });

  it('are URIs by their host; one without a host is refused', () => {
    expectRows(6, [
      ['https://user@Host.example.com:8443/path?query', 'host.example.com', 'within'],
      ['https://a.host.example.com', 'host.example.com', 'outside'],
      ['ldap://a.example.com/x', '.example.com', 'within'],
      ['https://example.com/', '.example.com', 'outside'],
      ['urn:example:com', 'example.com', 'unsupported'],
      ['https://192.0.2.1/', 'example.com', 'unsupported'],
      ['https://[2001:db8::1]/', 'example.com', 'unsupported'],
      ['https://evil.test/@example.com', 'example.com', 'outside'],
    ]);
  });

  it('are addresses under a mask', () => {
    const net = address(192, 0, 2, 0, 255, 255, 255, 0);
    expect(position(address(192, 0, 2, 200), net)).to.equal('within');
    expect(position(address(192, 0, 3, 1), net)).to.equal('outside');
    expect(position(address(...new Uint8Array(16)), net)).to.equal('outside');
    expect(position(address(1, 2, 3, 4), address(...new Uint8Array(8)))).to.equal('within');
    expect(position(address(192, 0, 2, 1), address(192, 0, 2, 0, 255, 0, 255, 0))).to.equal('unsupported');
    expect(position(address(192, 0, 2), net)).to.equal('unsupported');
    expect(position(address(192, 0, 2, 1), address(192, 0, 2, 0))).to.equal('unsupported');
  });

  it('are directory names that begin with those of the subtree', () => {
    const base = directory(attribute(OIDS.countryName, 'CN'), attribute(OIDS.organizationName, 'Test  Corp'));
    const unit = attribute(OIDS.organizationalUnitName, 'Sales');
    expect(position(directory(attribute(OIDS.countryName, 'cn'), attribute(OIDS.organizationName, 'test corp'), unit), base)).to.equal(
      'within',
    );
    expect(position(base, base)).to.equal('within');
    expect(position(directory(attribute(OIDS.countryName, 'CN')), base)).to.equal('outside');
    expect(position(directory(unit, attribute(OIDS.countryName, 'CN'), attribute(OIDS.organizationName, 'Test Corp')), base)).to.equal(
      'outside',
    );
    expect(position(base, directory())).to.equal('within');
  });

  it('are unsupported in all other forms, each a form of its own', () => {
    const registered = readGeneralName(parseDer(encodeContext(8, encodeOid('1.2.3').subarray(2), { constructed: false })));
    expect(position(registered, registered)).to.equal('unsupported');
    const other = readGeneralName(parseDer(encodeContext(0, encodeIa5String('x'), { constructed: true })));
    expect([nameForm(registered), nameForm(other), nameForm(text(2, 'x'))]).to.deep.equal(['other:8', 'other:0', 'dNSName']);
  });
});
