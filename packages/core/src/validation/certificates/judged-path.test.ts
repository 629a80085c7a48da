import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { contextAround, NOW } from '../../../test/validation/small-facts.ts';
import { OIDS } from '../../asn1/index.ts';
import { certificateId, type EvidenceId } from '../facts/evidence-id.ts';
import type { CertificatePathFacts, PathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import type { Certificate } from '../../x509/index.ts';
import { countingFault, holds, isUnknown, type JudgedPath, judgePaths, type PathTimes, type StatusFault } from './judged-path.ts';
import { rankOfPath } from './path-chains.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const CERTIFICATES: Readonly<Record<string, Certificate>> = {
  leaf: smallCertificate('Leaf', 'Authority'),
  authority: smallAuthority('Authority', 'Anchor'),
  anchor: smallAuthority('Anchor', 'Anchor'),
};
/** DER AlgorithmIdentifier, RFC 3279 §2.2.1. */
const SHA1_WITH_RSA = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 5, 5, 0);
const MAIN: PathFacts = { certificates: ['leaf', 'authority', 'anchor'], links: ['valid', 'valid'] };
const ON_LEAF = answerFacts();
const ON_AUTHORITY = answerFacts({ certificate: 'authority', issuer: 'anchor', signer: 'anchor', answer: 'on authority' });

interface World {
  readonly certificates?: Readonly<Record<string, Certificate>>;
  readonly paths?: readonly PathFacts[];
  readonly answers?: readonly RevocationFacts[];
  readonly times?: Partial<PathTimes>;
  readonly proven?: Readonly<Partial<Record<EvidenceId, Date>>>;
}

function judged({ certificates = {}, paths = [MAIN], answers = [ON_LEAF, ON_AUTHORITY], times, proven = {} }: World = {}):
  | JudgedPath
  | undefined {
  const facts: CertificatePathFacts = { certificate: 'leaf', anchors: 1, paths, withoutAnchor: [] };
  const revocation = new Map<string, RevocationFacts[]>();
  for (const answer of answers) revocation.set(answer.certificate, [...(revocation.get(answer.certificate) ?? []), answer]);
  const { existence, ...context } = contextAround({
    revocation,
    certificates: new Map(Object.entries({ ...CERTIFICATES, ...certificates })),
  });
  return judgePaths(
    facts,
    'signing',
    { leaf: NOW, authorities: NOW, status: NOW, ...times },
    { ...context, existence: { ...existence, timeOf: (id) => proven[id] ?? NOW } },
  );
}

/** The path's fingerprints, its answer, the status of its certificates, and what is at fault. */
function told(world?: World): string {
  const path = judged(world);
  if (path === undefined) return 'none';
  const { fingerprints, result, statuses, fault, limit } = path;
  const { verdict } = result;
  const answer = verdict.indication === 'PASSED' ? verdict.indication : verdict.subIndication;
  const kinds = statuses.map((status) => status?.kind ?? '-').join(' ');
  return [
    fingerprints.join('<'),
    answer,
    kinds,
    ...(fault === null ? [] : [`${fault.subIndication} ${fault.reason}`]),
    ...(limit === null ? [] : [limit.reason]),
  ].join(', ');
}

const revoked = (answer: RevocationFacts, revokedAt: string, reason: RevocationFacts['reason'] = null): RevocationFacts => ({
  ...answer,
  status: 'revoked',
  revokedAt: day(revokedAt).toISOString(),
  reason,
});

