import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type { SealList, SealVersionView, SealView, SessionView, UseList, UseView } from '@sealkit/core/protocol';

/** Invented companies, persons, numbers and digests; a face of a ring and a star in the closed profile. */

const KAPPA = 0.552;

function ring(radius: number): string {
  const k = (radius * KAPPA).toFixed(3);
  const r = radius.toFixed(3);
  return `M ${r} 0 C ${r} ${k} ${k} ${r} 0 ${r} C -${k} ${r} -${r} ${k} -${r} 0 C -${r} -${k} -${k} -${r} 0 -${r} C ${k} -${r} ${r} -${k} ${r} 0 Z`;
}

function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    return `${(Math.cos(angle) * reach).toFixed(3)} ${(Math.sin(angle) * reach).toFixed(3)}`.replaceAll('-0.000', '0.000');
  });
  return `M ${points.join(' L ')} Z`;
}

/** A round face of a diameter in millimetres. */
export function sampleFaceSvg(diameter: number): string {
  const radius = diameter / 2;
  const path = (d: string): string => `<path d="${d}" fill="#CF111B" fill-rule="evenodd"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${diameter}mm" height="${diameter}mm" viewBox="-${radius} -${radius} ${diameter} ${diameter}">${path(`${ring(radius)} ${ring(radius - 1)}`)}${path(star(radius * 0.35))}</svg>`;
}

export const SAMPLE_SESSION: SessionView = {
  tenant: 'qinglan',
  person: { id: 'p-7f21', name: '沈知遥', roles: ['administrator', 'user'] },
  organisation: { id: 'o-1', name: '青岚数据科技有限公司', verifiedName: '青岚数据科技有限公司' },
  certificates: null,
  expiresAt: null,
  mode: 'sandbox',
};

export function sampleSeal(change: Partial<SealView> = {}): SealView {
  const diameter = change.kind === 'official' ? 40 : 38;
  return {
    number: 'QL-C-03',
    kind: 'contract',
    ordinal: 0,
    ordinalReason: null,
    name: '合同专用章',
    organisation: SAMPLE_SESSION.organisation,
    keeper: { id: 'p-7f21', name: '沈知遥' },
    state: 'active',
    stateSince: '2026-03-02T01:00:00Z',
    stateReason: null,
    widthUm: diameter * 1000,
    heightUm: diameter * 1000,
    current: sampleVersion({}, diameter),
    versions: [
      { version: 3, state: 'current', validFrom: '2026-03-02T01:00:00Z', validTo: '2027-01-09T00:00:00Z' },
      { version: 2, state: 'superseded', validFrom: '2023-07-11T01:00:00Z', validTo: '2026-03-02T01:00:00Z' },
    ],
    prepared: null,
    acts: [],
    use: { allowed: true },
    transitions: [
      { to: 'suspended', allowed: true, needsSecondPerson: false },
      { to: 'abolished', allowed: false, reason: 'OPEN_PERMITS', needsSecondPerson: true },
    ],
    may: { revise: true, produce: true, decideVersion: true, recordAct: true },
    pendingTransition: null,
    lastUsedAt: '2026-09-18T06:31:12Z',
    testMaterial: true,
    ...change,
  };
}

export function sampleVersion(change: Partial<SealVersionView> = {}, diameter = 38): SealVersionView {
  return {
    version: 3,
    state: 'current',
    face: { type: 'SVG', base64: encodeBase64(encodeUtf8(sampleFaceSvg(diameter))) },
    statement: '',
    statementDigest: `sha256:${'47aa'.padEnd(60, '0')}d210`,
    certificates: [],
    validFrom: '2026-03-02T01:00:00Z',
    validTo: '2027-01-09T00:00:00Z',
    ...change,
  };
}

export function sampleSealList(seals: readonly SealView[] = [sampleSeal()], change: Partial<SealList> = {}): SealList {
  const count = (state: SealView['state']): number => seals.filter((seal) => seal.state === state).length;
  return {
    seals,
    nextCursor: null,
    counts: {
      draft: count('draft'),
      'pending-approval': count('pending-approval'),
      approved: count('approved'),
      produced: count('produced'),
      active: count('active'),
      suspended: count('suspended'),
      abolished: count('abolished'),
    },
    ...change,
  };
}

const digest = (start: string, end: string): string => `sha256:${start.padEnd(60, '0')}${end}`;

export function sampleUse(change: Partial<UseView> = {}): UseView {
  return {
    id: 'u-18204',
    sequence: 18_204,
    time: '2026-09-18T06:31:12Z',
    result: 'completed',
    refusal: null,
    person: { id: 'p-7f21', name: '沈知遥' },
    seal: { number: 'QL-C-03', name: '合同专用章', version: 3 },
    envelope: { id: 'e-0417', name: '数据采集设备购销合同' },
    pages: [1, 2, 3, 6],
    originalDigest: digest('9f2c', '41ab'),
    byteRangeDigest: digest('2b77', '90e1'),
    fileDigest: digest('c1d8', '7e05'),
    permitId: 'b1f6a1de-0d5c-4a0e-9c41-0918003100aa',
    permit: digest('5d12', 'ee90'),
    eventId: 'event-1',
    event: digest('5be0', 'c77a'),
    previous: digest('18e3', '0c0c'),
    approvers: [],
    documentClass: null,
    grantId: 'G-0138',
    client: null,
    attestation: 'requester only',
    ...change,
  };
}

export const SAMPLE_USES: readonly UseView[] = [
  sampleUse({
    approvers: [{ id: 'p-4', name: '顾一宁' }],
    documentClass: 'sales-contract',
    client: '10.2.0.7',
    attestation: 'approver too',
  }),
  sampleUse({ id: 'u-18203', sequence: 18_203, event: digest('18e3', '0c0c'), previous: digest('0a0a', '0b0b') }),
  sampleUse({
    id: 'u-18202',
    sequence: 18_202,
    time: '2026-09-18T06:29:50Z',
    result: 'refused',
    refusal: 'DIGEST_MISMATCH',
    originalDigest: digest('77e0', 'b2c9'),
    byteRangeDigest: null,
    fileDigest: null,
    event: digest('0a0a', '0b0b'),
    previous: digest('7777', '0001'),
  }),
  sampleUse({
    id: 'u-31',
    sequence: 31,
    time: '2026-09-18T03:40:03Z',
    seal: { number: 'QL-O-02', name: '公章', version: 1 },
    envelope: { id: 'e-0382', name: '投标文件 三号标段 <script>' },
    person: { id: 'p-2', name: '许南星' },
    result: 'interrupted',
    fileDigest: null,
  }),
  sampleUse({ id: 'u-4', sequence: 4, time: '2026-09-17T15:48:19Z', seal: null, person: { id: 'p-3', name: 'Lu Wenzhou' }, pages: [1] }),
  sampleUse({
    id: 'u-30',
    sequence: 30,
    time: '2026-09-17T15:40:00Z',
    seal: { number: 'QL-O-02', name: '公章', version: 1 },
    result: 'refused',
    refusal: 'SEAL_SUSPENDED',
    event: digest('18e3', '0c0c'),
    byteRangeDigest: null,
    fileDigest: null,
  }),
];

export function sampleUseList(change: Partial<UseList> = {}): UseList {
  return {
    uses: SAMPLE_USES,
    nextCursor: null,
    total: 18_240,
    chain: { head: digest('5be0', 'c77a'), length: 18_240, intact: true, verified: 18_240, wholeAt: '2026-11-22T09:00:00.000Z' },
    ...change,
  };
}
