/** What a face of the measurement shows; the shape of a `SealFaceSpec` of core. */
export interface MeasuredFace {
  readonly kind: 'official' | 'contract' | 'finance' | 'hr';
  readonly ringText: string;
  readonly line?: string;
  readonly code?: string;
  readonly testMaterial: boolean;
}

const SAME_BUT_ONE = [
  ['青岚数据科技有限公司', '青岗数据科技有限公司', '青岛数据科技有限公司', '清岚数据科技有限公司', '青岚数据科枝有限公司'],
  ['北京天元信息技术股份有限公司', '北京大元信息技术股份有限公司', '北京天元信息枝术股份有限公司', '北京天无信息技术股份有限公司'],
  ['上海明日贸易有限公司', '上海明曰贸易有限公司', '上海朋日贸易有限公司', '上海明月贸易有限公司'],
] as const;
const OTHERS = [
  '杭州西湖文化传媒有限公司',
  '深圳市华强电子股份有限公司',
  '广州白云建筑工程有限责任公司',
  '成都锦江餐饮管理有限公司',
  '武汉长江物流集团有限公司',
  '苏州园林设计研究院',
  '南京钟山医药有限公司',
  '西安古城旅游开发有限公司',
  '重庆山城火锅有限公司',
  '天津港口装卸有限公司',
  '宁波海天机械制造有限公司',
  '厦门鼓浪屿音乐学校',
  '长沙岳麓教育咨询有限公司',
  '大连北方造船厂',
  '济南泉城律师事务所',
  '昆明春城花卉合作社',
] as const;
const KINDS = ['official', 'contract', 'finance', 'hr'] as const;
const LINES = { official: undefined, contract: '业务专用章', finance: '报销专用章', hr: '劳资专用章' } as const;

/**
 * 209 faces of four kinds: names that differ in one character, often in one stroke; the same name with other lines, with codes
 * that differ in one digit or in many, with and without the marks of test material; and names that have little in common.
 */
export function measuredFaces(): readonly MeasuredFace[] {
  const faces: MeasuredFace[] = [];
  for (const kind of KINDS) {
    for (const name of SAME_BUT_ONE.flat()) {
      faces.push({ kind, ringText: name, testMaterial: false });
      faces.push({ kind, ringText: name, code: '3301060017428', testMaterial: false });
    }
    for (const [name] of SAME_BUT_ONE) {
      faces.push({ kind, ringText: name, code: '3301060017429', testMaterial: false });
      faces.push({ kind, ringText: name, code: '3301060071482', testMaterial: false });
      faces.push({ kind, ringText: name, code: '1101089953067', testMaterial: false });
      if (LINES[kind] !== undefined) faces.push({ kind, ringText: name, line: LINES[kind], testMaterial: false });
    }
    for (const name of OTHERS) faces.push({ kind, ringText: name, testMaterial: false });
  }
  for (const name of OTHERS.slice(0, 4)) faces.push({ kind: 'contract', ringText: name, testMaterial: true });
  return faces;
}

export type FacePair = 'other name' | 'other kind' | 'one character' | 'other line' | 'one digit' | 'other code' | 'code or none' | 'same';

/** In what two faces differ: the hardest difference to see first where there are several. */
export function differenceOf(a: MeasuredFace, b: MeasuredFace): FacePair {
  if (a.kind !== b.kind || a.testMaterial !== b.testMaterial) return 'other kind';
  const [digits, letters] = [unlike(a.code ?? '', b.code ?? ''), unlike(a.ringText, b.ringText)];
  if (letters > 1) return 'other name';
  if (letters === 1) return 'one character';
  if (a.line !== b.line) return 'other line';
  if ((a.code === undefined) !== (b.code === undefined)) return 'code or none';
  if (digits === 0) return 'same';
  return digits === 1 ? 'one digit' : 'other code';
}

function unlike(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  return Math.abs(left.length - right.length) + left.filter((letter, at) => at < right.length && letter !== right[at]).length;
}
