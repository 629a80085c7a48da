import * as fc from 'fast-check';
import type { IntentBatchRecord } from '../../storage/records.ts';
import { findLeafFault, type LeafFacts } from './judge-leaf.ts';

const RUNS = 10_000;
const START = Date.parse('2026-06-01T12:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** An act of somebody: its challenge stands for tenant, person, use, document and seal version, which the act holds. */
const ACTS = fc.record({
  tenant: fc.constantFrom('t-a', 't-b'),
  person: fc.constantFrom('p-a', 'p-b'),
  use: fc.constantFrom('u-a', 'u-b', 'u-c'),
  document: fc.constantFrom('d-a', 'd-b'),
  sealVersion: fc.constantFrom(1, 2),
});
type Act = typeof ACTS extends fc.Arbitrary<infer T> ? T : never;

const challengeOf = (act: Act): string => JSON.stringify(act);

/** A batch of one person in one tenant, over the acts as they are theirs; confirmed at second 5. */
function batchOf(owner: Act, acts: readonly Act[]): IntentBatchRecord {
  const { tenant, person } = owner;
  const own = acts.map((act) => ({ ...act, tenant, person }));
  const uses = [...new Map(own.map((act) => [act.use, act])).values()].map((act) => ({ useId: act.use, challenge: challengeOf(act) }));
  const wording = { locale: 'en', text: 'x' } as const;
  return {
    tenant,
    id: 'b',
    personId: person,
    act: {
      v: 1,
      action: 'batch',
      tenant,
      person,
      personName: 'x',
      count: uses.length,
      root: 'r',
      wording,
      nonce: 'n',
      issuedAt: at(0),
      expires: at(300),
    },
    challenge: 'c',
    uses,
    createdAt: at(0),
    expiresAt: at(300),
    confirmed: { proven: { method: 'passkey', assurance: 3, startedAt: at(1), finishedAt: at(5) }, event: { id: 'e', digest: 'd' } },
  };
}

const factsOf = (batch: IntentBatchRecord, act: Act, changes: Partial<LeafFacts> = {}): LeafFacts => ({
  tenant: act.tenant,
  personId: act.person,
  use: { tenant: act.tenant, id: act.use, personId: act.person, challenge: challengeOf(act) },
  policy: { required: true, methods: ['passkey'], minimumAssurance: 3, batch: true },
  batch,
  shownDigest: challengeOf(act),
  now: new Date(at(10)),
  ...changes,
});

const BATCHES = fc.tuple(ACTS, fc.array(ACTS, { minLength: 1, maxLength: 4 })).map(([owner, acts]) => batchOf(owner, acts));
/** A batch with one of the acts that are in it. */
const MEMBERS = fc.tuple(BATCHES, fc.nat()).map(([batch, at]) => {
  const leaf = batch.uses[at % batch.uses.length];
  return { batch, act: JSON.parse(leaf?.challenge ?? '{}') as Act };
});

describe('which uses a confirmed batch confirms', () => {
  it('are its leaves, and none of another tenant, person, use, document or seal version', () => {
    let members = 0;
    fc.assert(
      fc.property(BATCHES, ACTS, (batch, act) => {
        const isMember = batch.uses.some(({ challenge }) => challenge === challengeOf(act));
        if (isMember) members += 1;
        return (findLeafFault(factsOf(batch, act)) === null) === isMember;
      }),
      { numRuns: RUNS },
    );
    expect(members).to.be.greaterThan(0);
  });

  it('are none for whoever else asks, and none where something else was shown', () => {
    fc.assert(
      fc.property(MEMBERS, ACTS, fc.boolean(), ({ batch, act }, other, asks) => {
        const { tenant, person: personId } = asks ? other : act;
        const shownDigest = challengeOf(asks ? act : other);
        const same = tenant === act.tenant && personId === act.person && shownDigest === challengeOf(act);
        return (findLeafFault(factsOf(batch, act, { tenant, personId, shownDigest })) === null) === same;
      }),
      { numRuns: RUNS },
    );
  });

  it('are none before the proof was begun, after the batch ended, or later than the permit lets it be', () => {
    const ages = fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined });
    fc.assert(
      fc.property(MEMBERS, fc.integer({ min: -100, max: 500 }), ages, ({ batch, act }, second, maximumAge) => {
        const policy = { required: true, methods: ['passkey'], minimumAssurance: 3, batch: true, ...(maximumAge && { maximumAge }) };
        const inTime = second >= 1 && second < 300 && (maximumAge === undefined || second - 1 <= maximumAge);
        const fault = findLeafFault(factsOf(batch, act, { policy, now: new Date(at(second)) }));
        return fault === (inTime ? null : 'INTENT_EXPIRED');
      }),
      { numRuns: RUNS },
    );
  });

  it('are those whose own permit takes a batch and its method', () => {
    const policies = fc.record({
      required: fc.constant(true),
      methods: fc.subarray(['confirm', 'totp', 'passkey']),
      minimumAssurance: fc.integer({ min: 0, max: 4 }),
      batch: fc.constantFrom(true, false, undefined),
    });
    fc.assert(
      fc.property(MEMBERS, policies, ({ batch, act }, { batch: taken, ...policy }) => {
        const whole = { ...policy, ...(taken === undefined ? {} : { batch: taken }) };
        const allowed = taken === true && policy.methods.includes('passkey') && policy.minimumAssurance <= 3;
        return (findLeafFault(factsOf(batch, act, { policy: whole })) === null) === allowed;
      }),
      { numRuns: RUNS },
    );
  });

  it('are none of a batch that nobody confirmed, and none without a batch', () => {
    fc.assert(
      fc.property(MEMBERS, ({ batch, act }) => {
        const unconfirmed = findLeafFault(factsOf({ ...batch, confirmed: null }, act));
        return unconfirmed === 'INTENT_NOT_FOUND' && findLeafFault(factsOf(batch, act, { batch: undefined })) === 'INTENT_NOT_FOUND';
      }),
      { numRuns: 200 },
    );
  });
});
