import { DEFAULT_MONITORING_POLICY, type MonitoringPolicy } from '../monitoring-policy.ts';
import type { Finding, GrantFact, Rule, SealFacts, UseFact, VersionFact } from '../seal-facts.ts';
import { approverIsRequester } from './approver-is-requester.ts';
import { burst } from './burst.ts';
import { newClient, unusualDocumentClass } from './first-seen.ts';
import { grantLapsing } from './grant-lapsing.ts';
import { likeFaces } from './like-faces.ts';
import { useOutsideHours } from './use-outside-hours.ts';

const NOW = new Date('2026-06-30T00:00:00Z');

function use(id: string, time: string, changes: Partial<UseFact> = {}): UseFact {
  return {
    id,
    time: new Date(time),
    result: 'completed',
    personId: 'ada',
    approvers: [],
    documentClass: null,
    client: null,
    grantId: null,
    ...changes,
  };
}

/** So many uses, `stepMs` apart. */
function uses(count: number, stepMs: number, changes: Partial<UseFact> = {}): readonly UseFact[] {
  const start = Date.parse('2026-06-01T02:00:00Z');
  return Array.from({ length: count }, (_, at) => use(`u${at}`, new Date(start + at * stepMs).toISOString(), changes));
}

function judge(rule: Rule, facts: Partial<SealFacts>, policy: Partial<MonitoringPolicy> = {}): readonly Finding[] {
  return rule({ now: NOW, uses: [], grants: [], versions: [], ...facts }, { ...DEFAULT_MONITORING_POLICY, ...policy });
}

const rowsOf = (findings: readonly Finding[]) => findings.map(({ rows }) => rows.map(({ id }) => id));

describe('use outside hours (Monday to Friday, 07:00 to 21:00 in Shanghai)', () => {
  // 1 June 2026 is a Monday; Shanghai is eight hours ahead of UTC.
  const times: readonly (readonly [string, string, boolean])[] = [
    ['the first minute of work', '2026-05-31T23:00:00Z', false],
    ['a minute before', '2026-05-31T22:59:59Z', true],
    ['the last minute of work', '2026-06-01T12:59:59Z', false],
    ['the end of work', '2026-06-01T13:00:00Z', true],
    ['Friday afternoon', '2026-06-05T08:00:00Z', false],
    ['Saturday noon', '2026-06-06T04:00:00Z', true],
    ['Friday in UTC, Saturday in Shanghai', '2026-06-05T23:30:00Z', true],
  ];
  for (const [name, time, isFound] of times) {
    it(name, () => {
      expect(rowsOf(judge(useOutsideHours, { uses: [use('u', time)] }))).to.deep.equal(isFound ? [['u']] : []);
    });
  }

  it('gathers the uses of a seal into one finding, and tells refused attempts from uses', () => {
    const night = [
      use('u1', '2026-06-02T19:00:00Z'),
      use('u2', '2026-06-03T19:00:00Z', { result: 'refused' }),
      use('u3', '2026-06-03T19:10:00Z', { result: 'interrupted' }),
      use('u4', '2026-06-03T19:20:00Z', { result: 'awaiting-intent' }),
    ];
    const [finding, ...more] = judge(useOutsideHours, { uses: night });
    expect(more).to.deep.equal([]);
    expect(finding?.rows.map(({ id }) => id)).to.deep.equal(['u1', 'u3']);
    expect(finding?.since.toISOString()).to.equal('2026-06-02T19:00:00.000Z');
    expect(finding?.values).to.deep.equal({ timeZone: 'Asia/Shanghai', from: '07:00', to: '21:00', count: 2 });
  });

  it('lets a shift go past midnight on the day on which it begins', () => {
    const hours = { timeZone: 'UTC', from: '22:00', to: '06:00', days: [5] };
    const shift = [
      use('before', '2026-06-05T21:59:00Z'),
      use('friday', '2026-06-05T22:00:00Z'),
      use('saturday', '2026-06-06T05:59:00Z'),
      use('after', '2026-06-06T06:00:00Z'),
      use('other', '2026-06-05T01:00:00Z'),
    ];
    expect(rowsOf(judge(useOutsideHours, { uses: shift }, { hours }))).to.deep.equal([['before', 'after', 'other']]);
  });

  it('is nothing where no hours are set', () => {
    expect(judge(useOutsideHours, { uses: [use('u', '2026-06-06T04:00:00Z')] }, { hours: null })).to.deep.equal([]);
  });
});

