import {
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeLatin1 } from '../bytes/index.ts';
import {
  type Extension,
  type ExtensionView,
  KEY_USAGES,
  readAuthorityKeyIdentifier,
  readExtensions,
  serialText,
  viewExtensions,
} from './extensions.ts';

const NONE = new Uint8Array();
const field = (tag: number, content: Uint8Array, constructed = false): Bytes =>
  encodeContext(tag, Uint8Array.from(content), { constructed });
const extension = (oid: string, value: Bytes, critical = false): Extension => ({ oid, value, critical });
const view = (...extensions: readonly Extension[]): ExtensionView => viewExtensions(extensions);
const one = (oid: string, value: Bytes): ExtensionView => view(extension(oid, value));
const url = (text: string): Bytes => field(6, encodeLatin1(text));

/** Everything that says nothing. */
const EMPTY: ExtensionView = {
  extendedKeyUsageCritical: false,
  subjectAltNames: [],
  policies: [],
  policyMappings: [],
  noRevAvail: false,
  ocspNoCheck: false,
  crlDistributionPoints: [],
  distributionPoints: [],
  ocspUrls: [],
  caIssuersUrls: [],
  malformedExtensions: [],
  unknownCriticalExtensions: [],
};

describe('extensions (RFC 5280 §4.1.2.9)', () => {
  const read = (...entries: readonly Bytes[]): readonly Extension[] => readExtensions(parseDer(encodeSequence(...entries)));

  it('have an identifier, whether they are critical, and a value', () => {
    const value = encodeOctetString(Uint8Array.of(1, 2));
    expect(
      read(
        encodeSequence(encodeOid('1.2.3'), value),
        encodeSequence(encodeOid('1.2.4'), encodeBoolean(true), value),
        encodeSequence(encodeOid('1.2.5'), encodeBoolean(false), value),
      ),
    ).to.deep.equal([
      { oid: '1.2.3', critical: false, value: Uint8Array.of(1, 2) },
      { oid: '1.2.4', critical: true, value: Uint8Array.of(1, 2) },
      { oid: '1.2.5', critical: false, value: Uint8Array.of(1, 2) },
    ]);
  });

  it('are refused with anything behind the value, and without one', () => {
    expect(() => read(encodeSequence(encodeOid('1.2.3'), encodeOctetString(NONE), encodeNull()))).to.throw();
    expect(() => read(encodeSequence(encodeOid('1.2.3'), encodeBoolean(true)))).to.throw();
  });
});