describe('a path as it is judged (EN 319 102-1 §5.2.6)', () => {
  it('has a status for each certificate below the anchor', () => {
    expect(told()).to.equal('leaf<authority<anchor, PASSED, good good -');
    expect(told({ certificates: { leaf: smallCertificate('Leaf', 'Authority', { noRevAvail: true }) }, answers: [ON_AUTHORITY] })).to.equal(
      'leaf<authority<anchor, PASSED, - good -',
    );
    expect(told({ paths: [] })).to.equal('none');
    expect(told({ paths: [{ ...MAIN, certificates: ['leaf', 'not at hand', 'anchor'] }] })).to.equal('none');
  });

  it('names the worst status, of whoever: revoked, authority revoked, on hold, unreliable, stale, missing', () => {
    const fault = (leaf: RevocationFacts | undefined, authority: RevocationFacts | undefined): string =>
      told({ answers: [leaf, authority].filter((answer) => answer !== undefined) }).replace(/^.*PASSED, /, '');
    const [stale, unreliable] = [{ nextUpdate: '2026-05-31T00:00:00.000Z' }, { signature: 'invalid' as const }];
    const held = (answer: RevocationFacts): RevocationFacts => revoked(answer, '2026-05-01', 'certificateHold');
    expect(fault(revoked(ON_LEAF, '2026-05-01'), revoked(ON_AUTHORITY, '2026-05-01'))).to.equal(
      'revoked revoked -, REVOKED_NO_POE CERTIFICATE_REVOKED',
    );
    expect(fault(held(ON_LEAF), revoked(ON_AUTHORITY, '2026-05-01'))).to.equal('on-hold revoked -, REVOKED_CA_NO_POE AUTHORITY_REVOKED');
    expect(fault({ ...ON_LEAF, ...unreliable }, held(ON_AUTHORITY))).to.equal('unreliable on-hold -, TRY_LATER CERTIFICATE_ON_HOLD');
    expect(fault({ ...ON_LEAF, ...stale }, { ...ON_AUTHORITY, ...unreliable })).to.equal(
      'stale unreliable -, TRY_LATER REVOCATION_DATA_UNRELIABLE',
    );
    expect(fault(undefined, { ...ON_AUTHORITY, ...stale })).to.equal('missing stale -, TRY_LATER REVOCATION_DATA_STALE');
    expect(fault(ON_LEAF, undefined)).to.equal('good missing -, TRY_LATER REVOCATION_DATA_MISSING');
    expect(judged({ answers: [ON_LEAF] })?.fault?.certificate.subject.text).to.equal('CN=Authority');
    expect(judged({ answers: [ON_AUTHORITY] })?.fault?.status).to.deep.equal({ kind: 'missing' });
  });

  it('lets a leaf have signed before it was revoked or on hold, and no authority (§5.5.4)', () => {
    const leaf = (revokedAt: string, reason?: RevocationFacts['reason']): string =>
      told({ answers: [revoked(ON_LEAF, revokedAt, reason), ON_AUTHORITY], times: { leaf: day('2026-05-10') } }).replace(/^.*PASSED, /, '');
    expect(leaf('2026-05-11')).to.equal('revoked good -');
    expect(leaf('2026-05-10')).to.equal('revoked good -, REVOKED_NO_POE CERTIFICATE_REVOKED');
    expect(leaf('2026-05-11', 'certificateHold')).to.equal('on-hold good -');
    expect(leaf('2026-05-10', 'certificateHold')).to.equal('on-hold good -, TRY_LATER CERTIFICATE_ON_HOLD');
    const authority = (reason?: RevocationFacts['reason']): string =>
      told({ answers: [ON_LEAF, revoked(ON_AUTHORITY, '2026-05-11', reason)], times: { leaf: day('2026-05-10') } }).replace(
        /^.*PASSED, /,
        '',
      );
    expect(authority()).to.equal('good revoked -, REVOKED_CA_NO_POE AUTHORITY_REVOKED');
    expect(authority('certificateHold')).to.equal('good on-hold -, TRY_LATER CERTIFICATE_ON_HOLD');
  });

  it('takes answers of others who have a path to its own anchor', () => {
    const responder = smallCertificate('Responder', 'Authority', { extendedKeyUsage: [OIDS.ocspSigning] });
    const signerPaths: CertificatePathFacts = {
      certificate: 'responder',
      anchors: 1,
      paths: [{ ...MAIN, certificates: ['responder', 'authority', 'anchor'] }],
      withoutAnchor: [],
    };
    const delegated = { ...ON_LEAF, kind: 'ocsp', signer: 'responder', signerRole: 'delegate', signerNoCheck: true, signerPaths } as const;
    expect(told({ certificates: { responder }, answers: [delegated, ON_AUTHORITY] })).to.equal(
      'leaf<authority<anchor, PASSED, good good -',
    );
  });

  it('asks for answers that are current at the time of the status', () => {
    const answers = [ON_LEAF, ON_AUTHORITY].map((answer) => ({ ...answer, nextUpdate: '2026-05-31T00:00:00.000Z' }));
    expect(told({ answers })).to.match(/REVOCATION_DATA_STALE$/);
    expect(told({ answers, times: { status: day('2026-05-31') } })).to.equal('leaf<authority<anchor, PASSED, good good -');
  });

  it('checks the leaf at its time, and what is above at theirs', () => {
    const ended = { leaf: smallCertificate('Leaf', 'Authority', { notAfter: day('2026-05-20') }) };
    const above = { authority: smallAuthority('Authority', 'Anchor', { notAfter: day('2026-05-20') }) };
    const early = { leaf: day('2026-05-19') };
    const verdict = (world: World): string => told(world).split(', ')[1] ?? '';
    expect(verdict({ certificates: ended })).to.equal('OUT_OF_BOUNDS_NO_POE');
    expect(verdict({ certificates: ended, times: early })).to.equal('PASSED');
    expect(verdict({ certificates: above, times: early })).to.equal('OUT_OF_BOUNDS_NO_POE');
    expect(verdict({ certificates: above, times: { leaf: NOW, authorities: day('2026-05-19') } })).to.equal('PASSED');
    const steps = judged({ certificates: above, times: early })?.result.steps.map(({ verdict: { indication } }) => indication);
    expect(steps).to.deep.equal(['PASSED', 'INDETERMINATE', 'PASSED']);
    const both = { ...above, leaf: smallCertificate('Leaf', 'Authority', { keyUsage: ['keyAgreement'] }) };
    expect(verdict({ certificates: both, times: early })).to.equal('CHAIN_CONSTRAINTS_FAILURE');
    expect(verdict({ paths: [{ ...MAIN, links: ['valid', 'invalid'] }], certificates: both, times: early })).to.equal(
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    );
  });

  it('has the limit of algorithms at the time until which each certificate is proven, the leaf no later than what it signed', () => {
    const weak = { publicKey: { kind: 'RSA', bits: 1024 } } as const;
    const certificates = { authority: smallAuthority('Authority', 'Anchor', { ...weak, notBefore: day('2009-01-01') }) };
    const old = day('2010-01-01');
    const aged = { ...certificates, leaf: smallCertificate('Leaf', 'Authority', { notBefore: day('2009-01-01') }) };
    expect(told({ certificates: aged })).to.match(/KEY_TOO_SMALL$/);
    expect(told({ certificates: aged, proven: { [certificateId('leaf')]: old } })).to.not.match(/KEY_TOO_SMALL/);
    expect(told({ certificates: aged, times: { leaf: old } })).to.not.match(/KEY_TOO_SMALL/);
    expect(told({ certificates: aged, times: { leaf: old }, proven: { [certificateId('leaf')]: day('2009-06-01') } })).to.not.match(/KEY/);
    const top = { ...aged, anchor: smallAuthority('Anchor', 'Anchor', weak), authority: smallAuthority('Authority', 'Anchor') };
    expect(told({ certificates: top, times: { leaf: old } })).to.match(/KEY_TOO_SMALL$/);
    expect(told({ certificates: top, proven: { [certificateId('authority')]: old } })).to.not.match(/KEY_TOO_SMALL/);
  });
});

