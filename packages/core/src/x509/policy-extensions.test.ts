import {
  Asn1Error,
  type DerNode,
  derChildren,
  encodeContext,
  encodeInteger,
  encodeNull,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
} from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { readCertificatePolicies, readInhibitAnyPolicy, readPolicyConstraints, readPolicyMappings } from './policy-extensions.ts';

const [ONE, TWO] = [encodeOid('1.2.3'), encodeOid('1.2.4')];
const qualifiers = (...oids: readonly string[]): Bytes =>
  encodeSequence(...oids.map((oid) => encodeSequence(encodeOid(oid), encodeNull())));

/** The code of the error, or `none`. */
function refusal(reader: (node: DerNode) => unknown, der: Uint8Array): string {
  try {
    reader(parseDer(der));
    return 'none';
  } catch (error) {
    if (error instanceof Asn1Error) return error.code;
    throw error;
  }
}

/** Content octets of an INTEGER under a tag of the field's own. */
const skip = (tag: number, ...octets: readonly number[]): Bytes => encodeContext(tag, Uint8Array.of(...octets), { constructed: false });

describe('certificatePolicies (RFC 5280 §4.2.1.4)', () => {
  const read = (...entries: readonly Bytes[]): unknown => readCertificatePolicies(parseDer(encodeSequence(...entries)));

  it('are identifiers in their order, with or without qualifiers', () => {
    expect(read(encodeSequence(TWO), encodeSequence(ONE, qualifiers(OIDS.cpsQualifier, OIDS.userNoticeQualifier)))).to.deep.equal({
      policies: ['1.2.4', '1.2.3'],
      hasUnknownQualifier: false,
    });
    expect(read(encodeSequence(ONE, qualifiers()))).to.deep.equal({ policies: ['1.2.3'], hasUnknownQualifier: false });
  });

  it('tell of a qualifier that nobody knows, whichever policy has it', () => {
    const known = encodeSequence(ONE, qualifiers(OIDS.cpsQualifier));
    const unknown = encodeSequence(TWO, qualifiers(OIDS.userNoticeQualifier, '1.2.5'));
    for (const entries of [
      [known, unknown],
      [unknown, known],
    ])
      expect(read(...entries)).to.include({ hasUnknownQualifier: true });
  });

  it('are refused empty, of another form, or with something behind the qualifiers', () => {
    expect(refusal(readCertificatePolicies, encodeSequence())).to.equal('ASN1_FIELD_MISSING');
    expect(refusal(readCertificatePolicies, encodeSequence(encodeSequence()))).to.equal('ASN1_FIELD_MISSING');
    expect(refusal(readCertificatePolicies, encodeSequence(encodeSequence(encodeNull())))).to.equal('ASN1_TAG_UNEXPECTED');
    expect(refusal(readCertificatePolicies, encodeSequence(encodeSequence(ONE, qualifiers(), encodeNull())))).to.not.equal('none');
    expect(refusal(readCertificatePolicies, encodeSequence(encodeSequence(ONE, encodeNull())))).to.not.equal('none');
  });
});

describe('policyMappings (RFC 5280 §4.2.1.5)', () => {
  it('are pairs, the policy of the issuer first', () => {
    expect(readPolicyMappings(parseDer(encodeSequence(encodeSequence(ONE, TWO), encodeSequence(TWO, ONE))))).to.deep.equal([
      { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' },
      { issuerDomainPolicy: '1.2.4', subjectDomainPolicy: '1.2.3' },
    ]);
  });

  it('are refused empty, alone and threefold', () => {
    expect(refusal(readPolicyMappings, encodeSequence())).to.equal('ASN1_FIELD_MISSING');
    expect(refusal(readPolicyMappings, encodeSequence(encodeSequence(ONE)))).to.equal('ASN1_FIELD_MISSING');
    expect(refusal(readPolicyMappings, encodeSequence(encodeSequence(ONE, TWO, ONE)))).to.not.equal('none');
  });

  it('name the place of what is missing', () => {
    expect(() => readPolicyMappings(parseDer(encodeSequence()))).to.throw('expected a policy at 0');
  });
});

describe('policyConstraints (RFC 5280 §4.2.1.11)', () => {
  const read = (...fields: readonly Bytes[]): unknown => readPolicyConstraints(parseDer(encodeSequence(...fields)));

  it('are two numbers, either of which may be missing', () => {
    expect(read(skip(0, 3), skip(1, 4))).to.deep.equal({ requireExplicitPolicy: 3, inhibitPolicyMapping: 4 });
    expect(read(skip(0, 0))).to.deep.equal({ requireExplicitPolicy: 0 });
    expect(read(skip(1, 0))).to.deep.equal({ inhibitPolicyMapping: 0 });
    expect(read()).to.deep.equal({});
  });

  it('are refused in another order, with more fields, and below zero', () => {
    expect(refusal(readPolicyConstraints, encodeSequence(skip(1, 4), skip(0, 3)))).to.not.equal('none');
    expect(refusal(readPolicyConstraints, encodeSequence(skip(0, 1), skip(2, 1)))).to.not.equal('none');
    expect(refusal(readPolicyConstraints, encodeSequence(skip(0, 0xff)))).to.equal('ASN1_VALUE_OUT_OF_RANGE');
    expect(refusal(readPolicyConstraints, encodeSequence(skip(1, 0xff)))).to.equal('ASN1_VALUE_OUT_OF_RANGE');
  });
});

describe('inhibitAnyPolicy (RFC 5280 §4.2.1.14)', () => {
  const read = (value: bigint): number => readInhibitAnyPolicy(parseDer(encodeInteger(value)));

  it('is a number of certificates, the same for all that are beyond every path', () => {
    expect([0n, 1n, 65_534n, 65_535n, 65_536n, 1n << 80n].map(read)).to.deep.equal([0, 1, 65_534, 65_535, 65_535, 65_535]);
  });

  it('is refused below zero, by the place of the number', () => {
    expect(() => read(-1n)).to.throw(Asn1Error, 'expected a number of certificates at 0');
    const inside = concatBytes(encodeNull(), encodeInteger(-1n));
    expect(() =>
      derChildren(parseDer(encodeSequence(inside)))
        .slice(1)
        .map(readInhibitAnyPolicy),
    ).to.throw('certificates at 4');
  });
});
