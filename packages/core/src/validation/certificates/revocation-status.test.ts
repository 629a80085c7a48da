import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { contextAround, NO_PATHS, NOW } from '../../../test/validation/small-facts.ts';
import { OIDS } from '../../asn1/index.ts';
import { answerId } from '../facts/evidence-id.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import type { Certificate } from '../../x509/index.ts';
import { certificateStatus, isFresh, type StatusQuery } from './revocation-status.ts';

const MINUTE = 60_000;
const before = (milliseconds: number): string => new Date(NOW.getTime() - milliseconds).toISOString();
const OCSP = [OIDS.ocspSigning];

const CERTIFICATES: Readonly<Record<string, Certificate>> = {
  leaf: smallCertificate('Leaf', 'Authority'),
  authority: smallAuthority('Authority', 'Anchor'),
  anchor: smallAuthority('Anchor', 'Anchor'),
  responder: smallCertificate('Responder', 'Authority', { extendedKeyUsage: OCSP }),
  crlSigner: smallCertificate('CRL signer', 'Authority', { keyUsage: ['cRLSign'] }),
};

interface World {
  readonly query?: Partial<StatusQuery>;
  readonly policy?: Partial<ValidationPolicy>;
  readonly certificates?: Readonly<Record<string, Certificate>>;
  /** Times until which answers are proven to have been there. */
  readonly proven?: Readonly<Record<string, string>>;
}

/** The status of the leaf by answers, in one line: kind, fault, and the time of a revocation. */
function status(answers: readonly RevocationFacts[], { query = {}, policy = {}, certificates = {}, proven = {} }: World = {}): string {
  const revocation = new Map<string, RevocationFacts[]>();
  for (const answer of answers) revocation.set(answer.certificate, [...(revocation.get(answer.certificate) ?? []), answer]);
  const times = new Map(Object.entries(proven).map(([answer, time]) => [answerId(answer), new Date(time)]));
  const { existence, ...context } = contextAround({
    revocation,
    policy: { ...VALIDATION_POLICIES.strict, ...policy },
    certificates: new Map(Object.entries({ ...CERTIFICATES, ...certificates })),
  });
  const told = certificateStatus(
    { certificate: 'leaf', issuer: 'authority', anchor: 'anchor', at: NOW, ...query },
    { ...context, existence: { ...existence, timeOf: (id) => times.get(id as ReturnType<typeof answerId>) ?? NOW } },
  );
  return [told.kind, ...('fault' in told ? [told.fault] : []), ...('at' in told ? [told.at.toISOString()] : [])].join(' ');
}
const one = (changes: Partial<RevocationFacts>, world?: World): string => status([answerFacts(changes)], world);
const UNRELIABLE = 'unreliable SIGNER_UNSUITABLE';

