import type { GrantView } from '@sealkit/core/protocol';
import type { GrantTerms } from '@sealkit/core/seal';

export const OPEN_TERMS: GrantTerms = {
  documentClasses: null,
  amountCeiling: null,
  maxUses: null,
  validFrom: '2026-03-01T02:30:00Z',
  validTo: null,
  schedule: null,
  networks: null,
  approval: null,
  mayDelegate: false,
};

/** A grant with every kind of condition. */
export const FULL_TERMS: GrantTerms = {
  documentClasses: ['sales-contract', 'purchase-contract'],
  amountCeiling: { value: 200_000_000, currency: 'CNY' },
  maxUses: 50,
  validFrom: '2026-03-01T02:30:00Z',
  validTo: '2026-09-24T16:00:00Z',
  schedule: { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', timeZone: 'Asia/Shanghai' },
  networks: ['10.0.0.0/8'],
  approval: {
    currency: 'CNY',
    tiers: [
      { fromValue: 0, mode: 'any', approvers: [] },
      {
        fromValue: 50_000_000,
        mode: 'sequence',
        approvers: [
          { type: 'person', id: 'p-2' },
          { type: 'role', id: 'finance' },
        ],
      },
    ],
    approverAttests: true,
  },
  mayDelegate: true,
};

export function sampleGrant(change: Partial<GrantView> = {}): GrantView {
  return {
    id: 'G-0138',
    sealNumber: 'QL-C-03',
    holder: { type: 'group', id: 'sales', name: '销售部' },
    terms: FULL_TERMS,
    state: 'in-force',
    usesSoFar: 12,
    givenBy: { id: 'p-7f21', name: '沈知遥' },
    givenAt: '2026-03-01T02:30:00Z',
    reason: '年度销售合同',
    delegatedFrom: null,
    withdrawn: null,
    may: { extend: true, withdraw: true, delegate: true },
    ...change,
  };
}

export const SAMPLE_GRANTS: readonly GrantView[] = [
  sampleGrant({
    id: 'G-0101',
    holder: { type: 'person', id: 'p-9', name: '陆文舟' },
    terms: OPEN_TERMS,
    state: 'withdrawn',
    withdrawn: { at: '2026-08-01T02:00:00Z', by: { id: 'p-7f21', name: '沈知遥' }, reason: '调岗' },
    may: { extend: false, withdraw: false, delegate: false },
  }),
  sampleGrant(),
  sampleGrant({
    id: 'G-0121',
    holder: { type: 'person', id: 'p-2', name: '许南星' },
    terms: { ...OPEN_TERMS, maxUses: 3 },
    state: 'used-up',
    usesSoFar: 3,
    may: { extend: false, withdraw: true, delegate: false },
  }),
];
