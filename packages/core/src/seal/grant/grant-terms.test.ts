import { findGrantObstacle, type GrantedUse, isWithinSchedule } from './grant-obstacle.ts';
import type { GrantTerms } from './grant-terms.ts';
import { findWiderTerm } from './narrower-terms.ts';
import { findApproverFault, findRequesterFault } from './separation-of-duties.ts';

const TERMS: GrantTerms = {
  documentClasses: null,
  amountCeiling: null,
  maxUses: null,
  validFrom: '2026-06-01T00:00:00.000Z',
  validTo: '2026-07-01T00:00:00.000Z',
  schedule: null,
  networks: null,
  approval: null,
  mayDelegate: false,
};

const USE: GrantedUse = { time: new Date('2026-06-10T04:00:00Z'), document: null, usesSoFar: 0, fromNetwork: null };

describe('terms of a grant', () => {
  it('are in force from their first instant to before their last', () => {
    const at = (time: string): string | null => findGrantObstacle(TERMS, { ...USE, time: new Date(time) });
    expect([
      at('2026-05-31T23:59:59.999Z'),
      at('2026-06-01T00:00:00.000Z'),
      at('2026-06-30T23:59:59.999Z'),
      at('2026-07-01T00:00:00.000Z'),
    ]).to.deep.equal(['GRANT_NOT_IN_FORCE', null, null, 'GRANT_NOT_IN_FORCE']);
  });

  it('leave what depends on a document unjudged while none is known', () => {
    const terms: GrantTerms = { ...TERMS, documentClasses: ['sales'], amountCeiling: { value: 5, currency: 'CNY' } };
    expect(findGrantObstacle(terms, USE)).to.equal(null);
    const use = (documentClass: string | null, value: number | null): string | null =>
      findGrantObstacle(terms, { ...USE, document: { documentClass, amount: value === null ? null : { value, currency: 'CNY' } } });
    expect([use('sales', 5), use('sales', 6), use('sales', null), use('loan', 5), use(null, 5)]).to.deep.equal([
      null,
      'GRANT_AMOUNT',
      'GRANT_AMOUNT',
      'GRANT_DOCUMENT_CLASS',
      'GRANT_DOCUMENT_CLASS',
    ]);
  });

  it('count uses, and ask for a network that is known', () => {
    expect(findGrantObstacle({ ...TERMS, maxUses: 2 }, { ...USE, usesSoFar: 1 })).to.equal(null);
    expect(findGrantObstacle({ ...TERMS, maxUses: 2 }, { ...USE, usesSoFar: 2 })).to.equal('GRANT_COUNT');
    const networks = [null, false, true].map((fromNetwork) =>
      findGrantObstacle({ ...TERMS, networks: ['10.0.0.0/8'] }, { ...USE, fromNetwork }),
    );
    expect(networks).to.deep.equal(['GRANT_NETWORK', 'GRANT_NETWORK', null]);
  });

  it('go by the wall clock of their place, also where its clocks change', () => {
    const berlin = { weekdays: [7], from: '03:00', to: '24:00', timeZone: 'Europe/Berlin' } as const;
    // On 2026-03-29 the clock goes from 02:00 to 03:00: 01:00 UTC is 03:00 there.
    expect(isWithinSchedule(berlin, new Date('2026-03-29T00:59:59Z'))).to.equal(false);
    expect(isWithinSchedule(berlin, new Date('2026-03-29T01:00:00Z'))).to.equal(true);
    expect(isWithinSchedule(berlin, new Date('2026-03-29T21:59:59Z'))).to.equal(true);
    expect(isWithinSchedule(berlin, new Date('2026-03-29T22:00:00Z'))).to.equal(false);
  });
});

describe('terms that are passed on', () => {
  it('are nowhere wider; each member is looked at', () => {
    const given: GrantTerms = {
      documentClasses: ['sales', 'lease'],
      amountCeiling: { value: 100, currency: 'CNY' },
      maxUses: 5,
      validFrom: TERMS.validFrom,
      validTo: TERMS.validTo,
      schedule: { weekdays: [1], from: '08:00', to: '18:00', timeZone: 'Asia/Shanghai' },
      networks: ['10.0.0.0/8'],
      approval: { currency: 'CNY', approverAttests: false, tiers: [{ fromValue: 0, mode: 'any', approvers: [] }] },
      mayDelegate: false,
    };
    expect(findWiderTerm(given, given)).to.equal(null);
    expect(
      findWiderTerm({ ...given, documentClasses: ['lease'], maxUses: 1, amountCeiling: { value: 1, currency: 'CNY' } }, given),
    ).to.equal(null);
    const wider: readonly (readonly [keyof GrantTerms, Partial<GrantTerms>])[] = [
      ['documentClasses', { documentClasses: null }],
      ['documentClasses', { documentClasses: ['sales', 'loan'] }],
      ['amountCeiling', { amountCeiling: null }],
      ['amountCeiling', { amountCeiling: { value: 101, currency: 'CNY' } }],
      ['amountCeiling', { amountCeiling: { value: 1, currency: 'USD' } }],
      ['maxUses', { maxUses: null }],
      ['maxUses', { maxUses: 6 }],
      ['validFrom', { validFrom: '2026-05-31T00:00:00.000Z' }],
      ['validTo', { validTo: null }],
      ['validTo', { validTo: '2026-07-02T00:00:00.000Z' }],
      ['schedule', { schedule: null }],
      ['networks', { networks: null }],
      ['approval', { approval: null }],
      ['mayDelegate', { mayDelegate: true }],
    ];
    for (const [member, changes] of wider) expect(findWiderTerm({ ...given, ...changes }, given), JSON.stringify(changes)).to.equal(member);
  });
});

describe('separation of duties', () => {
  it('keeps requester, approver and auditor apart, in every combination of roles', () => {
    const parties = { requester: 'ada', decided: ['mia'] };
    const fault = (id: string, ...roles: readonly string[]): string | null => findApproverFault({ id, roles }, parties);
    expect([
      fault('noa', 'approver'),
      fault('ada', 'approver'),
      fault('mia', 'approver'),
      fault('noa', 'auditor'),
      fault('noa', 'approver', 'auditor'),
      fault('ada', 'auditor'),
    ]).to.deep.equal([
      null,
      'APPROVER_IS_REQUESTER',
      'ALREADY_DECIDED',
      'AUDITOR_MAY_NOT_ACT',
      'AUDITOR_MAY_NOT_ACT',
      'AUDITOR_MAY_NOT_ACT',
    ]);
    expect([findRequesterFault({ roles: ['user'] }), findRequesterFault({ roles: ['user', 'auditor'] })]).to.deep.equal([
      null,
      'AUDITOR_MAY_NOT_ACT',
    ]);
  });
});
