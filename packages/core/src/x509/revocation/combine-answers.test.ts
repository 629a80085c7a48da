import { makeCrl, type MakeCrlOptions, testPki, TEST_TIME, type TestPki } from '@sealkit/testkit';
import { encodeInteger, OIDS } from '../../asn1/index.ts';
import { parseCertificate } from '../certificate.ts';
import type { RevocationReasonFlag } from '../distribution-points.ts';
import { combineRevocationAnswers, type RevocationStatus } from './combine-answers.ts';
import { ALL_REASON_FLAGS } from './crl-reasons.ts';
import { parseCrl } from './crl.ts';
import { compareNumbers } from './delta-crl.ts';
import type { RevocationAnswer } from './revocation-answer.ts';
import { verifyCrl } from './verify-crl.ts';

const DAY = 86_400_000;
const day = (number: number): Date => new Date(TEST_TIME.getTime() + number * DAY);

function answer(changes: Partial<RevocationAnswer> = {}): RevocationAnswer {
  return {
    kind: 'ocsp',
    raw: new Uint8Array(),
    status: 'good',
    thisUpdate: day(0),
    isRemoved: false,
    signerNoCheck: false,
    signature: 'valid',
    faults: [],
    ...changes,
  };
}

const crl = (number: string, changes: Partial<RevocationAnswer> = {}): RevocationAnswer =>
  answer({ kind: 'crl', crl: { number, scope: 'scope' }, ...changes });
const delta = (number: string, baseNumber: string, changes: Partial<RevocationAnswer> = {}): RevocationAnswer =>
  answer({
    kind: 'crl',
    crl: { number, baseNumber, scope: 'scope' },
    thisUpdate: day(1),
    status: 'unknown',
    faults: ['DELTA_CRL'],
    ...changes,
  });
const revoked = (at: Date, reason: RevocationAnswer['reason'] = 'keyCompromise'): Partial<RevocationAnswer> => ({
  status: 'revoked',
  revokedAt: at,
  faults: [],
  ...(reason === undefined ? {} : { reason }),
});
const partial = (...reasons: readonly RevocationReasonFlag[]): RevocationAnswer =>
  crl('01', { status: 'unknown', reasons, faults: ['ONLY_SOME_REASONS'] });

const combine = (...answers: readonly RevocationAnswer[]): RevocationStatus => combineRevocationAnswers(answers, { at: day(2) });

describe('answers together (RFC 5280 §6.3.3)', () => {
  it('say nothing where none may be relied on, and tell why', () => {
    expect(combine()).to.deep.equal({ status: 'unknown', standsOn: [], faults: [] });
    const faulty = [answer({ faults: ['SIGNATURE_INVALID'] }), answer({ status: 'revoked', faults: ['SIGNER_NOT_FOUND'] })];
    expect(combine(...faulty)).to.deep.equal({ status: 'unknown', standsOn: [], faults: ['SIGNATURE_INVALID', 'SIGNER_NOT_FOUND'] });
  });

  it('stand on the latest good one', () => {
    const [older, newer] = [answer(), answer({ thisUpdate: day(1) })];
    expect(combine(older, newer)).to.deep.equal({ status: 'good', standsOn: [newer], thisUpdate: day(1), faults: [] });
  });

  it('let a revocation win whatever is later, and of two the earlier', () => {
    const [first, second] = [answer(revoked(day(-3))), answer({ ...revoked(day(-2), 'superseded'), thisUpdate: day(1) })];
    const status = combine(second, answer({ thisUpdate: day(1) }), first);
    expect(status.standsOn).to.deep.equal([first]);
    expect(status.revocation).to.deep.equal({ revokedAt: day(-3), reason: 'keyCompromise' });
  });

  it('speak of the time asked about: what was revoked later was good', () => {
    const later = answer(revoked(day(3)));
    expect(combineRevocationAnswers([later], { at: day(3) }).status).to.equal('revoked');
    const before = combineRevocationAnswers([later], { at: day(2) });
    expect(before.status).to.equal('good');
    expect(before.laterRevocation?.revokedAt).to.deep.equal(day(3));
    expect(before.standsOn).to.deep.equal([later]);
  });

  it('keep a hold until a later answer lifts it', () => {
    const hold = answer(revoked(day(-1), 'certificateHold'));
    expect(combine(hold).status).to.equal('revoked');
    expect(combine(hold, answer()).status).to.equal('revoked');
    expect(combine(hold, answer({ thisUpdate: day(1) })).status).to.equal('good');
    const elsewhere = crl('01', { thisUpdate: day(1), status: 'unknown', reasons: ['keyCompromise'], faults: ['ONLY_SOME_REASONS'] });
    expect(combine(hold, elsewhere).status).to.equal('revoked');
  });

  it('cover all reasons together, or say nothing (reasons_mask)', () => {
    const [first, ...others] = ALL_REASON_FLAGS;
    const [some, rest] = [partial(first!), partial(...others)];
    expect(combine(some)).to.deep.include({ status: 'unknown', faults: ['ONLY_SOME_REASONS'] });
    expect(combine(some, rest)).to.deep.include({ status: 'good', standsOn: [some, rest], faults: [] });
    expect(combine(some, partial(first!, others[0]!)).status).to.equal('unknown');
    expect(combine(some, rest, crl('02', { ...revoked(day(-1)), reasons: [first!] })).status).to.equal('revoked');
  });
});

