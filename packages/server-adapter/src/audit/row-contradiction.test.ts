import type { AuditEventRecord, UseLogRow } from '../storage/records.ts';
import { contradictsEvents } from './row-contradiction.ts';

const event = (type: string, time: string, actor: string): AuditEventRecord => ({
  v: 1,
  id: `${type}-1`,
  tenant: 't',
  chain: 'env',
  sequence: 1,
  prev: null,
  sealNumber: 'S',
  sealSequence: 1,
  sealPrev: null,
  type,
  time,
  actor,
  body: { useId: 'use-1' },
  digest: 'not read',
});

const EVENTS = [
  event('use-prepared', '2026-06-01T12:00:00.000Z', 'ada'),
  event('use', '2026-06-01T12:00:01.000Z', 'ada'),
  event('use-completed', '2026-06-01T12:00:02.000Z', 'server'),
];

const ROW: UseLogRow = {
  position: 1,
  tenant: 't',
  id: 'use-1',
  sealNumber: 'S',
  envelopeId: 'env',
  personId: 'ada',
  time: '2026-06-01T12:00:02.000Z',
  result: 'completed',
  useId: 'use-1',
  sealVersion: 1,
  digests: [],
  eventIds: EVENTS.map(({ id }) => id),
  search: '',
};

describe('a row of the use log beside its events', () => {
  it('agrees with them as it was written', () => {
    expect(contradictsEvents(ROW, EVENTS)).to.equal(false);
  });

  const changes: readonly (readonly [string, Partial<UseLogRow>])[] = [
    ['another result', { result: 'refused' }],
    ['another person', { personId: 'bob' }],
    ['another time', { time: '2026-06-01T12:00:03.000Z' }],
    ['another seal', { sealNumber: 'T' }],
    ['another envelope', { envelopeId: 'other' }],
    ['another use', { useId: 'use-2' }],
  ];
  for (const [title, change] of changes) {
    it(`contradicts them with ${title}`, () => {
      expect(contradictsEvents({ ...ROW, ...change }, EVENTS)).to.equal(true);
    });
  }

  it('contradicts them when some are gone, or all', () => {
    expect(contradictsEvents(ROW, EVENTS.slice(0, 2))).to.equal(true);
    expect(contradictsEvents(ROW, [])).to.equal(true);
  });
});
