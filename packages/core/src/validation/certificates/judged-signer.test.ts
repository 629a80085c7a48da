import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import type { Certificate } from '../../x509/index.ts';
import { answerId, certificateId, type EvidenceId } from '../facts/evidence-id.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import type { JudgingContext } from './judging-context.ts';
import { type JudgedSigner, judgeSigner, type SignerQuery } from './judged-signer.ts';

/** Leaf and authority under an anchor; the leaf is in force in 2020 and 2021, the authority to 2029. */
const PATHS: CertificatePathFacts = {
  certificate: 'leaf',
  anchors: 1,
  paths: [{ certificates: ['leaf', 'authority', 'anchor'], links: ['valid', 'valid'] }],
  withoutAnchor: [],
};
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

let certificates: ReadonlyMap<string, Certificate> = new Map([
  ['leaf', smallCertificate('Leaf', 'Authority', { notBefore: day('2020-01-01'), notAfter: day('2022-01-01') })],
  ['authority', smallAuthority('Authority', 'Anchor', { notBefore: day('2019-01-01'), notAfter: day('2029-01-01') })],
  ['anchor', smallAuthority('Anchor', 'Anchor')],
]);

function answer(about: 'leaf' | 'authority', made: string, more: Partial<RevocationFacts> = {}): RevocationFacts {
  const issuer = about === 'leaf' ? 'authority' : 'anchor';
  return answerFacts({
    certificate: about,
    issuer,
    signer: issuer,
    answer: `${about} ${made}`,
    thisUpdate: day(made).toISOString(),
    nextUpdate: new Date(day(made).getTime() + 30 * 86_400_000).toISOString(),
    ...more,
  });
}

interface World {
  readonly now: string;
  readonly provenAt?: string;
  readonly answers?: readonly RevocationFacts[];
  /** Time of everything that a time-stamp is over. */
  readonly archivedAt?: string;
  readonly policy?: ValidationPolicy;
  readonly query?: Partial<SignerQuery>;
}

function judged({ now, provenAt = now, answers = [], archivedAt, policy = VALIDATION_POLICIES.strict, query }: World): JudgedSigner {
  const revocation = new Map(['leaf', 'authority'].map((name) => [name, answers.filter(({ certificate }) => certificate === name)]));
  const known = new Set<EvidenceId>([certificateId('leaf'), certificateId('authority'), ...answers.map((each) => answerId(each.answer))]);
  const context: JudgingContext = {
    policy,
    validationTime: day(now),
    certificates,
    revocation,
    existence: {
      timeOf: (id) => (archivedAt !== undefined && known.has(id) ? day(archivedAt) : day(now)),
      isArchived: () => archivedAt !== undefined,
    },
  };
  const algorithms = [{ digest: 'SHA-256', signature: 'ECDSA' }];
  return judgeSigner(
    { paths: PATHS, purpose: 'signing', provenAt: day(provenAt), isArchived: archivedAt !== undefined, algorithms, ...query },
    context,
  );
}

/** What counts of a judgement, in one line. */
function told({ path, proof, fault, limit, failure, isPastUnproven, at }: JudgedSigner): string {
  const verdict = path?.result.verdict;
  const open = verdict === undefined ? 'NO_PATH' : verdict.indication === 'PASSED' ? '' : verdict.subIndication;
  const parts = [failure?.reason, isPastUnproven ? 'PAST_NOT_PROVEN' : '', open, fault?.reason, limit?.reason, path?.limit?.reason];
  const against = parts.filter((part) => part !== undefined && part !== '');
  return against.length > 0 ? against.join(' ') : `${proof} ${at.toISOString().slice(0, 10)}`;
}

const CURRENT = [answer('leaf', '2021-06-01'), answer('authority', '2021-06-01')];