describe('a client that a seal never had', () => {
  const known = uses(5, 3_600_000, { client: 'crm' });
  const other = use('new', '2026-06-02T02:00:00Z', { client: 'script' });

  it('is found after five uses by others, with all its uses', () => {
    const findings = judge(newClient, { uses: [...known, other, { ...other, id: 'again' }] });
    expect(rowsOf(findings)).to.deep.equal([['new', 'again']]);
    expect(findings[0]?.values).to.deep.equal({ client: 'script', usesBefore: 5, count: 2 });
  });

  it('is not found after four, without a name, in a refused attempt, or where it was there before', () => {
    expect(judge(newClient, { uses: [...known.slice(1), other] })).to.deep.equal([]);
    expect(judge(newClient, { uses: [...known, { ...other, client: null }] })).to.deep.equal([]);
    expect(judge(newClient, { uses: [...known, { ...other, result: 'refused' }] })).to.deep.equal([]);
    expect(judge(newClient, { uses: [{ ...other, id: 'first' }, ...known, other] })).to.deep.equal([]);
  });
});

describe('a kind of document that a seal was never used on', () => {
  const known = uses(5, 3_600_000, { documentClass: 'lease' });
  const other = use('new', '2026-06-02T02:00:00Z', { documentClass: 'guarantee' });

  it('is found after five uses on others', () => {
    const [finding] = judge(unusualDocumentClass, { uses: [...known, other] });
    expect(finding?.values).to.deep.equal({ documentClass: 'guarantee', usesBefore: 5, count: 1 });
    expect(finding?.rows).to.deep.equal([{ type: 'use', id: 'new' }]);
  });

  it('is not found after four, nor of a kind that was there', () => {
    expect(judge(unusualDocumentClass, { uses: [...known.slice(1), other] })).to.deep.equal([]);
    expect(judge(unusualDocumentClass, { uses: [...known, { ...other, documentClass: 'lease' }] })).to.deep.equal([]);
  });
});

describe('a burst (three uses or two refusals in a minute)', () => {
  const policy = { burst: { withinMs: 60_000, uses: 3, refusals: 2 } };

  it('is found within the time, and not a millisecond later', () => {
    expect(rowsOf(judge(burst, { uses: uses(3, 29_999) }, policy))).to.deep.equal([['u0', 'u1', 'u2']]);
    expect(judge(burst, { uses: uses(3, 30_000) }, policy)).to.deep.equal([]);
    expect(judge(burst, { uses: uses(2, 1) }, policy)).to.deep.equal([]);
  });

  it('is one where bursts overlap, and two where they do not', () => {
    expect(rowsOf(judge(burst, { uses: uses(5, 20_000) }, policy))).to.deep.equal([['u0', 'u1', 'u2', 'u3', 'u4']]);
    const later = uses(3, 1).map((one) => ({ ...one, id: `later-${one.id}`, time: new Date(one.time.getTime() + 3_600_000) }));
    expect(judge(burst, { uses: [...uses(3, 1), ...later] }, policy).length).to.equal(2);
  });

  it('of refusals is graver, and is not mixed with uses', () => {
    const refused = uses(2, 1, { result: 'refused' });
    expect(judge(burst, { uses: refused }, policy)[0]).to.deep.include({
      severity: 'alarm',
      values: { of: 'refusals', minutes: 1, count: 2 },
    });
    expect(judge(burst, { uses: [...uses(2, 1), ...refused.slice(1)] }, policy)).to.deep.equal([]);
  });
});

