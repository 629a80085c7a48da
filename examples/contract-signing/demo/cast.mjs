/** Who and what the demo has: two companies, four persons who may act for either, and two seals for each company. All invented. */

export const TENANT = 'demo';

export const COMPANIES = [
  {
    id: 'qinglan',
    name: '青岚数据科技有限公司',
    nameEn: 'Qinglan Data Technology Co., Ltd.',
    codes: { official: '33010600174280', contract: '33010600174297' },
  },
  {
    id: 'yunfan',
    name: '汀洲云帆商贸有限公司',
    nameEn: 'Tingzhou Yunfan Trading Co., Ltd.',
    codes: { official: '35082100093310', contract: '35082100093327' },
  },
];

export const PEOPLE = [
  { id: 'zhou-cen', name: '周岑', nameEn: 'Zhou Cen', role: 'administrator' },
  { id: 'shen-zhiyao', name: '沈知遥', nameEn: 'Shen Zhiyao', role: 'user' },
  { id: 'xu-nanxing', name: '许南星', nameEn: 'Xu Nanxing', role: 'user', withoutGrant: true },
  { id: 'gu-yining', name: '顾一宁', nameEn: 'Gu Yining', role: 'auditor' },
];

export const SEALS = [
  { kind: 'official', name: '公章', diameterMm: 40 },
  { kind: 'contract', name: '合同专用章', diameterMm: 38, line: '合同专用章' },
];

/**
 * The name that the register shows: the Chinese one, which alone stands in certificates, seal statements and faces, and the
 * Latin form beside it for whoever does not read Chinese. The register has one name for each, in no language of its own.
 */
export const registeredName = ({ name, nameEn }) => `${name} ${nameEn}`;

/** A person acts for one company at a time; the register knows each such role by an id of its own. */
export const personIdAt = (person, company) => `${person.id}-at-${company.id}`;