describe("a signer's certificates at the time that decides (EN 319 102-1 §5.3.4, §5.5.4, §5.6.2)", () => {
  it('hold now, where every status is known and current', () => {
    expect(told(judged({ now: '2021-06-15', answers: CURRENT }))).to.equal('none 2021-06-15');
    expect(told(judged({ now: '2021-06-15', answers: CURRENT.slice(0, 1) }))).to.equal('REVOCATION_DATA_MISSING');
    expect(told(judged({ now: '2021-08-15', answers: CURRENT }))).to.equal('REVOCATION_DATA_STALE');
    const future = [answer('leaf', '2021-07-01'), answer('authority', '2021-06-01')];
    expect(told(judged({ now: '2021-06-15', answers: future }))).to.equal('REVOCATION_DATA_UNRELIABLE');
    expect(told(judged({ now: '2021-08-15', policy: VALIDATION_POLICIES.basic }))).to.equal('none 2021-08-15');
  });

  it('hold for what a policy calls fresh', () => {
    const week = { ...VALIDATION_POLICIES.strict, revocationFreshness: 7 * 86_400 };
    expect(told(judged({ now: '2021-06-07', answers: CURRENT, policy: week }))).to.equal('none 2021-06-07');
    expect(told(judged({ now: '2021-06-15', answers: CURRENT, policy: week }))).to.equal('REVOCATION_DATA_STALE');
    const noEnd = CURRENT.map((each) => ({ ...each, nextUpdate: null }));
    expect(told(judged({ now: '2021-06-02', answers: noEnd }))).to.equal('REVOCATION_DATA_STALE');
  });

  it('do not hold when revoked, but for what is proven to be older', () => {
    const revoked = [
      answer('leaf', '2021-06-01', { status: 'revoked', revokedAt: day('2021-05-01').toISOString() }),
      answer('authority', '2021-06-01'),
    ];
    for (const policy of [VALIDATION_POLICIES.strict, VALIDATION_POLICIES.basic])
      expect(told(judged({ now: '2021-06-15', answers: revoked, policy }))).to.equal('CERTIFICATE_REVOKED');
    expect(told(judged({ now: '2021-06-15', answers: revoked, provenAt: '2021-04-30' }))).to.equal('best-signature-time 2021-04-30');
    expect(told(judged({ now: '2021-06-15', answers: revoked, provenAt: '2021-05-02' }))).to.equal('CERTIFICATE_REVOKED');
    const later = { query: { notBefore: day('2021-05-03') } };
    expect(told(judged({ now: '2021-06-15', answers: revoked, ...later }))).to.equal('SIGNED_AFTER_REVOCATION CERTIFICATE_REVOKED');
  });

  it('stay revoked whatever newer answers say, and come back from a hold', () => {
    const [good, authority] = CURRENT;
    const old = (reason: RevocationFacts['reason']): RevocationFacts =>
      answer('leaf', '2021-05-20', { status: 'revoked', reason, revokedAt: day('2021-05-10').toISOString() });
    const with_ = (reason: RevocationFacts['reason']): string =>
      told(judged({ now: '2021-06-15', answers: [old(reason), good!, authority!] }));
    expect(with_('keyCompromise')).to.equal('CERTIFICATE_REVOKED');
    expect(with_('certificateHold')).to.equal('none 2021-06-15');
    const held = [{ ...old('certificateHold'), thisUpdate: day('2021-06-02').toISOString() }, good!, authority!];
    expect(told(judged({ now: '2021-06-15', answers: held }))).to.equal('CERTIFICATE_ON_HOLD');
  });

  it('do not hold below an authority that was revoked, also for what is older, until the past is proven', () => {
    const answers = [CURRENT[0]!, answer('authority', '2021-06-01', { status: 'revoked', revokedAt: day('2021-05-01').toISOString() })];
    expect(told(judged({ now: '2021-06-15', answers, provenAt: '2021-04-01' }))).to.equal('AUTHORITY_REVOKED');
  });

  it('hold after they expired where the time is proven and they were not revoked until then', () => {
    const last = [answer('leaf', '2021-12-20'), answer('authority', '2021-12-20')];
    expect(told(judged({ now: '2022-06-01', answers: last }))).to.equal('OUT_OF_BOUNDS_NO_POE REVOCATION_DATA_STALE');
    expect(told(judged({ now: '2022-06-01', answers: last, provenAt: '2021-12-25' }))).to.equal('best-signature-time 2021-12-25');
    expect(told(judged({ now: '2022-06-01', answers: [], provenAt: '2021-12-25', policy: VALIDATION_POLICIES.basic }))).to.equal(
      'OUT_OF_BOUNDS_NO_POE',
    );
    expect(told(judged({ now: '2022-06-01', answers: last, provenAt: '2022-02-01' }))).to.equal(
      'OUT_OF_BOUNDS_NO_POE REVOCATION_DATA_STALE',
    );
    expect(told(judged({ now: '2022-06-01', answers: last, query: { notBefore: day('2022-02-01') } }))).to.match(/^SIGNED_AFTER_EXPIRY /);
  });

  it('do not hold for what is proven to be older than the certificate itself, expired or in force', () => {
    const last = [answer('leaf', '2021-12-20'), answer('authority', '2021-12-20')];
    expect(told(judged({ now: '2022-06-01', answers: last, provenAt: '2019-06-01' }))).to.match(/^SIGNED_BEFORE_CERTIFICATE /);
    expect(told(judged({ now: '2021-06-15', answers: CURRENT, provenAt: '2019-12-31' }))).to.equal('SIGNED_BEFORE_CERTIFICATE');
    expect(told(judged({ now: '2021-06-15', answers: CURRENT, provenAt: '2020-01-01' }))).to.equal('none 2021-06-15');
  });

  it('hold in the past, once the whole chain has expired, by what time-stamps prove', () => {
    const answers = [answer('leaf', '2021-12-20'), answer('authority', '2021-12-20')];
    const world = { now: '2030-01-01', answers, provenAt: '2021-12-10' };
    expect(told(judged(world))).to.match(/^OUT_OF_BOUNDS_NO_POE/);
    expect(told(judged({ ...world, archivedAt: '2022-01-02' }))).to.match(/^PAST_NOT_PROVEN/);
    // The authority's list is not current any more: its own date is the control time, by which the leaf must be proven.
    expect(told(judged({ ...world, archivedAt: '2021-12-20' }))).to.equal('past-validation 2021-12-20');
    expect(told(judged({ ...world, archivedAt: '2021-12-20', provenAt: '2021-12-21' }))).to.match(/^OUT_OF_BOUNDS_NO_POE /);
    const [leaf, authority] = answers;
    expect(told(judged({ ...world, archivedAt: '2021-12-20', answers: [leaf!] }))).to.match(/^PAST_NOT_PROVEN/);
    expect(told(judged({ ...world, archivedAt: '2021-12-20', answers: [authority!] }))).to.match(/^PAST_NOT_PROVEN/);
    const revoked = { ...leaf!, status: 'revoked' as const, revokedAt: day('2021-12-05').toISOString() };
    // Revoked before it is proven: the past is known, and the answer of now stays.
    expect(told(judged({ ...world, archivedAt: '2021-12-20', answers: [revoked, authority!] }))).to.match(
      /^OUT_OF_BOUNDS_NO_POE CERTIFICATE_REVOKED/,
    );
    expect(told(judged({ ...world, archivedAt: '2021-12-20', answers: [revoked, authority!], provenAt: '2021-12-01' }))).to.equal(
      'past-validation 2021-12-05',
    );
  });

  it('rest on algorithms until these were too weak', () => {
    const weak = { algorithms: [{ digest: 'SHA-1', signature: 'ECDSA' }] };
    expect(told(judged({ now: '2021-06-15', answers: CURRENT, query: weak }))).to.equal('DIGEST_TOO_WEAK');
    const whole = certificates;
    certificates = new Map([...whole].map(([name, each]) => [name, name === 'leaf' ? { ...each, notBefore: day('2010-01-01') } : each]));
    expect(told(judged({ now: '2021-06-15', answers: CURRENT, provenAt: '2012-07-31', query: weak }))).to.equal('none 2021-06-15');
    certificates = whole;
    const unknown = CURRENT.map((each) => ({ ...each, algorithm: { name: 'ECDSA', digest: 'MD5' } }));
    expect(told(judged({ now: '2021-06-15', answers: unknown }))).to.equal('REVOCATION_DATA_UNRELIABLE');
  });

  it('need answers of somebody who may give them', () => {
    const delegate = { signer: 'responder', signerRole: 'delegate' as const, kind: 'ocsp' as const };
    const strange = CURRENT.map((each) => ({ ...each, ...delegate }));
    expect(told(judged({ now: '2021-06-15', answers: strange }))).to.equal('REVOCATION_DATA_UNRELIABLE');
    const forged = CURRENT.map((each) => ({ ...each, signature: 'invalid' as const }));
    expect(told(judged({ now: '2021-06-15', answers: forged }))).to.equal('REVOCATION_DATA_UNRELIABLE');
    const faulty = CURRENT.map((each) => ({ ...each, faults: ['OTHER_DISTRIBUTION_POINT' as const] }));
    expect(told(judged({ now: '2021-06-15', answers: faulty }))).to.equal('REVOCATION_DATA_UNRELIABLE');
  });

  it('are known in part by lists that cover some reasons, and whole where these cover all', () => {
    const some = (reasons: RevocationFacts['reasons']): RevocationFacts =>
      answer('leaf', '2021-06-01', { faults: ['ONLY_SOME_REASONS'], reasons });
    const authority = CURRENT[1]!;
    const one = some(['keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded']);
    const other = some(['cessationOfOperation', 'certificateHold', 'privilegeWithdrawn', 'aACompromise']);
    expect(told(judged({ now: '2021-06-15', answers: [one, authority] }))).to.equal('REVOCATION_DATA_UNRELIABLE');
    expect(told(judged({ now: '2021-06-15', answers: [one, other, authority] }))).to.equal('none 2021-06-15');
    const revoked = { ...one, status: 'revoked' as const, revokedAt: day('2021-05-01').toISOString() };
    expect(told(judged({ now: '2021-06-15', answers: [revoked, authority] }))).to.equal('CERTIFICATE_REVOKED');
  });
});

