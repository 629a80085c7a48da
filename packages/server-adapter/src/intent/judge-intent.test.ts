import * as fc from 'fast-check';
import type { IntentRecord } from '../storage/records.ts';
import { findIntentFault, type IntentFacts } from './judge-intent.ts';

const RUNS = 10_000;
const START = Date.parse('2026-06-01T12:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** What a proof is about: the challenge stands for tenant, person, document, seal version, places and permit, which the act holds. */
const SUBJECTS = fc.record({
  tenant: fc.constantFrom('t-a', 't-b'),
  person: fc.constantFrom('p-a', 'p-b'),
  use: fc.constantFrom('u-a', 'u-b'),
  document: fc.constantFrom('d-a', 'd-b'),
  sealVersion: fc.constantFrom(1, 2),
});
type Subject = typeof SUBJECTS extends fc.Arbitrary<infer T> ? T : never;

const challengeOf = (subject: Subject): string => JSON.stringify(subject);

const intentOf = (subject: Subject): IntentRecord => ({
  tenant: subject.tenant,
  id: 'i',
  useId: subject.use,
  personId: subject.person,
  method: 'passkey',
  challenge: challengeOf(subject),
  state: null,
  tries: 0,
  startedAt: at(0),
  expiresAt: at(300),
  ended: null,
});

const factsOf = (proof: Subject, use: Subject, changes: Partial<IntentFacts> = {}): IntentFacts => ({
  tenant: use.tenant,
  personId: use.person,
  subject: { tenant: use.tenant, id: use.use, personId: use.person, challenge: challengeOf(use) },
  policy: { required: true, methods: ['passkey'], minimumAssurance: 3 },
  intent: intentOf(proof),
  provider: { assurance: 3, tries: 5 },
  shownDigest: challengeOf(use),
  now: new Date(at(10)),
  ...changes,
});

describe('which use a proof of intent confirms', () => {
  it('is the one that it was begun for, and no other: not of another tenant, person, use, document or seal version', () => {
    let same = 0;
    fc.assert(
      fc.property(SUBJECTS, SUBJECTS, (proof, use) => {
        const equal = challengeOf(proof) === challengeOf(use);
        if (equal) same += 1;
        return (findIntentFault(factsOf(proof, use)) === null) === equal;
      }),
      { numRuns: RUNS },
    );
    expect(same).to.be.greaterThan(0);
  });

  it('is none for whoever else asks, whatever was shown', () => {
    fc.assert(
      fc.property(SUBJECTS, SUBJECTS, fc.boolean(), (subject, caller, shown) => {
        const { tenant, person: personId } = caller;
        const shownDigest = challengeOf(shown ? subject : caller);
        const fault = findIntentFault(factsOf(subject, subject, { tenant, personId, shownDigest }));
        const own = tenant === subject.tenant && personId === subject.person && shownDigest === challengeOf(subject);
        return (fault === null) === own;
      }),
      { numRuns: RUNS },
    );
  });

  it('is none once the proof ended, took its answers, or its time is over; none before it was begun', () => {
    const lives = fc.record({
      tries: fc.integer({ min: 0, max: 9 }),
      seconds: fc.integer({ min: -60, max: 600 }),
      maximumAge: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
      outcome: fc.constantFrom(null, 'passed' as const, 'superseded' as const),
    });
    fc.assert(
      fc.property(SUBJECTS, lives, (subject, { tries, seconds, maximumAge, outcome }) => {
        const intent = { ...intentOf(subject), tries, ended: outcome && { at: at(1), outcome } };
        const policy = { required: true, methods: ['passkey'], minimumAssurance: 3, ...(maximumAge === undefined ? {} : { maximumAge }) };
        const fault = findIntentFault(factsOf(subject, subject, { intent, policy, now: new Date(at(seconds)) }));
        const inTime = seconds >= 0 && seconds < 300 && (maximumAge === undefined || seconds <= maximumAge);
        return (fault === null) === (outcome === null && tries < 5 && inTime);
      }),
      { numRuns: RUNS },
    );
  });

  it('is none where the permit takes another method or more assurance', () => {
    const offers = fc.record({
      methods: fc.subarray(['confirm', 'totp', 'otp-sms', 'passkey']),
      minimumAssurance: fc.integer({ min: 0, max: 3 }),
      assurance: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(SUBJECTS, offers, (subject, { methods, minimumAssurance, assurance }) => {
        const changes = { policy: { required: true, methods, minimumAssurance }, provider: { assurance, tries: 5 } };
        return (
          (findIntentFault(factsOf(subject, subject, changes)) === null) === (methods.includes('passkey') && assurance >= minimumAssurance)
        );
      }),
      { numRuns: RUNS },
    );
  });
});
