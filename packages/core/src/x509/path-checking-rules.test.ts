import { smallAuthority, smallCertificate, smallName } from '../../test/validation/small-certificates.ts';
import { OIDS } from '../asn1/index.ts';
import type { Certificate } from './certificate.ts';
import type { CertificatePath } from './path-building.ts';
import { checkPath, type PathPurpose, type PathReason, type PathResult } from './path-checking.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const LEAF = smallCertificate('Leaf', 'Authority');
const AUTHORITY = smallAuthority('Authority', 'Anchor');
const ANCHOR = smallAuthority('Anchor', 'Anchor');
const SOUND = [LEAF, AUTHORITY, ANCHOR];

interface World {
  readonly certificates?: readonly Certificate[];
  readonly links?: CertificatePath['links'];
  readonly purpose?: PathPurpose;
  readonly at?: Date;
}

function checked({
  certificates = SOUND,
  links = certificates.slice(1).map(() => 'valid' as const),
  purpose = 'signing',
  at = NOW,
}: World): PathResult {
  return checkPath({ certificates, links }, { at, purpose });
}

const reasons = (world: World): readonly (readonly PathReason[])[] => checked(world).steps.map((step) => step.reasons);
const leaf = (changes: Partial<Certificate>): World => ({ certificates: [{ ...LEAF, ...changes }, AUTHORITY, ANCHOR] });
const authority = (changes: Partial<Certificate>): World => ({ certificates: [LEAF, { ...AUTHORITY, ...changes }, ANCHOR] });
const anchor = (changes: Partial<Certificate>): World => ({ certificates: [LEAF, AUTHORITY, { ...ANCHOR, ...changes }] });

