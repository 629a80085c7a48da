import { encodeLatin1 } from '@sealkit/core/bytes';
import type { GrantRequest, GrantResult, SealDraftRequest, SealTransitionResult } from '@sealkit/core/protocol';
import { composeSealStatement } from '@sealkit/core/seal';
import type { Signer } from '@sealkit/core/ports';
import { createTestPki, type TestPki } from '@sealkit/testkit';
import { seededRandom } from '@sealkit/testkit/node';
import {
  type AdapterConfig,
  type NewSealVersion,
  type DesignFault,
  registerPerson,
  type SealMaker,
  type SealOrder,
} from '../../src/index.ts';
import { memoryKeyStore } from './memory-key-store.ts';
import { type Client, createWorld, expectStatus, START, TENANT, type World } from './world.ts';

export interface Office extends World {
  /** Whoever asks, approves, makes, administers, and checks. */
  readonly requester: Client;
  readonly approver: Client;
  readonly secondApprover: Client;
  readonly maker: Client;
  readonly administrator: Client;
  readonly auditor: Client;
  /** What the seal maker does instead of what was ordered. */
  readonly making: {
    /** What the maker says of a design; without it, core's own rules are asked. */
    refuse?: (order: SealOrder) => readonly DesignFault[];
    spoil?: (made: NewSealVersion) => NewSealVersion;
    /** The face of the next versions where it is not the maker's own drawing. */
    face?: NewSealVersion['face'] | null;
    orders: SealOrder[];
  };
}

let shared: Promise<TestPki> | undefined;

/** A company in which everybody has one role, and a seal maker. */
export async function createOffice(overrides: Partial<AdapterConfig> = {}, { withCheck = false } = {}): Promise<Office> {
  const pki = await (shared ??= createTestPki());
  const keys: Record<string, Signer> = {
    'seal-1': pki.signers.p256.signer,
    'seal-2': pki.signers.otherCompany.signer,
    'ada-own': pki.signers.rsa2048.signer,
  };
  const making: Office['making'] = { orders: [] };
  const sealMaker: SealMaker = {
    ...(withCheck ? { check: async (order) => making.refuse?.(order) ?? [] } : {}),
    make: async (order) => {
      making.orders.push(order);
      const made = await makeSeal(order, keys, pki, making.face ?? null);
      return making.spoil?.(made) ?? made;
    },
  };
  const keyStore = memoryKeyStore(keys);
  const world = await createWorld({ mode: 'sandbox', sealMaker, keyStore, ...overrides });
  const person = { tenant: TENANT, organisationId: 'company-1', credential: null };
  for (const [id, role] of [
    ['mia', 'approver'],
    ['noa', 'director'],
    ['ken', 'maker'],
    ['liz', 'administrator'],
    ['aud', 'auditor'],
  ] as const) {
    await registerPerson(world.registration, { ...person, id, name: `${id} ${role}`, roles: [role] });
  }
  return {
    ...world,
    keyStore,
    requester: world.as('ada'),
    approver: world.as('mia'),
    secondApprover: world.as('noa'),
    maker: world.as('ken'),
    administrator: world.as('liz'),
    auditor: world.as('aud'),
    making,
  };
}

export function sealDraft(changes: Partial<SealDraftRequest> = {}): SealDraftRequest {
  return {
    organisationId: 'company-1',
    kind: 'finance',
    name: '财务专用章',
    number: 'FIN-1',
    design: { type: 'drawn', ringText: '北京测试公司' },
    reason: 'payments',
    ...changes,
  };
}

export function step(client: Client, number: string, to: string, reason = 'as asked'): Promise<SealTransitionResult> {
  return client.post<SealTransitionResult>(`/seals/${number}/transitions`, { to, reason }).then((answer) => expectStatus(answer, 200));
}

export async function produce(client: Client, number: string, body: object = { reason: 'order' }): Promise<SealTransitionResult> {
  return expectStatus(await client.post<SealTransitionResult>(`/seals/${number}/productions`, body), 201);
}