describe('a complete CRL and its delta (RFC 5280 §5.2.4)', () => {
  it('are one: the delta adds, lifts, or leaves as it is', () => {
    const [base, held] = [crl('05'), crl('05', revoked(day(-1), 'certificateHold'))];
    expect(combine(base, delta('06', '05'))).to.deep.include({ status: 'good', thisUpdate: day(1) });
    expect(combine(base, delta('06', '05')).standsOn.length).to.equal(2);
    expect(combine(base, delta('06', '05', revoked(day(0)))).status).to.equal('revoked');
    expect(combine(held, delta('06', '05')).status).to.equal('revoked');
    expect(combine(held, delta('06', '05', { isRemoved: true })).status).to.equal('good');
  });

  it('go together only with fitting numbers and scope', () => {
    const held = crl('05', revoked(day(-1), 'certificateHold'));
    const lifting = { isRemoved: true };
    expect(combine(held, delta('06', '04', lifting)).status).to.equal('good');
    expect(combine(held, delta('0100', '05', lifting)).status).to.equal('good');
    expect(combine(held, delta('07', '06', lifting)).status).to.equal('revoked');
    expect(combine(held, delta('05', '04', lifting)).status).to.equal('revoked');
    expect(combine(held, delta('06', '05', { ...lifting, crl: { number: '06', baseNumber: '05', scope: 'other' } })).status).to.equal(
      'revoked',
    );
    expect(combine(held, delta('06', '05', { ...lifting, faults: ['DELTA_CRL', 'SIGNATURE_INVALID'] })).status).to.equal('revoked');
  });

  it('take the latest delta', () => {
    const deltas = [delta('06', '05', revoked(day(0), 'certificateHold')), delta('07', '05', { isRemoved: true, thisUpdate: day(2) })];
    expect(combine(crl('05'), ...deltas).status).to.equal('good');
    expect(combine(...deltas.toReversed(), crl('05')).status).to.equal('good');
  });

  it('say nothing good without the complete one', () => {
    expect(combine(delta('06', '05'))).to.deep.include({ status: 'unknown', faults: ['DELTA_CRL'] });
    expect(combine(delta('06', '05', revoked(day(0)))).status).to.equal('revoked');
    expect(combine(answer({ kind: 'crl', status: 'unknown', faults: ['DELTA_CRL'] })).status).to.equal('unknown');
  });

  it('have numbers of any length', () => {
    expect([compareNumbers('0a', '000a'), compareNumbers('ff', '0100') < 0, compareNumbers('0b', '0a') > 0]).to.deep.equal([0, true, true]);
  });
});

describe('CRLs as they are made', () => {
  let pki: TestPki;
  beforeAll(async () => (pki = await testPki()));

  const answerOf = async (options: Partial<MakeCrlOptions>): Promise<RevocationAnswer> =>
    verifyCrl(parseCrl(await makeCrl({ issuer: pki.intermediate, thisUpdate: day(0), nextUpdate: day(9), ...options })), {
      certificate: parseCertificate(pki.signers.p256.certificate),
      issuer: parseCertificate(pki.intermediate.certificate),
    });

  it('are joined: a hold on the complete one is lifted by removeFromCRL on the delta', async () => {
    const { serialNumber } = parseCertificate(pki.signers.p256.certificate);
    const against = (number: number): NonNullable<MakeCrlOptions['extensions']> => [
      { oid: OIDS.deltaCrlIndicator, critical: true, value: encodeInteger(number) },
    ];
    const complete = await answerOf({ number: 300, revoked: [{ serialNumber, at: day(-1), reason: 6 }] });
    const lifting = { number: 301, thisUpdate: day(1), revoked: [{ serialNumber, at: day(-1), reason: 8 }] };
    const lift = await answerOf({ ...lifting, extensions: against(300) });
    const foreign = await answerOf({ ...lifting, extensions: against(301) });

    expect(combine(complete).revocation?.reason).to.equal('certificateHold');
    expect(combine(complete, lift)).to.deep.equal({ status: 'good', standsOn: [complete, lift], thisUpdate: day(1), faults: [] });
    expect(combine(complete, foreign).status).to.equal('revoked');
  });
});
