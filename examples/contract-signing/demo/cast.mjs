/** Who and what the demo has: two companies, persons with one role each who may act for either, two seals for each company. All invented. */

export const TENANT = 'demo';

export const COMPANIES = [
  {
    id: 'qinglan',
    name: '青岚数据科技有限公司',
    nameEn: 'Qinglan Data Technology Co., Ltd.',
    registrationNumber: '91330106MADEM0001D',
    codes: { official: '33010600174280', contract: '33010600174297' },
  },
  {
    id: 'yunfan',
    name: '汀洲云帆商贸有限公司',
    nameEn: 'Tingzhou Yunfan Trading Co., Ltd.',
    registrationNumber: '91350821MADEM0002K',
    codes: { official: '35082100093310', contract: '35082100093327' },
    // Whoever uses this seal confirms it a second time, by something that they have; several documents may be confirmed at once.
    intentPolicies: { official: { minimumAssurance: 2, batch: true } },
  },
];

export const PEOPLE = [
  { id: 'zhou-cen', name: '周岑', nameEn: 'Zhou Cen', role: 'administrator' },
  { id: 'shen-zhiyao', name: '沈知遥', nameEn: 'Shen Zhiyao', role: 'user' },
  { id: 'xu-nanxing', name: '许南星', nameEn: 'Xu Nanxing', role: 'user', withoutGrant: true },
  { id: 'gu-yining', name: '顾一宁', nameEn: 'Gu Yining', role: 'auditor' },
  { id: 'lu-wenzhou', name: '陆文舟', nameEn: 'Lu Wenzhou', role: 'user', needsApproval: true },
  { id: 'fang-zhixia', name: '方知夏', nameEn: 'Fang Zhixia', role: 'approver' },
  { id: 'han-mo', name: '韩墨', nameEn: 'Han Mo', role: 'maker' },
  // Has neither a grant nor a certificate until it is proven who it is.
  { id: 'ji-mingzhou', name: '季明舟', nameEn: 'Ji Mingzhou', role: 'user', isNew: true },
];

/** Who keeps the seals of a company. */
export const KEEPER = PEOPLE[0];

/** Uses of whoever needs an approval wait for one approver. */
export const APPROVAL = {
  currency: 'CNY',
  approverAttests: true,
  tiers: [{ fromValue: 0, mode: 'any', approvers: [{ type: 'role', id: 'approver' }] }],
};

export const SEALS = [
  { kind: 'official', name: '公章', diameterUm: 40_000 },
  { kind: 'contract', name: '合同专用章', diameterUm: 38_000, line: '合同专用章' },
];

/**
 * The name that the register shows: the Chinese one, which alone stands in certificates, seal statements and faces, and the
 * Latin form beside it for whoever does not read Chinese. The register has one name for each, in no language of its own.
 */
export const registeredName = ({ name, nameEn }) => `${name} ${nameEn}`;

/** A person acts for one company at a time; the register knows each such role by an id of its own. */
export const personIdAt = (person, company) => `${person.id}-at-${company.id}`;
