import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type {
  AnomalyList,
  AnomalyView,
  SealDraftView,
  SealHistory,
  SealIntentPolicyView,
  SealView,
  StopList,
} from '@sealkit/core/protocol';
import { SAMPLE_SESSION, sampleFaceSvg, sampleSeal, sampleSealList, sampleUseList, sampleVersion } from './samples.ts';

/** Seals of an invented company in every state that the control centre shows. */

const XU = { id: 'p-2', name: '许南星' };

export const OFFICIAL: SealView = sampleSeal({ number: 'QL-O-02', kind: 'official', name: '公章' });

/** Has a prepared version that looks like another seal's, and an abolition that waits for a second person. */
export const CONTRACT_PREPARED: SealView = sampleSeal({
  prepared: {
    ...sampleVersion({ version: 4, state: 'prepared', validFrom: '2026-09-20T00:00:00Z', validTo: '2029-09-20T00:00:00Z' }),
    like: [{ sealNumber: 'QL-C-01', version: 2, organisation: { id: 'o-2', name: '青岚数据科技（集团）有限公司' }, likeness: 934 }],
    likenessAccepted: false,
  },
  transitions: [
    { to: 'suspended', allowed: true, needsSecondPerson: false },
    { to: 'abolished', allowed: true, needsSecondPerson: true },
  ],
  pendingTransition: { to: 'abolished', reason: '公司更名', by: XU, at: '2026-09-18T03:00:00Z' },
  acts: [
    {
      act: 'filing',
      reference: '杭公备 2026-0302',
      note: '',
      at: '2026-03-02',
      recordedAt: '2026-03-03T01:00:00Z',
      recordedBy: { id: 'p-7f21', name: '沈知遥' },
    },
  ],
});

export const SUSPENDED_HR: SealView = sampleSeal({
  number: 'QL-H-02',
  kind: 'hr',
  name: '人事专用章',
  keeper: { id: 'p-5', name: '周岑' },
  state: 'suspended',
  stateSince: '2026-09-01T02:00:00Z',
  stateReason: '保管人休假',
  use: { allowed: false, reason: 'SEAL_SUSPENDED' },
  transitions: [
    { to: 'active', allowed: true, needsSecondPerson: false },
    { to: 'abolished', allowed: true, needsSecondPerson: true },
  ],
});

export const ABOLISHED: SealView = sampleSeal({
  number: 'QL-O-01',
  kind: 'official',
  name: '公章（原名称）',
  keeper: null,
  state: 'abolished',
  stateSince: '2024-11-20T02:00:00Z',
  stateReason: '公司更名',
  use: { allowed: false, reason: 'SEAL_ABOLISHED' },
  transitions: [],
  acts: (['collection', 'destruction'] as const).map((act) => ({
    act,
    reference: `R-${act}`,
    note: '',
    at: '2024-11-21',
    recordedAt: '2024-11-21T02:00:00Z',
    recordedBy: { id: 'p-7f21', name: '沈知遥' },
  })),
});

export const PENDING_LEGAL: SealView = sampleSeal({
  number: 'QL-L-01',
  kind: 'legal-representative',
  name: '法定代表人章',
  keeper: { id: 'p-4', name: '顾一宁' },
  state: 'pending-approval',
  stateSince: '2026-09-17T02:00:00Z',
  stateReason: null,
  current: null,
  versions: [],
  use: { allowed: false, reason: 'SEAL_NOT_ACTIVE' },
  transitions: [
    { to: 'approved', allowed: false, reason: 'SECOND_PERSON_REQUIRED', needsSecondPerson: false },
    { to: 'draft', allowed: true, needsSecondPerson: false },
  ],
  lastUsedAt: null,
});

/** Sent back once, and changed by the maker. */
export const SENT_BACK: SealView = sampleSeal({
  number: 'QL-H-03',
  kind: 'hr',
  name: '人事专用章',
  keeper: XU,
  state: 'draft',
  stateSince: '2026-09-17T02:00:00Z',
  stateReason: '横排文字有误',
  widthUm: 0,
  heightUm: 0,
  current: null,
  versions: [],
  use: { allowed: false, reason: 'SEAL_NOT_ACTIVE' },
  transitions: [
    { to: 'pending-approval', allowed: true, needsSecondPerson: false },
    { to: 'abolished', allowed: true, needsSecondPerson: false },
  ],
  lastUsedAt: null,
});

export const SAMPLE_DRAFT: SealDraftView = {
  name: '人事专用章',
  keeper: XU,
  design: { type: 'drawn', ringText: '青岚数据科技有限公司', line: '人事专用章', diameterUm: 38_000 },
  digest: `sha256:${'44'.repeat(32)}`,
  requested: { by: XU, at: '2026-09-16T02:00:00Z', reason: '招聘合同用' },
  revisions: [{ by: { id: 'p-6', name: '韩墨' }, at: '2026-09-17T03:00:00Z', reason: '横排文字改为人事专用章' }],
};

export const CENTER_SEALS: readonly SealView[] = [
  OFFICIAL,
  CONTRACT_PREPARED,
  sampleSeal({ number: 'QL-F-02', kind: 'finance', name: '财务专用章', keeper: XU, lastUsedAt: '2026-09-18T01:03:00Z' }),
  sampleSeal({ number: 'QL-I-02', kind: 'invoice', name: '发票专用章', keeper: XU, widthUm: 40_000, heightUm: 30_000 }),
  PENDING_LEGAL,
  SUSPENDED_HR,
  ABOLISHED,
];