describe('the best of several paths', () => {
  const second = smallAuthority('Authority', 'Anchor', { serialNumber: '02' });
  const OTHER: PathFacts = { ...MAIN, certificates: ['leaf', 'second', 'anchor'] };
  const onSecond = { ...ON_AUTHORITY, certificate: 'second' };
  /** About the leaf, by either of its issuers. */
  const onLeaf = [ON_LEAF, { ...ON_LEAF, issuer: 'second', signer: 'second' }];
  const best = (world: World): string =>
    told({ paths: [MAIN, OTHER], ...world, certificates: { second, ...world.certificates } }).split(',')[0] ?? '';

  it('is the sounder one: time before constraints before signatures, and any before what is known of its status', () => {
    const ended = smallAuthority('Authority', 'Anchor', { notAfter: day('2026-05-01') });
    const unfit = smallCertificate('Authority', 'Anchor');
    expect(best({ certificates: { authority: ended }, answers: [ON_LEAF, ON_AUTHORITY] })).to.equal('leaf<second<anchor');
    expect(best({ certificates: { authority: unfit, second: ended } })).to.equal('leaf<second<anchor');
    expect(best({ certificates: { second: unfit }, paths: [{ ...MAIN, links: ['invalid', 'valid'] }, OTHER] })).to.equal(
      'leaf<second<anchor',
    );
    expect(best({ answers: [ON_LEAF, ON_AUTHORITY, onSecond] })).to.equal('leaf<authority<anchor');
  });

  it('is the one with the better status, each better than the next', () => {
    const [stale, unreliable] = [{ nextUpdate: '2026-05-31T00:00:00.000Z' }, { signature: 'invalid' as const }];
    const ladder: readonly (readonly RevocationFacts[])[] = [
      [ON_AUTHORITY],
      [],
      [{ ...ON_AUTHORITY, ...stale }],
      [{ ...ON_AUTHORITY, ...unreliable }],
      [revoked(ON_AUTHORITY, '2026-05-01', 'certificateHold')],
      [revoked(ON_AUTHORITY, '2026-05-01')],
    ];
    for (const [index, worse] of ladder.slice(1).entries()) {
      const better = (ladder[index] ?? []).map((answer) => ({ ...answer, certificate: 'second' }));
      expect(best({ answers: [...onLeaf, ...worse, ...better] }), `rung ${index}`).to.equal('leaf<second<anchor');
    }
  });

  it('is the one with stronger algorithms among equals, which counts less than any status', () => {
    const weak = smallAuthority('Authority', 'Anchor', { signatureAlgorithm: SHA1_WITH_RSA });
    expect(best({ certificates: { authority: weak }, answers: [...onLeaf, ON_AUTHORITY, onSecond] })).to.equal('leaf<second<anchor');
    expect(best({ certificates: { authority: weak }, answers: [...onLeaf, ON_AUTHORITY] })).to.equal('leaf<authority<anchor');
  });

  it('ranks answers of paths from passed to broken', () => {
    const of = (subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' | 'CHAIN_CONSTRAINTS_FAILURE' | 'OUT_OF_BOUNDS_NO_POE'): number =>
      rankOfPath({ verdict: { indication: 'INDETERMINATE', subIndication } });
    const ranks = [
      rankOfPath({ verdict: { indication: 'PASSED' } }),
      of('OUT_OF_BOUNDS_NO_POE'),
      of('CHAIN_CONSTRAINTS_FAILURE'),
      of('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
    ];
    expect(ranks).to.deep.equal(ranks.toSorted((left, right) => left - right));
    expect(new Set(ranks).size).to.equal(4);
  });
});

describe('the status that counts by a policy', () => {
  const withFault = (reason: StatusFault['reason'] | null): JudgedPath => {
    const path = judged();
    if (path === undefined) throw new TypeError('expected a path');
    if (reason === null) return path;
    return { ...path, fault: { subIndication: 'TRY_LATER', reason, certificate: CERTIFICATES['leaf']!, status: { kind: 'missing' } } };
  };
  const counts = (reason: StatusFault['reason'] | null, revocation: ValidationPolicy['revocation']): string =>
    countingFault(withFault(reason), revocation)?.reason ?? 'none';
  const UNKNOWN = ['REVOCATION_DATA_MISSING', 'REVOCATION_DATA_STALE', 'REVOCATION_DATA_UNRELIABLE'] as const;
  const KNOWN = ['CERTIFICATE_REVOKED', 'AUTHORITY_REVOKED', 'CERTIFICATE_ON_HOLD'] as const;

  it('is a revocation where it is not ignored, and what is not known only where an answer is required', () => {
    for (const reason of KNOWN)
      expect([counts(reason, 'require'), counts(reason, 'if-present'), counts(reason, 'ignore')]).to.deep.equal([reason, reason, 'none']);
    for (const reason of UNKNOWN)
      expect([counts(reason, 'require'), counts(reason, 'if-present'), counts(reason, 'ignore')]).to.deep.equal([reason, 'none', 'none']);
    expect(counts(null, 'require')).to.equal('none');
    expect([...UNKNOWN, ...KNOWN].map((reason) => isUnknown(withFault(reason).fault!))).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('lets a path hold that is sound, strong and of good status', () => {
    const context = { policy: VALIDATION_POLICIES.strict };
    const sound = withFault(null);
    expect(holds(sound, context)).to.equal(true);
    expect(holds(withFault('REVOCATION_DATA_MISSING'), context)).to.equal(false);
    expect(holds(withFault('REVOCATION_DATA_MISSING'), { policy: VALIDATION_POLICIES.basic })).to.equal(true);
    const limit = { reason: 'KEY_TOO_SMALL', until: '2019-10-01', algorithm: 'RSA 1024', certificate: CERTIFICATES['leaf']! } as const;
    expect(holds({ ...sound, limit }, context)).to.equal(false);
    const verdict = { indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' } as const;
    expect(holds({ ...sound, result: { ...sound.result, verdict } }, context)).to.equal(false);
  });
});
