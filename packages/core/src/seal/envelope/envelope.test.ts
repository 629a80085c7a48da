import { SealError } from '../seal-error.ts';
import {
  type EnvelopeParty,
  type EnvelopeStanding,
  dueParties,
  findPartiesFault,
  isEnvelopeOverdue,
  partyState,
} from './envelope-parties.ts';
import { assertEnvelopeTransition, ENVELOPE_TRANSITIONS, type EnvelopeState, nextEnvelopeStates } from './envelope-states.ts';
import { type EnvelopeActor, envelopeStateAfter, findEnvelopeTurn } from './envelope-turn.ts';

const STATES: readonly EnvelopeState[] = ['in-progress', 'completed', 'declined', 'voided', 'expired'];

const party = (id: string, order: number, changes: Partial<EnvelopeParty> = {}): EnvelopeParty => ({
  id,
  name: id,
  organisationId: `org-${id}`,
  order,
  personIds: null,
  acts: [{ type: 'seal-kind', sealKind: 'contract' }],
  ...changes,
});

const standing = (parties: readonly EnvelopeParty[], done: readonly (readonly [string, number])[] = []): EnvelopeStanding => ({
  state: 'in-progress',
  expiresAt: null,
  parties,
  versions: [{ partyId: null, act: null }, ...done.map(([partyId, act]) => ({ partyId, act }))],
  declinedBy: null,
});

const sealing = (id: string, number = `S-${id}`): EnvelopeActor => ({
  personId: `person-${id}`,
  organisationId: `org-${id}`,
  seal: { number, kind: 'contract', organisationId: `org-${id}` },
});

describe('life of an envelope', () => {
  it('ends once: every step leads from in-progress to an end that nothing leads out of', () => {
    expect(nextEnvelopeStates('in-progress')).to.deep.equal(['completed', 'declined', 'voided', 'expired']);
    for (const { from, to, finalAct } of ENVELOPE_TRANSITIONS) {
      expect([from, finalAct]).to.deep.equal(['in-progress', true]);
      expect(nextEnvelopeStates(to)).to.deep.equal([]);
    }
  });

  it('refuses every step that the table does not have, and a decline or void without a reason', () => {
    const codeOf = (from: EnvelopeState, to: EnvelopeState, reason: string): string => {
      try {
        assertEnvelopeTransition(from, to, reason);
        return 'none';
      } catch (error) {
        if (error instanceof SealError) return error.code;
        throw error;
      }
    };
    for (const from of STATES)
      for (const to of STATES) {
        const known = from === 'in-progress' && to !== 'in-progress';
        expect(codeOf(from, to, 'reason'), `${from} > ${to}`).to.equal(known ? 'none' : 'ENVELOPE_TRANSITION_FORBIDDEN');
      }
    expect(codeOf('in-progress', 'declined', ' ')).to.equal('ENVELOPE_TRANSITION_FORBIDDEN');
    expect(codeOf('in-progress', 'voided', '')).to.equal('ENVELOPE_TRANSITION_FORBIDDEN');
    expect(codeOf('in-progress', 'expired', '')).to.equal('none');
  });

  it('is overdue from the instant of its end on, while it goes on', () => {
    const envelope = { state: 'in-progress', expiresAt: '2026-06-01T12:00:00.000Z' } as const;
    expect(isEnvelopeOverdue(envelope, new Date('2026-06-01T11:59:59.999Z'))).to.be.false;
    expect(isEnvelopeOverdue(envelope, new Date('2026-06-01T12:00:00Z'))).to.be.true;
    expect(isEnvelopeOverdue({ ...envelope, state: 'completed' }, new Date('2027-01-01T00:00:00Z'))).to.be.false;
    expect(isEnvelopeOverdue({ ...envelope, expiresAt: null }, new Date('2027-01-01T00:00:00Z'))).to.be.false;
  });
});