describe('the status of a certificate (EN 319 102-1 §5.2.5, RFC 5280 §6.3)', () => {
  const revoked = { status: 'revoked', revokedAt: '2026-05-20T00:00:00.000Z' } as const;

  it('is what answers about it by its issuer say', () => {
    expect(one({})).to.equal('good');
    expect(one(revoked)).to.equal('revoked 2026-05-20T00:00:00.000Z');
    expect(status([])).to.equal('missing');
    expect(one({ certificate: 'responder' })).to.equal('missing');
    expect(one({ issuer: 'anchor' })).to.equal('missing');
  });

  it('is revoked from the beginning where nobody says since when', () => {
    expect(one({ ...revoked, revokedAt: null })).to.equal('revoked 1970-01-01T00:00:00.000Z');
  });

  it('is good until a revocation in the future', () => {
    expect(one({ ...revoked, revokedAt: '2026-06-02T00:00:00.000Z' })).to.equal('good');
  });

  it('is on hold until a newer answer lifts that', () => {
    const hold = answerFacts({ ...revoked, reason: 'certificateHold', thisUpdate: '2026-05-29T00:00:00.000Z' });
    expect(status([hold])).to.equal('on-hold 2026-05-20T00:00:00.000Z');
    expect(status([hold, answerFacts()])).to.equal('good');
    expect(status([{ ...hold, reason: 'keyCompromise' }, answerFacts()])).to.equal('revoked 2026-05-20T00:00:00.000Z');
  });

  it('is stale where the answer that may be relied on is too old for the time asked about', () => {
    expect(one({ nextUpdate: '2026-05-31T00:00:00.000Z' })).to.equal('stale');
    expect(one({ nextUpdate: '2026-05-31T00:00:00.000Z' }, { query: { at: new Date('2026-05-31T00:00:00Z') } })).to.equal('good');
  });

  it('is that of the newest answer, and of a delta CRL where one goes with a complete one (RFC 5280 §5.2.4)', () => {
    const old = answerFacts({ thisUpdate: '2026-04-01T00:00:00.000Z', nextUpdate: '2026-05-01T00:00:00.000Z' });
    expect(status([old, answerFacts()])).to.equal('good');
    expect(status([answerFacts(), old])).to.equal('good');
    const complete = { ...old, crl: { number: '01', scope: 'all' } };
    const delta = answerFacts({ crl: { number: '02', baseNumber: '01', scope: 'all' }, faults: ['DELTA_CRL'], status: 'unknown' });
    expect(status([complete])).to.equal('stale');
    expect(status([complete, delta])).to.equal('good');
    expect(status([delta, complete])).to.equal('good');
    expect(status([complete, { ...delta, isRemoved: true }])).to.equal('good');
    expect(status([delta])).to.equal('unreliable DELTA_CRL');
  });

  it('is unreliable by the first fault of the first answer where none may be relied on', () => {
    expect(status([answerFacts({ faults: ['OTHER_DISTRIBUTION_POINT'] }), answerFacts({ signature: 'invalid' })])).to.equal(
      'unreliable OTHER_DISTRIBUTION_POINT',
    );
    expect(one({ signature: 'invalid' })).to.equal(UNRELIABLE);
    expect(status([answerFacts({ signature: 'invalid' }), answerFacts()])).to.equal('good');
  });
});

describe('how long an answer is fresh (EN 319 102-1 §5.2.5.4)', () => {
  const fresh = (changes: Partial<RevocationFacts>, policy: Partial<ValidationPolicy> = {}): boolean =>
    isFresh(answerFacts(changes), NOW, { policy: { ...VALIDATION_POLICIES.strict, ...policy } });

  it('is for all times before it was made', () => {
    expect(fresh({ thisUpdate: NOW.toISOString(), nextUpdate: NOW.toISOString() }, { revocationFreshness: 0 })).to.equal(true);
    expect(fresh({ thisUpdate: before(-MINUTE), nextUpdate: before(0) }, { revocationFreshness: 0 })).to.equal(true);
    expect(fresh({ thisUpdate: null })).to.equal(false);
  });

  it('is until the next one of its authority', () => {
    expect(fresh({ nextUpdate: before(0) })).to.equal(true);
    expect(fresh({ nextUpdate: before(1) })).to.equal(false);
  });

  it('is an hour where its authority names no next one (RFC 6960 §4.2.2.1)', () => {
    expect(fresh({ thisUpdate: before(60 * MINUTE), nextUpdate: null })).to.equal(true);
    expect(fresh({ thisUpdate: before(60 * MINUTE + 1), nextUpdate: null })).to.equal(false);
  });

  it('is as long as the policy says, whatever its authority', () => {
    const week = { revocationFreshness: 7 * 86_400 };
    expect(fresh({ thisUpdate: before(7 * 86_400_000), nextUpdate: before(1) }, week)).to.equal(true);
    expect(fresh({ thisUpdate: before(7 * 86_400_000 + 1) }, week)).to.equal(false);
  });
});