describe('what the known extensions of a certificate say (RFC 5280 §4.2)', () => {
  it('is nothing of a certificate without any', () => {
    expect(view()).to.deep.equal(EMPTY);
  });

  it('is each usage by its bit', () => {
    for (const [bit, usage] of KEY_USAGES.entries()) {
      const octets = bit < 8 ? Uint8Array.of(0x80 >> bit) : Uint8Array.of(0, 0x80);
      expect(one(OIDS.keyUsage, encodeBitString(octets, 7 - (bit & 7)))).to.deep.equal({ ...EMPTY, keyUsage: [usage] });
    }
    expect(one(OIDS.keyUsage, encodeBitString(Uint8Array.of(0xff, 0x80), 7)).keyUsage).to.deep.equal(KEY_USAGES);
  });

  it('is whether the certificate is an authority, and how many may follow', () => {
    const of = (...fields: readonly Bytes[]): unknown => one(OIDS.basicConstraints, encodeSequence(...fields)).basicConstraints;
    expect(of()).to.deep.equal({ ca: false });
    expect(of(encodeBoolean(false))).to.deep.equal({ ca: false });
    expect(of(encodeBoolean(true))).to.deep.equal({ ca: true });
    expect(of(encodeBoolean(true), encodeInteger(0n))).to.deep.equal({ ca: true, pathLength: 0 });
    expect(of(encodeInteger(2n))).to.deep.equal({ ca: false, pathLength: 2 });
    const more = one(OIDS.basicConstraints, encodeSequence(encodeBoolean(true), encodeInteger(2n), encodeNull()));
    expect(more).to.deep.equal({ ...EMPTY, malformedExtensions: [OIDS.basicConstraints] });
  });

  it('is purposes, at least one, and whether they are critical', () => {
    const purposes = encodeSequence(encodeOid(OIDS.timeStamping), encodeOid('1.2.3'));
    expect(one(OIDS.extendedKeyUsage, purposes)).to.deep.equal({ ...EMPTY, extendedKeyUsage: [OIDS.timeStamping, '1.2.3'] });
    expect(view(extension(OIDS.extendedKeyUsage, purposes, true))).to.deep.include({
      extendedKeyUsage: [OIDS.timeStamping, '1.2.3'],
      extendedKeyUsageCritical: true,
      unknownCriticalExtensions: [],
    });
    const other = view(extension(OIDS.keyUsage, encodeBitString(Uint8Array.of(0x80), 7), true), extension(OIDS.extendedKeyUsage, purposes));
    expect(other.extendedKeyUsageCritical).to.equal(false);
    expect(one(OIDS.extendedKeyUsage, encodeSequence())).to.deep.equal({ ...EMPTY, malformedExtensions: [OIDS.extendedKeyUsage] });
  });

  it('is the identifiers of its key and of its issuer', () => {
    expect(one(OIDS.subjectKeyIdentifier, encodeOctetString(Uint8Array.of(0xab, 1)))).to.deep.equal({ ...EMPTY, subjectKeyId: 'ab01' });
    const identifier = encodeSequence(field(0, Uint8Array.of(0xcd)), field(1, url('u'), true), field(2, Uint8Array.of(0, 0x80)));
    expect(one(OIDS.authorityKeyIdentifier, identifier)).to.deep.equal({
      ...EMPTY,
      authorityKeyId: { keyIdentifier: 'cd', serialNumber: '80' },
    });
  });

  it('is names, policies and their limits', () => {
    expect(one(OIDS.subjectAltName, encodeSequence(url('u'))).subjectAltNames.map(({ kind }) => kind)).to.deep.equal(['uri']);
    const [a, b] = [encodeOid('1.2.3'), encodeOid('1.2.4')];
    expect(one(OIDS.policyMappings, encodeSequence(encodeSequence(a, b))).policyMappings).to.deep.equal([
      { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' },
    ]);
    expect(one(OIDS.policyConstraints, encodeSequence(field(0, Uint8Array.of(3)))).policyConstraints).to.deep.equal({
      requireExplicitPolicy: 3,
    });
    expect(one(OIDS.inhibitAnyPolicy, encodeInteger(4n)).inhibitAnyPolicy).to.equal(4);
    const subtree = encodeSequence(field(0, encodeSequence(field(2, encodeLatin1('a.test'))), true));
    expect(one(OIDS.nameConstraints, subtree).nameConstraints?.permitted.length).to.equal(1);
  });

  it('is where revocation answers and issuers lie, by the method that is named', () => {
    const description = (method: string, place: Bytes): Bytes => encodeSequence(encodeOid(method), place);
    const access = encodeSequence(
      description(OIDS.caIssuers, url('http://ca')),
      description(OIDS.ocsp, url('http://ocsp')),
      description('1.2.3', url('http://other')),
      description(OIDS.ocsp, field(2, encodeLatin1('host'))),
    );
    expect(one(OIDS.authorityInfoAccess, access)).to.deep.equal({ ...EMPTY, ocspUrls: ['http://ocsp'], caIssuersUrls: ['http://ca'] });
    const points = encodeSequence(encodeSequence(field(0, field(0, url('http://crl'), true), true)));
    const listed = one(OIDS.crlDistributionPoints, points);
    expect([listed.crlDistributionPoints, listed.distributionPoints.length]).to.deep.equal([['http://crl'], 1]);
  });

  it('is that nobody need ask, where the value is NULL and nothing else', () => {
    expect(one(OIDS.noRevAvail, encodeNull())).to.deep.equal({ ...EMPTY, noRevAvail: true });
    expect(one(OIDS.ocspNoCheck, encodeNull())).to.deep.equal({ ...EMPTY, ocspNoCheck: true });
    for (const oid of [OIDS.noRevAvail, OIDS.ocspNoCheck])
      expect(one(oid, encodeSequence())).to.deep.equal({ ...EMPTY, malformedExtensions: [oid] });
  });
});

describe('extensions that a path cannot hold with (RFC 5280 §4.2)', () => {
  const policies = (...qualifiers: readonly string[]): Bytes =>
    encodeSequence(
      encodeSequence(encodeOid('1.2.3'), encodeSequence(...qualifiers.map((oid) => encodeSequence(encodeOid(oid), encodeNull())))),
    );

  it('are critical and not processed here', () => {
    const processed = [
      OIDS.keyUsage,
      OIDS.basicConstraints,
      OIDS.extendedKeyUsage,
      OIDS.subjectKeyIdentifier,
      OIDS.authorityKeyIdentifier,
      OIDS.certificatePolicies,
      OIDS.policyMappings,
      OIDS.policyConstraints,
      OIDS.inhibitAnyPolicy,
      OIDS.nameConstraints,
      OIDS.subjectAltName,
      OIDS.issuerAltName,
      OIDS.crlDistributionPoints,
      OIDS.authorityInfoAccess,
      OIDS.noRevAvail,
    ];
    const all = [...processed, OIDS.ocspNoCheck, '1.2.3'];
    expect(view(...all.map((oid) => extension(oid, encodeSequence(), true))).unknownCriticalExtensions).to.deep.equal([
      OIDS.ocspNoCheck,
      '1.2.3',
    ]);
    expect(view(...all.map((oid) => extension(oid, encodeSequence()))).unknownCriticalExtensions).to.deep.equal([]);
  });

  it('are policies with a qualifier that nobody knows, where they are critical', () => {
    const unknown = policies('1.2.9');
    expect(view(extension(OIDS.certificatePolicies, unknown, true))).to.deep.include({
      policies: ['1.2.3'],
      unknownCriticalExtensions: [OIDS.certificatePolicies],
    });
    expect(one(OIDS.certificatePolicies, unknown).unknownCriticalExtensions).to.deep.equal([]);
    const known = view(extension(OIDS.certificatePolicies, policies(OIDS.cpsQualifier), true));
    expect(known.unknownCriticalExtensions).to.deep.equal([]);
    const beside = view(
      extension(OIDS.certificatePolicies, unknown),
      extension(OIDS.keyUsage, encodeBitString(Uint8Array.of(0x80), 7), true),
    );
    expect(beside.unknownCriticalExtensions).to.deep.equal([]);
  });

  it('stand twice, known or not, and are named once', () => {
    const usage = extension(OIDS.keyUsage, encodeBitString(Uint8Array.of(0x80), 7));
    const other = extension('1.2.3', encodeNull());
    expect(view(usage, other, usage, other, other)).to.deep.equal({ ...EMPTY, malformedExtensions: [OIDS.keyUsage, '1.2.3'] });
    expect(view(usage, other).malformedExtensions).to.deep.equal([]);
  });

  it('are not read by half: what is malformed is named, and says nothing', () => {
    const cut = encodeBitString(Uint8Array.of(0x80), 7).subarray(0, 3);
    expect(one(OIDS.keyUsage, cut)).to.deep.equal({ ...EMPTY, malformedExtensions: [OIDS.keyUsage] });
    const trailing = concatBytes(encodeNull(), Uint8Array.of(0));
    expect(one(OIDS.noRevAvail, trailing)).to.deep.equal({ ...EMPTY, malformedExtensions: [OIDS.noRevAvail] });
  });

  it('lets what is no answer about the octets through', () => {
    const broken = {
      oid: OIDS.keyUsage,
      critical: false,
      get value(): never {
        throw new RangeError('not an extension');
      },
    };
    expect(() => viewExtensions([broken])).to.throw(RangeError);
  });
});

describe('the identifier of an issuer (RFC 5280 §4.2.1.1)', () => {
  it('has a key, a serial number, both or neither', () => {
    const read = (...fields: readonly Bytes[]): unknown => readAuthorityKeyIdentifier(parseDer(encodeSequence(...fields)));
    expect(read()).to.deep.equal({});
    expect(read(field(0, Uint8Array.of(1)))).to.deep.equal({ keyIdentifier: '01' });
    expect(read(field(2, Uint8Array.of(2)))).to.deep.equal({ serialNumber: '02' });
    expect(read(field(1, url('u'), true))).to.deep.equal({});
  });
});

describe('a serial number as text', () => {
  it('drops the octet of its sign, and no other', () => {
    const cases: readonly (readonly [readonly number[], string])[] = [
      [[0], '00'],
      [[1], '01'],
      [[0, 0x80], '80'],
      [[0, 0, 1], '0001'],
      [[0x10, 0], '1000'],
      [[], ''],
    ];
    for (const [octets, text] of cases) expect(serialText(Uint8Array.from(octets))).to.equal(text);
  });
});