describe('the steps of a path (RFC 5280 §6.1)', () => {
  it('are of the leaf, the authorities between, and the anchor', () => {
    const { verdict, steps } = checked({});
    expect(verdict).to.deep.equal({ indication: 'PASSED' });
    expect(steps.map(({ role }) => role)).to.deep.equal(['leaf', 'intermediate', 'anchor']);
    expect(steps.map(({ certificate }) => certificate)).to.deep.equal(SOUND);
    expect(steps.map((step) => step.verdict.indication)).to.deep.equal(['PASSED', 'PASSED', 'PASSED']);
  });

  it('are one where the leaf is the anchor, and that is checked as a leaf', () => {
    expect(checked({ certificates: [LEAF] }).steps.map(({ role }) => role)).to.deep.equal(['leaf']);
    expect(reasons({ certificates: [LEAF] })).to.deep.equal([[]]);
    expect(reasons({ certificates: [LEAF], at: new Date('2019-01-01T00:00:00Z') })).to.deep.equal([['CERTIFICATE_NOT_YET_VALID']]);
    expect(reasons({ certificates: [{ ...LEAF, keyUsage: ['keyAgreement'] }] })).to.deep.equal([['KEY_USAGE_UNSUITABLE']]);
    expect(checked({ certificates: [{ ...LEAF, policies: ['1.2.3'] }] }).policies).to.deep.equal(['1.2.3']);
  });

  it('take the anchor for the caller’s word, but for the length that it allows', () => {
    const doubtful: Partial<Certificate> = {
      version: 1,
      notAfter: new Date('2021-01-01T00:00:00Z'),
      keyUsage: ['digitalSignature'],
      unknownCriticalExtensions: ['1.2.3'],
      malformedExtensions: ['1.2.4'],
      policies: ['1.2.5'],
    };
    expect(reasons(anchor(doubtful))).to.deep.equal([[], [], []]);
    expect(
      checked({
        ...anchor(doubtful),
        certificates: [
          { ...LEAF, policies: ['1.2.3'] },
          { ...AUTHORITY, policies: ['1.2.3'] },
          { ...ANCHOR, ...doubtful },
        ],
      }).policies,
    ).to.deep.equal(['1.2.3']);
    expect(reasons(anchor({ basicConstraints: { ca: true, pathLength: 0 } }))).to.deep.equal([[], [], ['PATH_LENGTH_EXCEEDED']]);
  });

  it('answer with the gravest: signatures and chaining, then constraints, then time', () => {
    const answer = (world: World): string => {
      const { verdict } = checked(world);
      return verdict.indication === 'PASSED' ? verdict.indication : verdict.subIndication;
    };
    const late = new Date('2031-01-01T00:00:00Z');
    const unfit = authority({ keyUsage: ['cRLSign'] });
    expect(checked({ at: late }).verdict).to.deep.equal({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
    expect(answer({ at: new Date('2019-01-01T00:00:00Z') })).to.equal('OUT_OF_BOUNDS_NO_POE');
    expect(answer({ ...unfit, at: late })).to.equal('CHAIN_CONSTRAINTS_FAILURE');
    expect(answer({ ...unfit, at: late, links: ['valid', 'invalid'] })).to.equal('CERTIFICATE_CHAIN_GENERAL_FAILURE');
    expect(answer({ links: ['valid', 'unsupported'] })).to.equal('CERTIFICATE_CHAIN_GENERAL_FAILURE');
    expect(answer(leaf({ issuer: smallName('Somebody') }))).to.equal('CERTIFICATE_CHAIN_GENERAL_FAILURE');
    const steps = checked({ ...unfit, at: late, links: ['invalid', 'valid'] }).steps.map(({ verdict }) =>
      verdict.indication === 'PASSED' ? '' : verdict.subIndication,
    );
    expect(steps).to.deep.equal(['CERTIFICATE_CHAIN_GENERAL_FAILURE', 'CHAIN_CONSTRAINTS_FAILURE', '']);
  });
});

describe('the links of a path (RFC 5280 §6.1.3 (a) (1), (a) (4))', () => {
  it('verify under the key above', () => {
    expect(reasons({ links: ['invalid', 'unsupported'] })).to.deep.equal([['SIGNATURE_INVALID'], ['SIGNATURE_UNSUPPORTED'], []]);
    expect(reasons({ links: ['valid'] })).to.deep.equal([[], ['SIGNATURE_INVALID'], []]);
  });

  it('name who stands above, and name somebody', () => {
    expect(reasons(leaf({ issuer: smallName('Somebody') }))).to.deep.equal([['NAME_CHAINING_BROKEN'], [], []]);
    expect(reasons(authority({ issuer: smallName('Somebody') }))).to.deep.equal([[], ['NAME_CHAINING_BROKEN'], []]);
    const nobody = { raw: Uint8Array.of(0x30, 0), text: '', relativeNames: [] };
    expect(reasons({ certificates: [LEAF, { ...AUTHORITY, issuer: nobody }, { ...ANCHOR, subject: nobody }] })).to.deep.equal([
      [],
      ['ISSUER_NAME_EMPTY'],
      [],
    ]);
  });
});

describe('the time of a path (RFC 5280 §4.1.2.5, §6.1.3 (a) (2))', () => {
  it('is in the validity of each certificate below the anchor, to the end of the last second', () => {
    const ends = LEAF.notAfter.getTime();
    for (const world of [leaf({}), authority({})]) {
      expect(reasons({ ...world, at: LEAF.notBefore }).flat()).to.deep.equal([]);
      expect(reasons({ ...world, at: new Date(ends + 999) }).flat()).to.deep.equal([]);
    }
    expect(reasons({ at: new Date(ends + 1000) })).to.deep.equal([['CERTIFICATE_EXPIRED'], ['CERTIFICATE_EXPIRED'], []]);
    expect(reasons({ at: new Date(LEAF.notBefore.getTime() - 1) })).to.deep.equal([
      ['CERTIFICATE_NOT_YET_VALID'],
      ['CERTIFICATE_NOT_YET_VALID'],
      [],
    ]);
  });
});

describe('the authorities of a path (RFC 5280 §6.1.4 (k) to (n))', () => {
  it('say that they are authorities, in version 3', () => {
    for (const changes of [{ version: 1 as const }, { version: 2 as const }, { basicConstraints: { ca: false } }])
      expect(reasons(authority(changes))).to.deep.equal([[], ['ISSUER_NOT_AUTHORITY'], []]);
    expect(reasons({ certificates: [LEAF, smallCertificate('Authority', 'Anchor'), ANCHOR] })).to.deep.equal([
      [],
      ['ISSUER_NOT_AUTHORITY'],
      [],
    ]);
    expect(reasons(leaf({ version: 1 }))).to.deep.equal([[], [], []]);
  });

  it('may sign certificates, or say nothing of what their key may', () => {
    expect(reasons(authority({ keyUsage: ['cRLSign', 'digitalSignature'] }))).to.deep.equal([
      [],
      ['KEY_USAGE_NOT_CERTIFICATE_SIGNING'],
      [],
    ]);
    expect(
      reasons({ certificates: [LEAF, smallCertificate('Authority', 'Anchor', { basicConstraints: { ca: true } }), ANCHOR] }),
    ).to.deep.equal([[], [], []]);
  });

  it('stand above no more authorities than they allow, not counting those that issued themselves nor the leaf', () => {
    const upper = (pathLength: number): Certificate => smallAuthority('Upper', 'Anchor', { basicConstraints: { ca: true, pathLength } });
    const lower = smallAuthority('Authority', 'Upper');
    expect(reasons({ certificates: [LEAF, lower, upper(0), ANCHOR] })).to.deep.equal([[], [], ['PATH_LENGTH_EXCEEDED'], []]);
    expect(reasons({ certificates: [LEAF, lower, upper(1), ANCHOR] })).to.deep.equal([[], [], [], []]);
    expect(reasons(authority({ basicConstraints: { ca: true, pathLength: 0 } }))).to.deep.equal([[], [], []]);
    const renewed = [smallCertificate('Leaf', 'Upper'), smallAuthority('Upper', 'Upper'), upper(0), ANCHOR];
    expect(reasons({ certificates: renewed })).to.deep.equal([[], [], [], []]);
    expect(reasons({ certificates: [LEAF, smallAuthority('Authority', 'Authority'), lower, upper(0), ANCHOR] })[3]).to.deep.equal([
      'PATH_LENGTH_EXCEEDED',
    ]);
  });
});

describe('the use of the leaf’s key (RFC 5280 §4.2.1.3, §4.2.1.12)', () => {
  const use = (changes: Partial<Certificate>, purpose: PathPurpose = 'signing'): readonly PathReason[] =>
    reasons({ ...leaf(changes), purpose })[0] ?? [];
  const DOCUMENTS = '1.3.6.1.5.5.7.3.36';
  const USAGE = ['KEY_USAGE_UNSUITABLE'];
  const PURPOSE = ['EXTENDED_KEY_USAGE_UNSUITABLE'];
  const SIGNING = ['signing', 'seal-maker', 'register'] as const;

  it('is to sign, in one of the two words for that, or in none', () => {
    for (const purpose of SIGNING) {
      expect(use({ keyUsage: ['digitalSignature'] }, purpose)).to.deep.equal([]);
      expect(use({ keyUsage: ['nonRepudiation', 'keyAgreement'] }, purpose)).to.deep.equal([]);
      expect(use({ keyUsage: ['keyAgreement', 'keyCertSign'] }, purpose)).to.deep.equal(USAGE);
      expect(use({}, purpose)).to.deep.equal([]);
    }
    expect(use({ keyUsage: ['keyAgreement'], extendedKeyUsage: [OIDS.serverAuth] })).to.deep.equal([...USAGE, ...PURPOSE]);
  });

  it('is not for web servers, code, time-stamps or OCSP alone', () => {
    for (const other of [OIDS.serverAuth, OIDS.codeSigning, OIDS.timeStamping, OIDS.ocspSigning])
      for (const purpose of SIGNING) {
        expect(use({ extendedKeyUsage: [other] }, purpose)).to.deep.equal(PURPOSE);
        expect(use({ extendedKeyUsage: [other, DOCUMENTS] }, purpose)).to.deep.equal([]);
        expect(use({ extendedKeyUsage: [other, OIDS.serverAuth] }, purpose)).to.deep.equal(PURPOSE);
      }
    expect(use({ extendedKeyUsage: [DOCUMENTS] })).to.deep.equal([]);
  });

  it('is for time-stamps alone, critically, where a time-stamp is judged (RFC 3161 §2.3)', () => {
    const stamping = { extendedKeyUsage: [OIDS.timeStamping], extendedKeyUsageCritical: true };
    expect(use(stamping, 'timestamping')).to.deep.equal([]);
    expect(use({ ...stamping, extendedKeyUsageCritical: false }, 'timestamping')).to.deep.equal(PURPOSE);
    expect(use({ ...stamping, extendedKeyUsage: [OIDS.timeStamping, DOCUMENTS] }, 'timestamping')).to.deep.equal(PURPOSE);
    expect(use({ ...stamping, extendedKeyUsage: [DOCUMENTS] }, 'timestamping')).to.deep.equal(PURPOSE);
    expect(use({ extendedKeyUsageCritical: true }, 'timestamping')).to.deep.equal(PURPOSE);
    expect(use({ ...stamping, keyUsage: ['keyAgreement'] }, 'timestamping')).to.deep.equal(USAGE);
  });

  it('is for OCSP, whatever else, where a response is judged (RFC 6960 §4.2.2.2)', () => {
    expect(use({ extendedKeyUsage: [DOCUMENTS, OIDS.ocspSigning] }, 'ocsp-signing')).to.deep.equal([]);
    expect(use({ extendedKeyUsage: [DOCUMENTS] }, 'ocsp-signing')).to.deep.equal(PURPOSE);
    expect(use({}, 'ocsp-signing')).to.deep.equal(PURPOSE);
  });

  it('is to sign CRLs where one is judged, whatever the extended purposes (RFC 5280 §6.3.3 (f))', () => {
    expect(use({ keyUsage: ['cRLSign'], extendedKeyUsage: [OIDS.serverAuth] }, 'crl-signing')).to.deep.equal([]);
    expect(use({ extendedKeyUsage: [OIDS.serverAuth] }, 'crl-signing')).to.deep.equal([]);
    expect(use({ keyUsage: ['digitalSignature', 'keyCertSign'] }, 'crl-signing')).to.deep.equal(USAGE);
  });
});

describe('the extensions of a path (RFC 5280 §4.2, §6.1.4 (o))', () => {
  it('are all processed where they are critical, and can be read', () => {
    const odd = { unknownCriticalExtensions: ['1.2.3'], malformedExtensions: ['1.2.4'] };
    expect(reasons(leaf(odd))).to.deep.equal([['UNKNOWN_CRITICAL_EXTENSION', 'EXTENSION_MALFORMED'], [], []]);
    expect(reasons(authority({ unknownCriticalExtensions: ['1.2.3'] }))).to.deep.equal([[], ['UNKNOWN_CRITICAL_EXTENSION'], []]);
    expect(reasons(authority({ malformedExtensions: ['1.2.4'] }))).to.deep.equal([[], ['EXTENSION_MALFORMED'], []]);
  });

  it('constrain names where an authority has them, and are misplaced in a leaf (§4.2.1.10)', () => {
    const nameConstraints: Certificate['nameConstraints'] = {
      permitted: [{ base: { kind: 'dNSName', raw: new Uint8Array(), host: 'example.com' }, isWhole: true }],
      excluded: [],
    };
    const host = (name: string): Pick<Certificate, 'subjectAltNames'> => ({
      subjectAltNames: [{ kind: 'dNSName', raw: new Uint8Array(), host: name }],
    });
    expect(reasons(leaf({ nameConstraints }))).to.deep.equal([['NAME_CONSTRAINTS_MISPLACED'], [], []]);
    expect(reasons(leaf({ nameConstraints, basicConstraints: { ca: false } }))).to.deep.equal([['NAME_CONSTRAINTS_MISPLACED'], [], []]);
    expect(reasons(leaf({ nameConstraints, basicConstraints: { ca: true } }))).to.deep.equal([[], [], []]);
    expect(reasons(authority({ nameConstraints }))).to.deep.equal([[], [], []]);
    const above = smallAuthority('Anchor', 'Anchor', { nameConstraints });
    expect(reasons({ certificates: [{ ...LEAF, ...host('other.test') }, AUTHORITY, above] })).to.deep.equal([
      ['NAME_NOT_PERMITTED'],
      [],
      [],
    ]);
    expect(reasons({ certificates: [LEAF, { ...AUTHORITY, ...host('other.test') }, above] })).to.deep.equal([
      [],
      ['NAME_NOT_PERMITTED'],
      [],
    ]);
    const own = { ...AUTHORITY, ...host('other.test'), nameConstraints };
    expect(reasons({ certificates: [LEAF, own, ANCHOR] })).to.deep.equal([[], [], []]);
    // §6.1.3 (b): of a self-issued certificate that is not the leaf nobody asks for its names; of a leaf they do.
    const renewed = smallAuthority('Anchor', 'Anchor', host('other.test'));
    expect(reasons({ certificates: [smallCertificate('Leaf', 'Anchor'), renewed, above] })).to.deep.equal([[], [], []]);
    expect(reasons({ certificates: [smallCertificate('Anchor', 'Anchor', host('other.test')), above] })).to.deep.equal([
      ['NAME_NOT_PERMITTED'],
      [],
    ]);
  });

  it('name the policies that hold, and those that nobody finds in a path that demands one (§6.1.5 (g))', () => {
    const policies = { acceptable: ['1.2.9'], explicit: true };
    const world = [{ ...LEAF, policies: ['1.2.3'] }, { ...AUTHORITY, policies: ['1.2.3'] }, ANCHOR];
    const path = { certificates: world, links: ['valid', 'valid'] as const };
    expect(checkPath(path, { at: NOW, purpose: 'signing' }).policies).to.deep.equal(['1.2.3']);
    const refused = checkPath(path, { at: NOW, purpose: 'signing', policies });
    expect(refused.steps.map((step) => step.reasons)).to.deep.equal([['NO_VALID_POLICY'], [], []]);
    expect(refused.policies).to.deep.equal([]);
  });
});
