import { findWiderTerm } from '@sealkit/core/seal';
import { FULL_TERMS, sampleGrant } from '../../test/grant-samples.ts';
import { ABOLISHED } from '../../test/center-samples.ts';
import { sampleSeal } from '../../test/samples.ts';
import { grantConflicts, grantLapse } from './grant-conflicts.ts';
import { delegationDraft, grantFault, newGrantDraft, termsOf, type GrantDraft } from './grant-draft.ts';

const ZONE = 'Asia/Shanghai';
const NOW = new Date('2026-09-18T06:30:00Z');
const draft = (change: Partial<GrantDraft> = {}): GrantDraft => ({
  ...newGrantDraft(NOW, ZONE),
  holder: { id: 'p-2', name: '许南星' },
  reason: 'r',
  ...change,
});
const fault = (change: Partial<GrantDraft>): string | null => grantFault(draft(change), ZONE);

describe('a grant as it is written', () => {
  it('is without conditions as long as nothing is filled in, from today in the zone shown', () => {
    expect(fault({})).to.equal(null);
    expect(termsOf(draft(), ZONE, null)).to.deep.equal({
      documentClasses: null,
      amountCeiling: null,
      maxUses: null,
      validFrom: '2026-09-17T16:00:00.000Z',
      validTo: null,
      schedule: null,
      networks: null,
      approval: null,
      mayDelegate: false,
    });
  });

  it('includes its last day, and counts money in the smallest unit of its currency', () => {
    const terms = termsOf(draft({ toDay: '2026-12-31', amount: '12,860.50', maxUses: '3', documentClasses: 'a，b; c' }), ZONE, null);
    expect(terms.validTo).to.equal('2026-12-31T16:00:00.000Z');
    expect(terms.amountCeiling).to.deep.equal({ value: 1_286_050, currency: 'CNY' });
    expect(termsOf(draft({ amount: '500', currency: 'JPY' }), ZONE, null).amountCeiling).to.deep.equal({ value: 500, currency: 'JPY' });
    expect([terms.maxUses, terms.documentClasses]).to.deep.equal([3, ['a', 'b', 'c']]);
  });

  it('names what is missing or wrong', () => {
    expect(fault({ holder: null })).to.equal('holderMissing');
    expect(fault({ fromDay: '' })).to.equal('fromMissing');
    expect(fault({ fromDay: '2026-09-18', toDay: '2026-09-17' })).to.equal('endsBeforeStart');
    expect(fault({ fromDay: '2026-09-18', toDay: '2026-09-18' })).to.equal(null);
    expect(fault({ amount: '12.345' })).to.equal('amountWrong');
    expect(fault({ amount: '-1' })).to.equal('amountWrong');
    expect(fault({ amount: '1', currency: 'RMBX' })).to.equal('currencyWrong');
    expect(fault({ maxUses: '0' })).to.equal('usesWrong');
    expect(fault({ scheduled: true, weekdays: [] })).to.equal('weekdayMissing');
    expect(fault({ scheduled: true, fromTime: '18:00', toTime: '09:00' })).to.equal('hoursWrong');
    expect(fault({ scheduled: true, fromTime: '18:00', toTime: '00:00' })).to.equal(null);
    expect(fault({ scheduled: true, timeZone: 'Mars/Olympus' })).to.equal('zoneWrong');
    expect(fault({ networks: '10.0.0.0/8, office' })).to.equal('networkWrong');
    expect(fault({ networks: '10.0.0.0/8, 2001:db8::/32' })).to.equal(null);
    expect(fault({ approved: true })).to.equal('approverMissing');
    expect(fault({ reason: ' ' })).to.equal('reasonMissing');
  });

  it('wants tiers that start at 0 and rise', () => {
    const approvers = [{ type: 'person', id: 'p-4', name: 'G' }] as const;
    const tier = (fromAmount: string) => ({ fromAmount, mode: 'any' as const, approvers });
    expect(fault({ approved: true, tiers: [tier('0'), tier('100')] })).to.equal(null);
    expect(fault({ approved: true, tiers: [tier('1')] })).to.equal('tierOrder');
    expect(fault({ approved: true, tiers: [tier('0'), tier('0')] })).to.equal('tierOrder');
    expect(fault({ approved: true, tiers: [tier('0'), tier('x')] })).to.equal('tierWrong');
  });

  it('is passed on under exactly the same terms, save the right to pass it on, unless it is narrowed', () => {
    const grant = sampleGrant();
    const terms = termsOf(delegationDraft(grant, new Map(), ZONE), ZONE, grant.terms);
    expect(terms).to.deep.equal({ ...FULL_TERMS, mayDelegate: false });
    expect(findWiderTerm(terms, FULL_TERMS)).to.equal(null);
  });
});

describe('conflicts of a grant', () => {
  const facts = { seal: sampleSeal(), grants: [], holder: null, given: null, now: NOW };
  const terms = { ...FULL_TERMS, approval: null };

  it('are none for a grant that ends before the version of the seal does', () => {
    expect(grantConflicts({ ...facts, terms })).to.deep.equal([]);
  });

  it('block what the server would refuse', () => {
    const given = sampleGrant();
    const codes = (change: Partial<Parameters<typeof grantConflicts>[0]>): readonly string[] =>
      grantConflicts({ ...facts, terms, ...change }).flatMap(({ code, blocks }) => (blocks ? [code] : []));
    expect(codes({ seal: ABOLISHED })).to.deep.equal(['seal-abolished']);
    expect(codes({ terms: { ...terms, validTo: '2026-09-18T06:30:00Z' } })).to.deep.equal(['over-already']);
    expect(codes({ given, terms: { ...FULL_TERMS, maxUses: 51 } })).to.deep.equal(['wider']);
    expect(codes({ given, terms: FULL_TERMS })).to.deep.equal([]);
  });

  it('warn of what helps nobody', () => {
    const holder = { type: 'person', id: 'p-2' } as const;
    const grants = [sampleGrant({ holder: { ...holder, name: 'X' } })];
    const codes = (change: Partial<Parameters<typeof grantConflicts>[0]>): readonly string[] =>
      grantConflicts({ ...facts, terms, ...change }).map(({ code }) => code);
    expect(codes({ terms: { ...terms, validTo: null } })).to.deep.equal(['version-ends-first']);
    expect(codes({ holder, grants })).to.deep.equal(['holder-has-grant']);
    expect(codes({ holder, terms: FULL_TERMS })).to.deep.equal(['holder-approves']);
    expect(codes({ seal: sampleSeal({ state: 'suspended' }) })).to.deep.equal(['seal-not-active']);
  });
});

describe('the lapse of a grant', () => {
  it('is announced for 14 days and for the last use, of grants in force alone', () => {
    const ends = (validTo: string, change: Parameters<typeof sampleGrant>[0] = {}): unknown =>
      grantLapse(sampleGrant({ terms: { ...FULL_TERMS, validTo }, ...change }), NOW);
    expect(ends('2026-10-02T06:30:00Z')).to.deep.equal({ code: 'ends', days: 14 });
    expect(ends('2026-10-02T06:30:01Z')).to.equal(null);
    expect(ends('2026-09-18T08:00:00Z')).to.deep.equal({ code: 'ends', days: 1 });
    expect(ends('2026-09-19T06:30:00Z', { state: 'withdrawn' })).to.equal(null);
    expect(ends('2027-01-01T00:00:00Z', { usesSoFar: 50 })).to.deep.equal({ code: 'used-up' });
    expect(ends('2027-01-01T00:00:00Z', { state: 'used-up' })).to.deep.equal({ code: 'used-up' });
  });
});