describe('answers that may be relied on (RFC 5280 §6.3.3)', () => {
  it('verify, were made, and have no fault that they do not only say something in part by', () => {
    for (const signature of ['invalid', 'unsupported', 'no-signer', 'not-verified'] as const)
      expect(one({ signature })).to.equal(UNRELIABLE);
    expect(one({ thisUpdate: null })).to.equal(UNRELIABLE);
    expect(one({ faults: ['OTHER_DISTRIBUTION_POINT'] })).to.equal('unreliable OTHER_DISTRIBUTION_POINT');
    expect(one({ faults: ['ONLY_SOME_REASONS'], reasons: ['keyCompromise'] })).to.equal('unreliable ONLY_SOME_REASONS');
    const some = { faults: ['ONLY_SOME_REASONS'], reasons: ['keyCompromise'], status: 'revoked', revokedAt: before(MINUTE) } as const;
    expect(one(some)).to.equal(`revoked ${before(MINUTE)}`);
  });

  it('are from the future by no more than clocks differ', () => {
    expect(one({ thisUpdate: before(-5 * MINUTE) })).to.equal('good');
    expect(one({ thisUpdate: before(-5 * MINUTE - 1) })).to.equal(UNRELIABLE);
  });

  it('were signed with algorithms that were strong when they are proven to have been there (EN 319 102-1 §5.2.8)', () => {
    const md5 = { algorithm: { name: 'ECDSA', digest: 'MD5' } };
    expect(one(md5)).to.equal(UNRELIABLE);
    expect(one({ ...md5, answer: 'old' }, { proven: { old: '2004-07-31T00:00:00Z' } })).to.equal('good');
    expect(one({ algorithm: null })).to.equal('good');
  });

  it('were signed with a key that was strong: of the signer, or of the issuer where the signer is not at hand', () => {
    const weak = { publicKey: { kind: 'RSA', bits: 1024 } } as const;
    const certificates = { weak: smallAuthority('Authority', 'Anchor', weak) };
    expect(one({ signer: 'weak' }, { certificates })).to.equal(UNRELIABLE);
    const query = { issuer: 'weak' };
    expect(one({ signer: null, issuer: 'weak' }, { certificates, query })).to.equal(UNRELIABLE);
    expect(one({ signer: 'not at hand', issuer: 'weak' }, { certificates, query })).to.equal(UNRELIABLE);
    expect(one({ signer: 'authority', issuer: 'weak' }, { certificates, query })).to.equal('good');
    expect(one({ signer: null, issuer: 'not at hand' }, { query: { issuer: 'not at hand' } })).to.equal('good');
    const scheme = { algorithm: { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' } };
    const late = { policy: { revocationFreshness: 20 * 365 * 86_400 }, proven: { answer: '2029-02-01T00:00:00Z' } };
    const rsa = { rsa: smallAuthority('Authority', 'Anchor', { publicKey: { kind: 'RSA', bits: 4096 } }) };
    expect(one({ ...scheme, signer: 'rsa' }, { ...late, certificates: rsa })).to.equal(UNRELIABLE);
    expect(one({ signer: 'rsa' }, { ...late, certificates: rsa })).to.equal('good');
  });
});

describe('answers of somebody whom the issuer named (RFC 5280 §6.3.3 (f), RFC 6960 §4.2.2.2)', () => {
  const paths = (...certificates: readonly string[]): CertificatePathFacts => ({
    ...NO_PATHS,
    certificate: certificates[0] ?? null,
    paths: [{ certificates, links: certificates.slice(1).map(() => 'valid') }],
  });
  const delegated = (changes: Partial<RevocationFacts> = {}): RevocationFacts =>
    answerFacts({
      kind: 'ocsp',
      signer: 'responder',
      signerRole: 'delegate',
      signerNoCheck: true,
      signerPaths: paths('responder', 'authority', 'anchor'),
      ...changes,
    });
  const by = (changes: Partial<RevocationFacts>, world?: World): string => status([delegated(changes)], world);
  /** Of somebody who has to be asked about, in an answer by the authority. */
  const on = (certificate: string, changes: Partial<RevocationFacts> = {}): RevocationFacts =>
    answerFacts({ certificate, answer: `on ${certificate}`, ...changes });

  it('count with a path of the signer to the same anchor', () => {
    expect(by({})).to.equal('good');
    expect(by({ signerPaths: paths('responder', 'authority') })).to.equal(UNRELIABLE);
    expect(by({ signerPaths: paths('responder', 'authority', 'not at hand') })).to.equal(UNRELIABLE);
    expect(by({ signerPaths: null })).to.equal(UNRELIABLE);
    expect(by({ signerRole: null, signerPaths: null })).to.equal(UNRELIABLE);
    expect(by({ signer: null })).to.equal(UNRELIABLE);
    const [good, other] = [paths('responder', 'authority', 'anchor'), paths('responder', 'authority')];
    expect(by({ signerPaths: { ...good, paths: [...other.paths, ...good.paths] } })).to.equal('good');
  });

  it('count for what the signer may sign: OCSP responses with that purpose, CRLs with that usage', () => {
    expect(by({ kind: 'crl' })).to.equal('good');
    const crl = { signer: 'crlSigner', signerPaths: paths('crlSigner', 'authority', 'anchor') };
    expect(by({ ...crl, kind: 'crl' })).to.equal('good');
    expect(by({ ...crl, kind: 'ocsp' })).to.equal(UNRELIABLE);
    const signer = { responder: smallCertificate('Responder', 'Authority', { extendedKeyUsage: OCSP, keyUsage: ['digitalSignature'] }) };
    expect(by({}, { certificates: signer })).to.equal('good');
    expect(by({ kind: 'crl' }, { certificates: signer })).to.equal(UNRELIABLE);
  });

  it('count where the signer was in force when the answer is proven to have been there', () => {
    const ended = {
      responder: smallCertificate('Responder', 'Authority', { extendedKeyUsage: OCSP, notAfter: new Date('2026-05-31T00:00:00Z') }),
    };
    expect(by({}, { certificates: ended })).to.equal(UNRELIABLE);
    expect(by({}, { certificates: ended, proven: { answer: '2026-05-31T00:00:00Z' } })).to.equal('good');
  });

  it('need the status of the signer, but where its certificate says that nobody has to ask', () => {
    const asked = delegated({ signerNoCheck: false });
    expect(status([asked])).to.equal(UNRELIABLE);
    expect(status([asked, on('responder')])).to.equal('good');
    const quiet = { responder: smallCertificate('Responder', 'Authority', { extendedKeyUsage: OCSP, noRevAvail: true }) };
    expect(status([asked], { certificates: quiet })).to.equal('good');
    for (const revocation of ['if-present', 'ignore'] as const) expect(status([asked], { policy: { revocation } })).to.equal('good');
  });

  it('fall with a signer who was revoked when it made them, or is on hold, under every policy', () => {
    const made = '2026-05-30T00:00:00.000Z';
    const asked = delegated({ signerNoCheck: false, producedAt: made, thisUpdate: before(MINUTE) });
    const at = (revokedAt: string, policy: Partial<ValidationPolicy> = {}): string =>
      status([asked, on('responder', { status: 'revoked', revokedAt, thisUpdate: before(MINUTE) })], { policy });
    expect(at('2026-05-30T00:00:00.001Z')).to.equal('good');
    expect(at(made)).to.equal(UNRELIABLE);
    expect(at(made, { revocation: 'if-present' })).to.equal(UNRELIABLE);
    const hold = on('responder', { status: 'revoked', reason: 'certificateHold', revokedAt: before(2 * MINUTE) });
    for (const revocation of ['require', 'if-present'] as const)
      expect(status([asked, hold], { policy: { revocation } })).to.equal(UNRELIABLE);
    // Without a time of its own, an answer was made when its content was.
    const bare = { ...asked, producedAt: null, thisUpdate: made };
    expect(status([bare, on('responder', { status: 'revoked', revokedAt: made })])).to.equal(UNRELIABLE);
    expect(status([bare, on('responder', { status: 'revoked', revokedAt: '2026-05-30T00:00:00.001Z' })])).to.equal('good');
  });

  it('need an answer about the signer that was current when it made them', () => {
    const asked = delegated({ signerNoCheck: false, producedAt: '2026-05-20T00:00:00.000Z', thisUpdate: before(MINUTE) });
    const old = on('responder', { thisUpdate: '2026-05-10T00:00:00.000Z', nextUpdate: '2026-05-20T00:00:00.000Z' });
    expect(status([asked, old])).to.equal('good');
    expect(status([asked, { ...old, nextUpdate: '2026-05-19T23:59:59.999Z' }])).to.equal(UNRELIABLE);
  });

  it('need the status of the authorities of the signer as well, but for the one that is judged with the certificate', () => {
    const certificates = {
      other: smallAuthority('Other', 'Anchor'),
      responder: smallCertificate('Responder', 'Other', { extendedKeyUsage: OCSP }),
    };
    const asked = delegated({ signerPaths: paths('responder', 'other', 'anchor') });
    expect(status([asked], { certificates })).to.equal(UNRELIABLE);
    expect(status([asked, on('other', { issuer: 'anchor', signer: 'anchor' })], { certificates })).to.equal('good');
    expect(status([asked, on('other', { issuer: 'authority' })], { certificates })).to.equal(UNRELIABLE);
  });

  it('rest on nobody who waits for them', () => {
    const asked = delegated({ signerNoCheck: false });
    const onItself = delegated({ certificate: 'responder', answer: 'on responder', signerNoCheck: false });
    expect(status([asked, onItself])).to.equal(UNRELIABLE);
    expect(by({ signer: 'leaf', signerPaths: paths('leaf', 'authority', 'anchor') })).to.equal(UNRELIABLE);
    const through = delegated({ signerNoCheck: false, signerPaths: paths('responder', 'other', 'anchor') });
    const certificates = {
      other: smallAuthority('Other', 'Anchor'),
      responder: smallCertificate('Responder', 'Other', { extendedKeyUsage: OCSP }),
    };
    const onOther = delegated({
      certificate: 'other',
      issuer: 'anchor',
      answer: 'on other',
      signerPaths: paths('responder', 'other', 'anchor'),
    });
    expect(status([{ ...through, signerNoCheck: true }, onOther], { certificates })).to.equal(UNRELIABLE);
  });

  it('rest on no certificate of the signer’s path that waits for them, also where missing answers do not count', () => {
    const certificates = {
      other: smallAuthority('Other', 'Anchor'),
      responder: smallCertificate('Responder', 'Other', { extendedKeyUsage: OCSP }),
    };
    const onOther = delegated({ certificate: 'other', issuer: 'anchor', signerPaths: paths('responder', 'other', 'anchor') });
    const query = { certificate: 'other', issuer: 'anchor' };
    expect(status([onOther], { certificates, query, policy: { revocation: 'if-present' } })).to.equal(UNRELIABLE);
  });

  it('rest on no more than four of the kind, one upon the other', () => {
    const names = ['r1', 'r2', 'r3', 'r4', 'r5'];
    const certificates = Object.fromEntries(
      names.map((name) => [name, smallCertificate(name, 'Authority', { extendedKeyUsage: OCSP })] as const),
    );
    const upon = (count: number): readonly RevocationFacts[] =>
      names.slice(0, count).map((name, index) =>
        delegated({
          certificate: index === 0 ? 'leaf' : `r${index}`,
          answer: `by ${name}`,
          signer: name,
          signerNoCheck: index === count - 1,
          signerPaths: paths(name, 'authority', 'anchor'),
        }),
      );
    expect(status(upon(4), { certificates })).to.equal('good');
    expect(status(upon(5), { certificates })).to.equal(UNRELIABLE);
  });
});