describe('an approver who is the requester', () => {
  it('is found in the log, whoever else approved', () => {
    const rows = [
      use('own', '2026-06-01T02:00:00Z', { approvers: ['bo', 'ada'] }),
      use('other', '2026-06-01T02:00:00Z', { approvers: ['bo'] }),
    ];
    expect(judge(approverIsRequester, { uses: rows })).to.deep.include({
      kind: 'approver-is-requester',
      severity: 'alarm',
      since: new Date('2026-06-01T02:00:00Z'),
      values: { count: 1 },
      rows: [{ type: 'use', id: 'own' }],
    });
  });
  it('is not found where somebody else approved', () => {
    expect(judge(approverIsRequester, { uses: [use('other', '2026-06-01T02:00:00Z', { approvers: ['bo'] })] })).to.deep.equal([]);
  });
});

describe('faces that are alike', () => {
  const at = new Date('2026-06-10T00:00:00Z');
  const version: VersionFact = {
    version: 2,
    state: 'prepared',
    like: [
      { sealNumber: 'QL-7', version: 1, likeness: 910 },
      { sealNumber: 'QL-8', version: 3, likeness: 960 },
    ],
    isAccepted: false,
    made: { eventId: 'e-made', at },
  };

  it('are found in prepared and current versions, accepted or not', () => {
    const [finding] = judge(likeFaces, { versions: [version] });
    expect(finding).to.deep.include({ severity: 'warning', since: at, rows: [{ type: 'event', id: 'e-made' }] });
    expect(finding?.values).to.include({ version: 2, accepted: false, count: 2, nearestSeal: 'QL-8', nearestVersion: 3, likeness: 960 });
    expect(judge(likeFaces, { versions: [{ ...version, state: 'current', isAccepted: true }] })[0]?.severity).to.equal('notice');
  });

  it('are not found in versions that never come back, or without hits', () => {
    const past: readonly VersionFact[] = [
      { ...version, state: 'superseded' },
      { ...version, state: 'discarded' },
      { ...version, like: [] },
    ];
    expect(judge(likeFaces, { versions: past })).to.deep.equal([]);
  });
});

describe('a grant that lapses', () => {
  const grant: GrantFact = {
    id: 'g-1',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: null,
    maxUses: null,
    usesSoFar: 0,
    isWithdrawn: false,
    eventId: 'e-given',
  };
  const rows = [use('u1', '2026-06-01T02:00:00Z', { grantId: 'g-1' }), use('u2', '2026-06-01T02:00:00Z', { grantId: 'g-2' })];

  it('has fourteen days or less left', () => {
    const validTo = new Date('2026-07-14T00:00:00Z');
    expect(rowsOf(judge(grantLapsing, { uses: rows, grants: [{ ...grant, validTo }] }))).to.deep.equal([['e-given']]);
    expect(judge(grantLapsing, { grants: [{ ...grant, validTo: new Date('2026-07-14T00:00:01Z') }] })).to.deep.equal([]);
  });

  it('has used nine tenths of its uses, which are its rows', () => {
    expect(rowsOf(judge(grantLapsing, { uses: rows, grants: [{ ...grant, maxUses: 10, usesSoFar: 9 }] }))).to.deep.equal([
      ['e-given', 'u1'],
    ]);
    expect(judge(grantLapsing, { grants: [{ ...grant, maxUses: 10, usesSoFar: 8 }] })).to.deep.equal([]);
  });

  it('is in force: none that is over, withdrawn, used up or yet to come', () => {
    const validTo = new Date('2026-07-01T00:00:00Z');
    const over: readonly GrantFact[] = [
      { ...grant, validTo: NOW },
      { ...grant, validTo, isWithdrawn: true },
      { ...grant, validTo, validFrom: new Date(NOW.getTime() + 1) },
      { ...grant, maxUses: 10, usesSoFar: 10 },
      grant,
    ];
    expect(judge(grantLapsing, { grants: over })).to.deep.equal([]);
  });
});