describe('what an earlier time may settle (EN 319 102-1 §5.5.4 step 2, §5.6.3.4)', () => {
  /** DER AlgorithmIdentifier, RFC 3279 §2.2.1. */
  const SHA1_WITH_RSA = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 5, 5, 0);
  const ignoring: ValidationPolicy = { ...VALIDATION_POLICIES.strict, revocation: 'ignore' };
  const archived = { now: '2021-06-15', archivedAt: '2021-04-20', provenAt: '2021-04-15' };
  const withLeaf = (changes: Partial<Certificate>, world: World): string => {
    const whole = certificates;
    certificates = new Map([...whole].map(([name, each]) => [name, name === 'leaf' ? { ...each, ...changes } : each]));
    try {
      return told(judged(world));
    } finally {
      certificates = whole;
    }
  };

  it('is no path that is missing or broken, whose past is not asked', () => {
    const nowhere = judged({ ...archived, query: { paths: { ...PATHS, paths: [] } } });
    expect(told(nowhere)).to.equal('NO_PATH');
    expect([nowhere.proof, nowhere.failure]).to.deep.equal(['none', null]);
    const links = (...each: readonly ('valid' | 'invalid')[]): Partial<SignerQuery> => ({
      paths: { ...PATHS, paths: [{ certificates: ['leaf', 'authority', 'anchor'], links: each }] },
    });
    expect(told(judged({ ...archived, provenAt: '2019-06-01', answers: CURRENT, query: links('invalid', 'valid') }))).to.equal(
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    );
    expect(told(judged({ ...archived, query: links('invalid', 'valid') }))).to.equal(
      'CERTIFICATE_CHAIN_GENERAL_FAILURE REVOCATION_DATA_MISSING',
    );
    const unfit = withLeaf({ keyUsage: ['keyAgreement'], notAfter: day('2021-06-01') }, { ...archived, answers: CURRENT });
    expect(unfit).to.equal('CHAIN_CONSTRAINTS_FAILURE');
  });

  it('is the end of a certificate, where nobody asks for its status', () => {
    expect(told(judged({ now: '2022-06-01', provenAt: '2021-12-25', policy: ignoring }))).to.equal('best-signature-time 2021-12-25');
  });

  it('is an algorithm by which a certificate was signed, where status does not count or the certificate is in force', () => {
    const old = { signatureAlgorithm: SHA1_WITH_RSA, notBefore: day('2010-01-01') };
    const world = { now: '2021-06-15', provenAt: '2012-01-01' };
    expect(withLeaf(old, { ...world, answers: CURRENT })).to.equal('best-signature-time 2012-01-01');
    expect(withLeaf(old, { ...world, provenAt: '2012-09-01', answers: CURRENT })).to.equal('DIGEST_TOO_WEAK');
    expect(withLeaf(old, { ...world, policy: VALIDATION_POLICIES.basic })).to.equal('best-signature-time 2012-01-01');
    expect(withLeaf(old, { ...world, now: '2022-01-01', policy: VALIDATION_POLICIES.basic })).to.equal('best-signature-time 2012-01-01');
    expect(withLeaf(old, { ...world, now: '2022-01-02', policy: VALIDATION_POLICIES.basic })).to.equal(
      'OUT_OF_BOUNDS_NO_POE DIGEST_TOO_WEAK',
    );
  });

  it('is an authority that was revoked later than the signature is proven', () => {
    const answers = [
      answer('leaf', '2021-04-20'),
      answer('authority', '2021-06-01', { status: 'revoked', revokedAt: day('2021-05-01').toISOString() }),
    ];
    expect(told(judged({ ...archived, answers }))).to.equal('past-validation 2021-05-01');
    expect(told(judged({ ...archived, answers, provenAt: '2021-05-01' }))).to.equal('past-validation 2021-05-01');
    expect(told(judged({ ...archived, answers, provenAt: '2021-05-02' }))).to.equal('AUTHORITY_REVOKED');
    const past = judged({ ...archived, answers });
    expect(past.path?.statuses).to.deep.equal([null, null, null]);
    expect(judged({ ...archived, answers, provenAt: '2021-05-02' }).proof).to.equal('none');
  });

  it('is not settled in the past for what is proven to be older than the certificate, and is on its first day', () => {
    const answers = [answer('leaf', '2021-12-20'), answer('authority', '2021-12-20')];
    const world = { now: '2030-01-01', answers, archivedAt: '2021-12-20' };
    expect(told(judged({ ...world, provenAt: '2019-12-31' }))).to.match(/^SIGNED_BEFORE_CERTIFICATE /);
    expect(told(judged({ ...world, provenAt: '2020-01-01' }))).to.equal('past-validation 2021-12-20');
    const weak = { algorithms: [{ digest: 'SHA-1', signature: 'ECDSA' }] };
    expect(told(judged({ ...world, provenAt: '2020-01-01', query: weak }))).to.match(/DIGEST_TOO_WEAK$/);
  });
});

