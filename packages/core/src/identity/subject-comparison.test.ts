import { encodeOid, encodeSequence, encodeSet, encodeUtf8String, OIDS, parseDer } from '../asn1/index.ts';
import { type Name, readName } from '../x509/index.ts';
import { compareSubject, personalNumberOf, type SubjectDifference, type VerifiedSubject } from './subject-comparison.ts';

const subjectOf = (...attributes: readonly (readonly [keyof typeof OIDS, string])[]): Name =>
  readName(
    parseDer(encodeSequence(...attributes.map(([type, text]) => encodeSet(encodeSequence(encodeOid(OIDS[type]), encodeUtf8String(text)))))),
  );
const differencesOf = (subject: Name, verified: VerifiedSubject): readonly SubjectDifference[] => {
  const comparison = compareSubject(subject, verified);
  return comparison.result === 'same' ? [] : comparison.differences;
};

describe('subjects of certificates against a verified organisation', () => {
  const company: VerifiedSubject = { kind: 'organisation', name: '某某（北京）有限公司', registrationNumber: '91350100M000100Y43' };
  const named = (identifier: string, organization = '某某(北京)有限公司'): Name =>
    subjectOf(['organizationName', organization], ['organizationIdentifier', identifier]);

  it('are the same with their number in each of the known forms', () => {
    for (const identifier of ['NTRCN-91350100M000100Y43', 'VATCN-91350100M000100Y43', '91350100M000100Y43', 'NTRCN-91350100m000100y43'])
      expect(differencesOf(named(identifier), company), identifier).to.deep.equal([]);
    const inSerialNumber = subjectOf(['organizationName', company.name], ['serialNumber', '91350100M000100Y43']);
    expect(differencesOf(inSerialNumber, company)).to.deep.equal([]);
  });

  it('differ by name, by number, by kind of number, and where either is missing', () => {
    const rows: readonly (readonly [Name, readonly SubjectDifference[]])[] = [
      [named('NTRCN-91350100M000100Y43', '某某（上海）有限公司'), ['ORGANIZATION_DIFFERS']],
      [named('NTRCN-914403001922038216'), ['ORGANIZATION_IDENTIFIER_DIFFERS']],
      [named('LEIXG-91350100M000100Y43'), ['ORGANIZATION_IDENTIFIER_DIFFERS']],
      [named('VATDE-91350100M000100Y43'), ['ORGANIZATION_IDENTIFIER_DIFFERS']],
      [subjectOf(['organizationName', company.name]), ['ORGANIZATION_IDENTIFIER_MISSING']],
      [subjectOf(['organizationIdentifier', '91350100M000100Y43']), ['ORGANIZATION_MISSING']],
      [subjectOf(['commonName', company.name]), ['ORGANIZATION_MISSING', 'ORGANIZATION_IDENTIFIER_MISSING']],
    ];
    for (const [subject, differences] of rows) expect(differencesOf(subject, company), subject.text).to.deep.equal(differences);
  });

  it('are not read where an attribute stands twice', () => {
    const twice = subjectOf(
      ['organizationName', 'Other'],
      ['organizationName', company.name],
      ['organizationIdentifier', '91350100M000100Y43'],
    );
    expect(differencesOf(twice, company)).to.deep.equal(['ATTRIBUTE_REPEATED']);
  });

  it('are not the same where the right number stands beside a wrong one that comes first', () => {
    const both = subjectOf(
      ['organizationName', company.name],
      ['organizationIdentifier', 'NTRCN-914403001922038216'],
      ['serialNumber', '91350100M000100Y43'],
    );
    expect(differencesOf(both, company)).to.deep.equal(['ORGANIZATION_IDENTIFIER_DIFFERS']);
  });
});

describe('subjects of certificates against a verified person', () => {
  const person: VerifiedSubject = { kind: 'person', name: '买买提·艾力', serialNumber: 'sealkit-7', numberAgrees: 'not-known' };

  it('are the same with the reference that was asked for, whatever dot stands in the name', () => {
    for (const name of ['买买提·艾力', '买买提•艾力', ' 买买提・艾力 '])
      expect(differencesOf(subjectOf(['commonName', name], ['serialNumber', 'sealkit-7']), person), name).to.deep.equal([]);
  });

  it('are the same with the verified number', () => {
    const numbered = subjectOf(['commonName', person.name], ['serialNumber', 'IDCCN-11010519491231002X']);
    expect(personalNumberOf(numbered)).to.equal('11010519491231002X');
    expect(differencesOf(numbered, { ...person, numberAgrees: 'yes' })).to.deep.equal([]);
    expect(differencesOf(numbered, { ...person, numberAgrees: 'no' })).to.deep.equal(['SERIAL_NUMBER_DIFFERS']);
    expect(differencesOf(numbered, person)).to.deep.equal(['SERIAL_NUMBER_DIFFERS']);
  });

  it('differ by name, by reference, and where either is missing', () => {
    const rows: readonly (readonly [Name, readonly SubjectDifference[]])[] = [
      [subjectOf(['commonName', '艾力'], ['serialNumber', 'sealkit-7']), ['COMMON_NAME_DIFFERS']],
      [subjectOf(['commonName', person.name], ['serialNumber', 'sealkit-8']), ['SERIAL_NUMBER_DIFFERS']],
      [subjectOf(['commonName', person.name]), ['SERIAL_NUMBER_MISSING']],
      [subjectOf(['serialNumber', 'sealkit-7']), ['COMMON_NAME_MISSING']],
      [subjectOf(['commonName', person.name], ['serialNumber', ' ']), ['SERIAL_NUMBER_MISSING']],
      [subjectOf(['commonName', person.name], ['commonName', 'x'], ['serialNumber', 'sealkit-7']), ['ATTRIBUTE_REPEATED']],
    ];
    for (const [subject, differences] of rows) expect(differencesOf(subject, person), subject.text).to.deep.equal(differences);
  });
});
