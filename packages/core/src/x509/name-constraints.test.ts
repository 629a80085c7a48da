import { testPki } from '@sealkit/testkit';
import { Asn1Error, encodeContext, encodeInteger, encodeOid, encodeSequence, encodeUtf8String, OIDS, parseDer } from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeLatin1 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';
import { MAX_NAME_COMPARISONS, nameConstraintReasons } from './name-constraints.ts';
import type { Name } from './name.ts';
import { type NameConstraints, readNameConstraints } from './name-subtree.ts';

const dnsDer = (host: string): Bytes => encodeContext(2, encodeLatin1(host), { constructed: false });
const mailDer = (mailbox: string): Bytes => encodeContext(1, encodeLatin1(mailbox), { constructed: false });
const name = (der: Bytes): GeneralName => readGeneralName(parseDer(der));
const field = (tag: number, bases: readonly Bytes[]): readonly Bytes[] =>
  bases.length === 0 ? [] : [encodeContext(tag, concatBytes(...bases.map((base) => encodeSequence(base))), { constructed: true })];
const constraints = (permitted: readonly Bytes[], excluded: readonly Bytes[] = []): NameConstraints =>
  readNameConstraints(parseDer(encodeSequence(...field(0, permitted), ...field(1, excluded))));

let leaf: Certificate;
beforeAll(async () => (leaf = parseCertificate((await testPki()).signers.p256.certificate)));

const named = (...ders: readonly Bytes[]): Certificate => ({ ...leaf, subjectAltNames: ders.map(name) });