describe('what a content time-stamp proves against a signature (EN 319 102-1 §5.1.3, §5.5.4)', () => {
  const revoked = (about: 'leaf' | 'authority'): readonly RevocationFacts[] =>
    CURRENT.map((each) =>
      each.certificate === about ? { ...each, status: 'revoked' as const, revokedAt: day('2021-05-01').toISOString() } : each,
    );
  const since = (notBefore: string, world: World): JudgedSigner => judged({ ...world, query: { notBefore: day(notBefore) } });

  it('is that the certificate had been revoked at its time, or before', () => {
    const world = { now: '2021-06-15', answers: revoked('leaf') };
    expect(since('2021-05-01', world).failure).to.deep.equal({ subIndication: 'REVOKED', reason: 'SIGNED_AFTER_REVOCATION' });
    expect(since('2021-05-02', world).failure?.subIndication).to.equal('REVOKED');
    expect(since('2021-04-30', world).failure).to.equal(null);
  });

  it('is not that an authority had been, nor that nobody knows', () => {
    expect(since('2021-05-02', { now: '2021-06-15', answers: revoked('authority') }).failure).to.equal(null);
    expect(since('2021-05-02', { now: '2021-06-15' }).failure).to.equal(null);
    expect(since('2021-05-02', { now: '2021-06-15', answers: CURRENT }).failure).to.equal(null);
  });

  it('is that the certificate had ended before', () => {
    const world = { now: '2022-06-01', answers: [answer('leaf', '2021-12-20'), answer('authority', '2021-12-20')] };
    expect(since('2022-01-02', world).failure).to.deep.equal({ subIndication: 'EXPIRED', reason: 'SIGNED_AFTER_EXPIRY' });
    expect(since('2022-01-01', world).failure).to.equal(null);
  });

  it('is told apart from what a proof of an earlier time says: the certificate was not yet there', () => {
    expect(judged({ now: '2021-06-15', answers: CURRENT, provenAt: '2019-12-31' }).failure).to.deep.equal({
      subIndication: 'NOT_YET_VALID',
      reason: 'SIGNED_BEFORE_CERTIFICATE',
    });
  });
});

describe('certificates that say that there is nobody to ask (RFC 9608 §4)', () => {
  it('need no status where they are of an end entity, and are asked about where they are of an authority', () => {
    const whole = certificates;
    const marked = (name: 'leaf' | 'authority'): ReadonlyMap<string, Certificate> =>
      new Map([...whole].map(([key, certificate]) => [key, key === name ? { ...certificate, noRevAvail: true } : certificate]));
    const [leaf, authority] = CURRENT;
    certificates = marked('leaf');
    expect(told(judged({ now: '2021-06-15', answers: [authority!] }))).to.equal('none 2021-06-15');
    certificates = marked('authority');
    expect(told(judged({ now: '2021-06-15', answers: [leaf!] }))).to.equal('REVOCATION_DATA_MISSING');
    certificates = whole;
  });
});