describe('whose turn it is', () => {
  const parties = [party('a', 1), party('b', 2), party('c', 2), party('d', 5)];

  it('is that of the lowest order that is not complete, together', () => {
    const turns = (...done: (readonly [string, number])[]) => dueParties(standing(parties, done)).map(({ id }) => id);
    expect(turns()).to.deep.equal(['a']);
    expect(turns(['a', 0])).to.deep.equal(['b', 'c']);
    expect(turns(['a', 0], ['c', 0])).to.deep.equal(['b']);
    expect(turns(['a', 0], ['c', 0], ['b', 0])).to.deep.equal(['d']);
    expect(turns(['a', 0], ['c', 0], ['b', 0], ['d', 0])).to.deep.equal([]);
  });

  it("is nobody's in an envelope that has ended", () => {
    for (const state of STATES.filter((one) => one !== 'in-progress')) {
      expect(dueParties({ ...standing(parties), state })).to.deep.equal([]);
      expect(findEnvelopeTurn({ ...standing(parties), state }, sealing('a'))).to.deep.equal({ obstacle: 'ENVELOPE_ENDED' });
    }
    const declined = { ...standing(parties), state: 'declined', declinedBy: 'a' } as const;
    expect(parties.map((one) => partyState(declined, one))).to.deep.equal(['declined', 'waiting', 'waiting', 'waiting']);
  });

  it('names what stands against an act', () => {
    const turn = (actor: EnvelopeActor, ...done: (readonly [string, number])[]) => findEnvelopeTurn(standing(parties, done), actor);
    expect(turn(sealing('a'))).to.deep.equal({ partyId: 'a', act: 0 });
    expect(turn(sealing('b'))).to.deep.equal({ obstacle: 'PARTY_NOT_DUE' });
    expect(turn(sealing('x'))).to.deep.equal({ obstacle: 'NOT_A_PARTY' });
    expect(turn(sealing('a'), ['a', 0])).to.deep.equal({ obstacle: 'PARTY_COMPLETED' });
    expect(turn({ ...sealing('a'), seal: null })).to.deep.equal({ obstacle: 'PARTY_ACT_NOT_EXPECTED' });
    expect(turn({ ...sealing('a'), seal: { number: 'S', kind: 'contract', organisationId: 'org-b' } })).to.deep.equal({
      obstacle: 'PARTY_ACT_NOT_EXPECTED',
    });
    expect(turn({ ...sealing('a'), seal: { number: 'S', kind: 'finance', organisationId: 'org-a' } })).to.deep.equal({
      obstacle: 'PARTY_ACT_NOT_EXPECTED',
    });
  });

  it('lets named persons act, also from elsewhere, and nobody else of the organisation', () => {
    const named = [party('a', 1, { personIds: ['person-z'] })];
    expect(findEnvelopeTurn(standing(named), sealing('a'))).to.deep.equal({ obstacle: 'NOT_A_PARTY' });
    expect(findEnvelopeTurn(standing(named), { ...sealing('a'), personId: 'person-z', organisationId: 'org-z' })).to.deep.equal({
      partyId: 'a',
      act: 0,
    });
  });

  it('takes the act that names the seal before the one that names its kind, each once, and ends with the last', () => {
    const acts: EnvelopeParty['acts'] = [
      { type: 'seal-kind', sealKind: 'contract' },
      { type: 'signature' },
      { type: 'seal', sealNumber: 'S-1' },
    ];
    const one = [party('a', 1, { acts })];
    expect(findEnvelopeTurn(standing(one), sealing('a', 'S-1'))).to.deep.equal({ partyId: 'a', act: 2 });
    expect(findEnvelopeTurn(standing(one, [['a', 2]]), sealing('a', 'S-1'))).to.deep.equal({ partyId: 'a', act: 0 });
    expect(findEnvelopeTurn(standing(one), { ...sealing('a'), seal: null })).to.deep.equal({ partyId: 'a', act: 1 });
    expect(envelopeStateAfter(standing(one, [['a', 2]]), { partyId: 'a', act: 0 })).to.equal('in-progress');
    expect(
      envelopeStateAfter(
        standing(one, [
          ['a', 2],
          ['a', 0],
        ]),
        { partyId: 'a', act: 1 },
      ),
    ).to.equal('completed');
  });
});

describe('parties of a new envelope', () => {
  it('are refused where they contradict themselves', () => {
    expect(findPartiesFault([party('a', 1), party('b', 1)])).to.equal(null);
    expect(findPartiesFault([party('a', 1), party('a', 2)])).to.equal('PARTY_ID_TWICE');
    expect(findPartiesFault([party('a', 0)])).to.equal('PARTY_ORDER_MALFORMED');
    expect(findPartiesFault([party('a', 1.5)])).to.equal('PARTY_ORDER_MALFORMED');
    expect(findPartiesFault([party('a', 1, { acts: [] })])).to.equal('PARTY_WITHOUT_ACTS');
    expect(findPartiesFault([party('a', 1, { personIds: [] })])).to.equal('PARTY_WITHOUT_PERSONS');
    expect(findPartiesFault([party('a', 1, { organisationId: null })])).to.equal('PARTY_WITHOUT_PERSONS');
    expect(findPartiesFault([party('a', 1, { organisationId: null, personIds: ['p'] })])).to.equal('PARTY_SEAL_FOREIGN');
    const own = party('a', 1, { organisationId: null, personIds: ['p'], acts: [{ type: 'signature' }] });
    expect(findPartiesFault([own])).to.equal(null);
  });
});