describe('name constraints (RFC 5280 §4.2.1.10)', () => {
  it('bind names of their own form alone', () => {
    const only = constraints([dnsDer('example.com')]);
    expect(nameConstraintReasons(named(mailDer('me@other.test')), [only])).to.deep.equal([]);
    expect(nameConstraintReasons(named(dnsDer('a.example.com')), [only])).to.deep.equal([]);
    expect(nameConstraintReasons(named(dnsDer('other.test')), [only])).to.deep.equal(['NAME_NOT_PERMITTED']);
  });

  it('exclude before they permit, also what a wildcard stands for', () => {
    const both = constraints([dnsDer('example.com')], [dnsDer('a.example.com')]);
    expect(nameConstraintReasons(named(dnsDer('a.example.com')), [both])).to.deep.equal(['NAME_EXCLUDED']);
    expect(nameConstraintReasons(named(dnsDer('*.example.com')), [both])).to.deep.equal(['NAME_EXCLUDED']);
    expect(nameConstraintReasons(named(dnsDer('b.example.com')), [both])).to.deep.equal([]);
  });

  it('of several authorities hold together: none widens what another permits', () => {
    const wide = constraints([dnsDer('example.com'), dnsDer('example.org')]);
    const narrow = constraints([dnsDer('a.example.com')]);
    for (const layers of [
      [wide, narrow],
      [narrow, wide],
    ]) {
      expect(nameConstraintReasons(named(dnsDer('a.example.com')), layers)).to.deep.equal([]);
      expect(nameConstraintReasons(named(dnsDer('example.org')), layers)).to.deep.equal(['NAME_NOT_PERMITTED']);
    }
  });

  it('on mailboxes bind emailAddress in the subject, and mailboxes in other alphabets', () => {
    const only = constraints([mailDer('example.com')]);
    const value = encodeUtf8String('me@other.test');
    const relativeNames = [...leaf.subject.relativeNames, [{ type: OIDS.emailAddress, text: 'me@other.test', value }]];
    expect(nameConstraintReasons({ ...leaf, subject: { ...leaf.subject, relativeNames } }, [only])).to.deep.equal(['NAME_NOT_PERMITTED']);
    const utf8 = encodeContext(
      0,
      concatBytes(encodeOid(OIDS.smtpUtf8Mailbox), encodeContext(0, encodeUtf8String('我@example.com'), { constructed: true })),
      { constructed: true },
    );
    expect(nameConstraintReasons(named(utf8), [only])).to.deep.equal(['NAME_CONSTRAINT_UNSUPPORTED']);
    expect(nameConstraintReasons(named(utf8), [constraints([dnsDer('example.com')])])).to.deep.equal([]);
  });

  it('of a form that is not processed matter where such a name is present', () => {
    const registered = encodeContext(8, encodeOid('1.2.3').subarray(2), { constructed: false });
    const only = constraints([], [registered]);
    expect(nameConstraintReasons(named(dnsDer('example.com')), [only])).to.deep.equal([]);
    expect(nameConstraintReasons(named(registered), [only])).to.deep.equal(['NAME_CONSTRAINT_UNSUPPORTED']);
  });

  it('with a distance other than zero are not processed', () => {
    const minimum = encodeContext(0, encodeInteger(1).subarray(2), { constructed: false });
    const subtree = encodeContext(0, encodeSequence(dnsDer('example.com'), minimum), { constructed: true });
    const far = readNameConstraints(parseDer(encodeSequence(subtree)));
    expect(nameConstraintReasons(named(dnsDer('a.example.com')), [far])).to.deep.equal(['NAME_CONSTRAINT_UNSUPPORTED']);
  });

  it('with the distance zero written out are processed, and with a maximum are not', () => {
    const subtree = (tag: number, distance: number): NameConstraints => {
      const limit = encodeContext(tag, encodeInteger(distance).subarray(2), { constructed: false });
      const permitted = encodeContext(0, encodeSequence(dnsDer('example.com'), limit), { constructed: true });
      return readNameConstraints(parseDer(encodeSequence(permitted)));
    };
    expect(nameConstraintReasons(named(dnsDer('a.example.com')), [subtree(0, 0)])).to.deep.equal([]);
    expect(nameConstraintReasons(named(dnsDer('other.test')), [subtree(0, 0)])).to.deep.equal(['NAME_NOT_PERMITTED']);
    expect(nameConstraintReasons(named(dnsDer('a.example.com')), [subtree(1, 0)])).to.deep.equal(['NAME_CONSTRAINT_UNSUPPORTED']);
  });

  it('on directory names bind the subject, and no subject that is empty (§4.2.1.10, §7.1)', () => {
    const directoryDer = ({ raw }: Name): Bytes => encodeContext(4, raw, { constructed: true });
    const [own, other] = [directoryDer(leaf.subject), directoryDer(leaf.issuer)];
    expect(nameConstraintReasons(named(), [constraints([own])])).to.deep.equal([]);
    expect(nameConstraintReasons(named(), [constraints([other])])).to.deep.equal(['NAME_NOT_PERMITTED']);
    expect(nameConstraintReasons(named(), [constraints([], [own])])).to.deep.equal(['NAME_EXCLUDED']);
    expect(nameConstraintReasons(named(), [constraints([], [other])])).to.deep.equal([]);
    expect(nameConstraintReasons(named(other), [constraints([own])])).to.deep.equal(['NAME_NOT_PERMITTED']);
    const empty = { ...leaf.subject, raw: encodeSequence(), relativeNames: [] };
    expect(nameConstraintReasons({ ...named(), subject: empty }, [constraints([other])])).to.deep.equal([]);
  });

  it('without a subtree are malformed', () => {
    for (const der of [encodeSequence(), encodeSequence(encodeContext(0, new Uint8Array(), { constructed: true }))])
      expect(() => readNameConstraints(parseDer(der)))
        .to.throw(Asn1Error)
        .with.property('code', 'ASN1_FIELD_MISSING');
  });

  it('are compared with names as often as the bound says, and no more', () => {
    const hosts = (count: number): readonly Bytes[] => Array.from({ length: count }, (_, index) => dnsDer(`h${index}.example.com`));
    expect(500 ** 2).to.equal(MAX_NAME_COMPARISONS);
    expect(nameConstraintReasons(named(...hosts(500)), [constraints([dnsDer('example.com'), ...hosts(499)])])).to.deep.equal([]);
    expect(nameConstraintReasons(named(...hosts(501)), [constraints([dnsDer('example.com'), ...hosts(499)])])).to.deep.equal([
      'NAME_CONSTRAINTS_TOO_MANY',
    ]);
  });

  it('made to exhaust whoever checks are refused at once', () => {
    const hosts = Array.from({ length: 600 }, (_, index) => dnsDer(`h${index}.example.com`));
    expect(hosts.length ** 2).to.be.greaterThan(MAX_NAME_COMPARISONS);
    const start = performance.now();
    expect(nameConstraintReasons(named(...hosts), [constraints([], hosts)])).to.deep.equal(['NAME_CONSTRAINTS_TOO_MANY']);
    expect(performance.now() - start).to.be.below(500);
  });
});