/** From the draft to a seal in use. */
export async function bringIntoUse(office: Office, changes: Partial<SealDraftRequest> = {}): Promise<string> {
  const drafted = expectStatus(await office.requester.post<SealTransitionResult>('/seals', sealDraft(changes)), 201);
  const { number } = drafted.seal;
  await step(office.requester, number, 'pending-approval');
  await step(office.approver, number, 'approved');
  await produce(office.maker, number);
  await step(office.administrator, number, 'active');
  return number;
}

/** A grant of the administrator, open but for what is named. */
export async function give(
  office: Office,
  number: string,
  terms: Partial<GrantRequest['terms']> = {},
  holder: GrantRequest['holder'] = { type: 'person', id: 'ada' },
): Promise<GrantResult> {
  const request: GrantRequest = {
    holder,
    reason: 'daily work',
    terms: {
      documentClasses: null,
      amountCeiling: null,
      maxUses: null,
      validFrom: START.toISOString(),
      validTo: null,
      schedule: null,
      networks: null,
      approval: null,
      mayDelegate: false,
      ...terms,
    },
  };
  return expectStatus(await office.administrator.post<GrantResult>(`/seals/${number}/grants`, request), 201);
}

const VALID_START = new Date('2026-01-01T00:00:00Z');
const VALID_END = new Date('2030-01-01T00:00:00Z');

/** A certificate of its own for each version, and a face that looks like no other. */
async function makeSeal(
  order: SealOrder,
  keys: Record<string, Signer>,
  pki: TestPki,
  copied: NewSealVersion['face'] | null,
): Promise<NewSealVersion> {
  const credentialId = `${order.number}-v${order.version}`;
  const identity = await pki.issue({ key: 'p256', commonName: `Seal ${credentialId}` });
  keys[credentialId] = identity.signer;
  const face = order.design === null && order.previous !== null ? order.previous.face : (copied ?? drawFace(order));
  const statement = await composeSealStatement({
    info: {
      number: order.number,
      kind: order.kind,
      ordinal: order.ordinal,
      name: order.name,
      vendor: 'Test',
      permittedSigners: { by: 'certificate', certificates: [identity.certificate] },
      createDate: VALID_START,
      validStart: VALID_START,
      validEnd: VALID_END,
      picture: face,
      widthUm: 40_000,
      heightUm: 40_000,
      testMaterial: order.testMaterial,
    },
    signer: pki.sealMaker.signer,
    time: VALID_START,
  });
  return {
    face,
    widthUm: 40_000,
    heightUm: 40_000,
    statement,
    credential: { credentialId, certificates: identity.certificates, algorithm: identity.algorithm },
    validFrom: VALID_START,
    validTo: VALID_END,
  };
}

/** A ring around squares of chance, by number and version. */
function drawFace({ number, version }: SealOrder): NewSealVersion['face'] {
  const random = seededRandom(Array.from(`${number}/${version}`).reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7));
  const squares = Array.from({ length: 36 }, (_, at) => [8 + (at % 6) * 4, 8 + Math.floor(at / 6) * 4] as const)
    .filter(() => random() < 0.5)
    .map(([x, y]) => `M ${x} ${y} L ${x + 4} ${y} L ${x + 4} ${y + 4} L ${x} ${y + 4} Z`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 40 40"><path d="${circle(20)} ${circle(18.8)}" fill="#C8102E" fill-rule="evenodd"/><path d="${squares.join(' ')}" fill="#C8102E" fill-rule="nonzero"/></svg>`;
  return { type: 'SVG', bytes: encodeLatin1(svg) };
}

function circle(radius: number): string {
  const points = Array.from({ length: 72 }, (_, at) => (at * Math.PI) / 36);
  const [first = '', ...rest] = points.map(
    (angle) => `${(20 + radius * Math.cos(angle)).toFixed(3)} ${(20 + radius * Math.sin(angle)).toFixed(3)}`,
  );
  return `M ${first} L ${rest.join(' L ')} Z`;
}
