import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { contextAround } from '../../../test/validation/small-facts.ts';
import { answerId, certificateId } from '../facts/evidence-id.ts';
import type { PathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import type { Certificate } from '../../x509/index.ts';
import { pastPath } from './time-sliding.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const NOW = day('2032-01-01');
/** The whole chain has ended: the leaf first. */
const CERTIFICATES: Readonly<Record<string, Certificate>> = {
  leaf: smallCertificate('Leaf', 'Authority', { notAfter: day('2022-01-01') }),
  authority: smallAuthority('Authority', 'Anchor', { notAfter: day('2029-01-01') }),
  anchor: smallAuthority('Anchor', 'Anchor', { notAfter: day('2021-01-01') }),
};
const MAIN: PathFacts = { certificates: ['leaf', 'authority', 'anchor'], links: ['valid', 'valid'] };

const answer = (
  certificate: 'leaf' | 'authority',
  thisUpdate: string,
  nextUpdate: string,
  more: Partial<RevocationFacts> = {},
): RevocationFacts => {
  const issuer = certificate === 'leaf' ? 'authority' : 'anchor';
  const times = { thisUpdate: day(thisUpdate).toISOString(), nextUpdate: day(nextUpdate).toISOString() };
  return answerFacts({ certificate, issuer, signer: issuer, answer: `on ${certificate}`, ...times, ...more });
};
/** Current in the last days of the leaf. */
const ON_LEAF = answer('leaf', '2021-12-20', '2022-02-01');
const ON_AUTHORITY = answer('authority', '2021-12-25', '2022-02-01');

interface World {
  readonly certificates?: Readonly<Record<string, Certificate>>;
  readonly paths?: readonly PathFacts[];
  readonly answers?: readonly RevocationFacts[];
  readonly policy?: ValidationPolicy;
  /** Until when everything is proven, but for what is named: by fingerprint of a certificate or of an answer. */
  readonly archivedAt?: string;
  readonly proven?: Readonly<Record<string, string>>;
}

/** The day of the control time of the best past path, to the millisecond where it is no midnight. */
function control(world: World = {}): string {
  const { certificates = {}, paths = [MAIN], answers = [ON_LEAF, ON_AUTHORITY], archivedAt = '2021-12-25', proven = {} } = world;
  const revocation = new Map<string, RevocationFacts[]>();
  for (const each of answers) revocation.set(each.certificate, [...(revocation.get(each.certificate) ?? []), each]);
  const times = new Map(
    Object.entries(proven).flatMap(([name, time]) => [certificateId(name), answerId(name)].map((id) => [id, day(time)] as const)),
  );
  const { existence, ...context } = contextAround({
    validationTime: NOW,
    revocation,
    policy: world.policy ?? VALIDATION_POLICIES.strict,
    certificates: new Map(Object.entries({ ...CERTIFICATES, ...certificates })),
  });
  const past = pastPath({ certificate: 'leaf', anchors: 1, paths, withoutAnchor: [] }, 'signing', {
    ...context,
    existence: { ...existence, timeOf: (id) => times.get(id as ReturnType<typeof answerId>) ?? day(archivedAt) },
  });
  return past?.controlTime.toISOString().replace('T00:00:00.000Z', '') ?? 'none';
}

describe('past certificate validation (EN 319 102-1 §5.6.2.1)', () => {
  it('needs a path that was sound when the first of its certificates ended', () => {
    expect(control()).to.equal('2021-12-25');
    expect(control({ paths: [] })).to.equal('none');
    expect(control({ paths: [{ ...MAIN, links: ['invalid', 'valid'] }] })).to.equal('none');
    expect(control({ certificates: { leaf: smallCertificate('Leaf', 'Authority', { keyUsage: ['keyAgreement'] }) } })).to.equal('none');
  });

  it('needs a time in which all certificates below the anchor were in force', () => {
    const leaf = (notBefore: string, notAfter: string): Certificate =>
      smallCertificate('Leaf', 'Authority', { notBefore: day(notBefore), notAfter: day(notAfter) });
    const authority = (notBefore: string): Certificate =>
      smallAuthority('Authority', 'Anchor', { notBefore: day(notBefore), notAfter: day('2029-01-01') });
    expect(control({ certificates: { leaf: leaf('2020-01-01', '2022-01-01'), authority: authority('2022-01-01') } })).to.equal(
      '2021-12-25',
    );
    expect(control({ certificates: { leaf: leaf('2020-01-01', '2022-01-01'), authority: authority('2022-01-02') } })).to.equal('none');
    expect(control({ certificates: { leaf: leaf('2030-01-01', '2031-01-01') } })).to.equal('none');
  });

  it('is told of an anchor that is itself the leaf by its own term, where nothing has to be asked', () => {
    const alone: PathFacts = { certificates: ['leaf'], links: [] };
    expect(control({ paths: [alone], answers: [] })).to.equal('2032-01-01');
    const never = smallCertificate('Leaf', 'Leaf', { notBefore: day('2022-01-02'), notAfter: day('2022-01-01') });
    expect(control({ paths: [alone], certificates: { leaf: never } })).to.equal('none');
  });

  it('takes of several paths the one that reaches furthest', () => {
    const early = smallAuthority('Authority', 'Anchor', { notAfter: day('2021-12-01') });
    const other: PathFacts = { ...MAIN, certificates: ['leaf', 'early', 'anchor'] };
    const answers = [
      ON_LEAF,
      ON_AUTHORITY,
      { ...ON_LEAF, issuer: 'early', signer: 'early', thisUpdate: day('2021-11-20').toISOString() },
      { ...ON_AUTHORITY, certificate: 'early', thisUpdate: day('2021-11-20').toISOString() },
    ];
    const world = { certificates: { early }, answers, archivedAt: '2021-11-20' };
    expect(control({ ...world, paths: [other] })).to.equal('2021-11-20');
    for (const paths of [
      [MAIN, other],
      [other, MAIN],
    ])
      expect(control({ ...world, paths })).to.equal('2021-12-25');
  });
});

describe('the control time slides into the past (EN 319 102-1 §5.6.2.2)', () => {
  it('over answers that are not current at it, to when they were made', () => {
    expect(control({ answers: [ON_LEAF, answer('authority', '2021-12-25', '2033-01-01')] })).to.equal('2021-12-20');
    expect(control({ answers: [answer('leaf', '2021-12-20', '2033-01-01'), answer('authority', '2021-12-25', '2033-01-01')] })).to.equal(
      '2022-01-01',
    );
    const leafOnly = answer('leaf', '2021-12-20', '2021-12-24');
    expect(control({ answers: [leafOnly, ON_AUTHORITY] })).to.equal('2021-12-20');
    expect(control({ answers: [answer('leaf', '2021-12-20', '2021-12-25'), ON_AUTHORITY] })).to.equal('2021-12-25');
  });

  it('over a revocation, to when that was', () => {
    const revoked = { status: 'revoked', revokedAt: day('2021-12-05').toISOString() } as const;
    expect(control({ answers: [{ ...ON_LEAF, ...revoked }, ON_AUTHORITY] })).to.equal('2021-12-05');
    expect(
      control({ answers: [ON_LEAF, { ...ON_AUTHORITY, ...revoked }], proven: { leaf: '2021-12-05', 'on leaf': '2021-12-05' } }),
    ).to.equal('none');
    const old = answer('leaf', '2021-12-01', '2022-02-01');
    expect(control({ answers: [old, { ...ON_AUTHORITY, ...revoked }], proven: { leaf: '2021-12-05', 'on leaf': '2021-12-05' } })).to.equal(
      '2021-12-05',
    );
    // A revocation that came after the control time changes nothing.
    expect(control({ answers: [{ ...ON_LEAF, ...revoked, revokedAt: day('2022-06-01').toISOString() }, ON_AUTHORITY] })).to.equal(
      '2021-12-25',
    );
  });

  it('over no hold, which may have been there before', () => {
    const held = { status: 'revoked', reason: 'certificateHold', revokedAt: day('2021-12-05').toISOString() } as const;
    expect(control({ answers: [{ ...ON_LEAF, ...held }, ON_AUTHORITY] })).to.equal('none');
  });

  it('over the end of each certificate', () => {
    const current = [answer('leaf', '2021-12-20', '2033-01-01'), answer('authority', '2021-12-25', '2033-01-01')];
    const short = smallAuthority('Authority', 'Anchor', { notAfter: day('2021-12-27') });
    expect(control({ answers: current, certificates: { authority: short } })).to.equal('2021-12-27');
    expect(control({ answers: current })).to.equal('2022-01-01');
  });

  it('to the last instant before an algorithm became too weak', () => {
    const rsa = { publicKey: { kind: 'RSA', bits: 1024 } } as const;
    const old = { notBefore: day('2009-01-01') };
    const certificates = {
      leaf: smallCertificate('Leaf', 'Authority', { ...old, notAfter: day('2030-01-01') }),
      authority: smallAuthority('Authority', 'Anchor', { ...old, ...rsa, notAfter: day('2030-01-01') }),
    };
    const policy: ValidationPolicy = { ...VALIDATION_POLICIES.strict, revocation: 'ignore' };
    expect(control({ certificates, policy, archivedAt: '2009-06-01' })).to.equal('2019-09-30T23:59:59.999Z');
    const top = { ...CERTIFICATES, anchor: smallAuthority('Anchor', 'Anchor', rsa) };
    expect(control({ certificates: top, policy, archivedAt: '2009-06-01' })).to.equal('2019-09-30T23:59:59.999Z');
    expect(control({ policy, archivedAt: '2009-06-01' })).to.equal('2022-01-01');
  });

  it('only over what is proven to have been there by then', () => {
    expect(control({ proven: { authority: '2032-01-01' } })).to.equal('2021-12-25');
    expect(control({ proven: { authority: '2032-01-02' } })).to.equal('none');
    expect(control({ proven: { leaf: '2021-12-25' } })).to.equal('2021-12-25');
    expect(control({ proven: { leaf: '2021-12-26' } })).to.equal('none');
    expect(control({ proven: { 'on authority': '2032-01-02' } })).to.equal('none');
    expect(control({ proven: { 'on leaf': '2021-12-25' } })).to.equal('2021-12-25');
    expect(control({ proven: { 'on leaf': '2021-12-26' } })).to.equal('none');
    expect(control({ answers: [answer('leaf', '2021-12-26', '2022-02-01'), ON_AUTHORITY], proven: { 'on leaf': '2021-12-01' } })).to.equal(
      'none',
    );
    expect(control({ answers: [answer('leaf', '2021-12-25', '2022-02-01'), ON_AUTHORITY], proven: { 'on leaf': '2021-12-01' } })).to.equal(
      '2021-12-25',
    );
  });

  it('needs an answer about each certificate that can be asked about, unless the policy ignores revocation', () => {
    expect(control({ answers: [ON_AUTHORITY] })).to.equal('none');
    expect(control({ answers: [ON_LEAF] })).to.equal('none');
    expect(control({ answers: [{ ...ON_LEAF, signature: 'invalid' }, ON_AUTHORITY] })).to.equal('none');
    const quiet = smallCertificate('Leaf', 'Authority', { notAfter: day('2022-01-01'), noRevAvail: true });
    expect(control({ answers: [ON_AUTHORITY], certificates: { leaf: quiet } })).to.equal('2021-12-25');
    expect(control({ answers: [], policy: { ...VALIDATION_POLICIES.strict, revocation: 'ignore' } })).to.equal('2022-01-01');
    expect(control({ answers: [], policy: VALIDATION_POLICIES.basic })).to.equal('none');
  });
});