export const SAMPLE_HISTORY: SealHistory = {
  entries: [
    {
      id: 'e-1',
      sequence: 1,
      type: 'seal-registered',
      time: '2026-02-20T02:00:00Z',
      actor: XU,
      from: null,
      to: 'draft',
      version: null,
      reason: '新签合同用',
      refusal: null,
      event: `sha256:${'11'.repeat(32)}`,
    },
    {
      id: 'e-2',
      sequence: 5,
      type: 'seal-transition-refused',
      time: '2026-02-24T02:00:00Z',
      actor: XU,
      from: 'pending-approval',
      to: 'approved',
      version: null,
      reason: null,
      refusal: 'SECOND_PERSON_REQUIRED',
      event: `sha256:${'22'.repeat(32)}`,
    },
    {
      id: 'e-3',
      sequence: 9,
      type: 'something-new',
      time: '2026-03-02T02:00:00Z',
      actor: XU,
      from: null,
      to: null,
      version: 3,
      reason: null,
      refusal: null,
      event: `sha256:${'33'.repeat(32)}`,
    },
  ],
  nextCursor: null,
};

export const SAMPLE_PERSONS = [
  { id: 'p-7f21', name: '沈知遥', organisationId: 'o-1', roles: ['administrator'], groups: [], stopped: false },
  { id: 'p-2', name: '许南星', organisationId: 'o-1', roles: ['user'], groups: ['sales'], stopped: false },
  { id: 'p-9', name: '陆文舟', organisationId: 'o-1', roles: ['user'], groups: ['sales'], stopped: true },
] as const;

export const SAMPLE_ORGANISATIONS = [
  { ...SAMPLE_SESSION.organisation, verifiedName: '青岚数据科技有限公司' },
  { id: 'o-2', name: '青岚物流', verifiedName: '青岚物流有限公司' },
] as const;

export const OLD_FACE = { type: 'SVG', base64: encodeBase64(encodeUtf8(sampleFaceSvg(38))) } as const;

/** Answers like the adapter for the control centre; what was asked stands in `calls`, `problems` names refusals by path. */
export function sampleAnomalyList(anomalies: readonly AnomalyView[]): AnomalyList {
  const examined = { from: '2026-08-19T00:00:00Z', to: '2026-09-18T00:00:00Z', rows: 318, seals: 7, complete: true, chains: true };
  return { anomalies, examined };
}

/** What each use of a seal asks for, as it was set and as it holds with the deployment's own. */
export const SAMPLE_POLICY: SealIntentPolicyView = {
  policy: { minimumAssurance: 2, methods: ['totp'], maximumAge: 300, commitment: true },
  setAt: '2026-09-01T02:00:00Z',
  demanded: { minimumAssurance: 2, methods: ['totp'], maximumAge: 300, commitment: true },
  offered: [
    { method: 'confirm', assurance: 0 },
    { method: 'otp-sms', assurance: 1 },
    { method: 'totp', assurance: 2 },
    { method: 'passkey', assurance: 3 },
  ],
  mayChange: true,
};

export class CenterServer {
  readonly calls: { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown }[] = [];
  seals: readonly SealView[] = CENTER_SEALS;
  nextCursor: string | null = null;
  session: unknown = null;
  anomalies: readonly AnomalyView[] = [];
  stopped: StopList['persons'] = [];
  problems: Readonly<Record<string, { readonly code: string; readonly status: number; readonly values?: object }>> = {};
  /** Answers of the host's own, by method and path; they come first. */
  answers: Readonly<Record<string, (body: unknown, query: URLSearchParams) => unknown>> = {};

  asked(what: string): readonly { readonly query: URLSearchParams; readonly body: unknown }[] {
    return this.calls.filter(({ method, path }) => `${method} ${path}` === what);
  }

  readonly transport = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname).replace(/^.*?\/api\//, '/');
    const body: unknown = request.method === 'POST' ? await request.json() : null;
    this.calls.push({ method: request.method, path, query: url.searchParams, body });
    const problem = this.problems[path];
    if (problem) return Response.json({ type: 'about:blank', title: 'x', retryable: false, ...problem }, { status: problem.status });
    const own = this.answers[`${request.method} ${path}`];
    const answer = own ? own(body, url.searchParams) : this.#answer(request.method, path);
    return answer === undefined ? new Response(null, { status: 404 }) : Response.json(answer);
  };

  #answer(method: string, path: string): unknown {
    const number = /^\/seals\/([^/]+)/.exec(path)?.[1];
    const seal = this.seals.find((known) => known.number === number);
    if (path === '/session') return this.session ?? SAMPLE_SESSION;
    if (path === '/seals') return sampleSealList(this.seals, { nextCursor: this.nextCursor });
    if (path === '/anomalies') return sampleAnomalyList(this.anomalies);
    if (path === '/persons') return { persons: SAMPLE_PERSONS };
    if (path === '/organisations') return { organisations: SAMPLE_ORGANISATIONS };
    if (path === '/stops' && method === 'GET') return { persons: this.stopped };
    if (path.endsWith('/release')) return { suspended: [], receipt: 'r.s.t' };
    if (path === '/stops') return { suspended: ['QL-C-03'], receipt: 's.t.p' };
    if (!seal) return undefined;
    if (path.endsWith('/versions')) return { versions: [{ ...sampleVersion({ version: 2, state: 'superseded' }), face: OLD_FACE }] };
    if (path.endsWith('/draft')) return SAMPLE_DRAFT;
    if (path.endsWith('/history')) return SAMPLE_HISTORY;
    if (path.endsWith('/intent-policy')) return SAMPLE_POLICY;
    if (path.endsWith('/uses')) return sampleUseList();
    if (path.endsWith('/grants')) return { grants: [] };
    return path === `/seals/${seal.number}` ? seal : { seal, receipt: 'a.b.c' };
  }
}
