import type { FramePage } from '@sealkit/core/pades';
import type {
  AuthenticatorActRequest,
  AuthenticatorActResult,
  AuthenticatorActView,
  EnrolmentView,
  IntentMethodList,
  IntentView,
  PermitView,
  ProblemDetails,
  SealView,
  UseChallenge,
  UseResult,
} from '@sealkit/core/protocol';
import type { ValidationReport } from '@sealkit/core/validation';
import type { TaskInput, TaskName, TaskOutput } from '../src/worker/tasks.ts';
import type { TaskRunner } from '../src/worker/task-runner.ts';
import type { SigningReading } from '../src/worker/signing-tasks.ts';
import { sampleReport } from './sample-report.ts';
import { SAMPLE_SESSION, sampleSeal } from './samples.ts';

/** A server and the work over documents, both invented: for what the dialog does, not for what core computes. */

export const ORIGINAL_DIGEST: string = `sha256:9f2c7b10e6d3${'0'.repeat(48)}41ab`;
export const FILE_DIGEST: string = `sha256:${'c1d8'.padEnd(60, '0')}7e05`;
const PERMIT_DIGEST = `sha256:${'5d12'.padEnd(60, '0')}ee90`;

export const CHALLENGE: UseChallenge = {
  useId: 'u-18204',
  status: 'awaiting-intent',
  act: {
    v: 2,
    action: 'seal',
    envelopeId: 'e-0417',
    statement: `sha256:${'57'.repeat(32)}`,
    placements: [{ page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000, rotation: 0 }],
    wording: {
      locale: 'zh-CN',
      text: '本人沈知遥确认在“数据采集设备购销合同.pdf”第1–2、6页加盖青岚数据科技有限公司的“合同专用章”（编号QL-C-03，第3版）。',
    },
    issuedAt: '2026-09-18T06:30:00Z',
    tenant: 'qinglan',
    person: 'p-7f21',
    personName: '沈知遥',
    organisation: '青岚数据科技有限公司',
    envelopeName: '数据采集设备购销合同.pdf',
    seal: { number: 'QL-C-03', version: 3, name: '合同专用章' },
    pages: [1, 2, 6],
    originalDigest: ORIGINAL_DIGEST,
    messageDigest: `sha256:${'2b77'.padEnd(60, '0')}90e1`,
    permit: PERMIT_DIGEST,
    certificate: `sha256:${'aa'.repeat(32)}`,
    certificateSubject: 'CN=青岚数据科技有限公司 合同专用章,O=青岚数据科技有限公司,C=CN',
    nonce: 'bm9uY2U',
    expires: '2026-09-18T06:40:00Z',
  },
  challenge: `sha256:${'cc'.repeat(32)}`,
  methods: ['confirm'],
  minimumAssurance: 0,
  batch: false,
  signingTime: '2026-09-18T06:31:12Z',
  holeSize: 16_000,
};

export const USE_RESULT: UseResult = {
  useId: 'u-18204',
  status: 'completed',
  originalDigest: ORIGINAL_DIGEST,
  originalLength: 4,
  revision: 'c2lnbmVk',
  byteRange: [0, 4, 8, 2],
  byteRangeDigest: CHALLENGE.act.messageDigest,
  fileDigest: FILE_DIGEST,
  receipt: 'e30.e30.c2ln',
};

export const ISSUED_PERMIT: PermitView = {
  id: 'b1f6a1de',
  status: 'issued',
  permit: 'e30.e30.c2ln',
  expires: null,
  sealNumber: 'QL-C-03',
  sealVersion: 3,
  approval: null,
};

export const BATCH_CHALLENGE: string = `sha256:${'ba'.repeat(32)}`;

export const FIELD = 'seal-b1f6a1de-1';

/** Answers like the adapter; `problems` names a refusal per path, `calls` records what was asked. */
export class FakeServer {
  readonly calls: { readonly path: string; readonly key: string | null; readonly body: unknown }[] = [];
  problems: Readonly<Record<string, Partial<ProblemDetails> & { readonly code: string }>> = {};
  useAnswer: unknown = USE_RESULT;
  seal: SealView = sampleSeal();
  permitAnswer: PermitView = ISSUED_PERMIT;
  challenge: UseChallenge = CHALLENGE;
  methods: IntentMethodList = { methods: [], authenticators: [], changesBy: null };
  /** What a proof that is begun is answered with, beside its number, its method and its form. */
  intent: Partial<IntentView> = {};
  /** What a confirmed change of authenticators is answered with. */
  actResult: AuthenticatorActResult = { action: 'remove-authenticator', enrolment: null };
  #intents = 0;
  /** What a later question for the permit answers. */
  permitLater: PermitView | null = null;

  readonly transport = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api', '');
    const body: unknown = request.method === 'POST' ? await request.json() : null;
    this.calls.push({ path, key: request.headers.get('idempotency-key'), body });
    const problem = this.problems[path];
    if (problem) {
      const status = problem.status ?? 409;
      return Response.json({ type: 'about:blank', title: 'x', status, retryable: false, ...problem }, { status });
    }
    return Response.json(this.#answer(path, body));
  };

  #beginIntent(method: string): IntentView {
    const offered = this.methods.methods.find((each) => each.method === method);
    this.#intents += 1;
    return {
      id: `i-${this.#intents}`,
      useId: 'u-18204',
      method,
      assurance: offered?.assurance ?? 1,
      form: offered?.form ?? 'code',
      expiresAt: '2026-09-18T06:35:00Z',
      actionUrl: null,
      passkey: null,
      sentTo: null,
      resendFrom: null,
      ...this.intent,
    };
  }

  asked(path: string): number {
    return this.calls.filter((call) => call.path === path).length;
  }

  #answer(path: string, body: unknown): unknown {
    switch (path) {
      case '/session':
        return SAMPLE_SESSION;
      case '/trust':
        return { signers: ['AQ=='], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] };
      case '/envelopes':
        return {
          id: 'e-0417',
          name: 'x',
          document: { digest: ORIGINAL_DIGEST, length: 4, pages: 6 },
          documentClass: null,
          amount: null,
          createdAt: '',
          createdBy: 'p-7f21',
        };
      case '/permits':
        return this.permitAnswer;
      case '/uses':
        return this.challenge;
      case '/intent-methods':
        return this.methods;
      case '/uses/u-18204/intents':
        return this.#beginIntent((body as { readonly method: string }).method);
      case '/intent-methods/totp/enrolments':
        return ENROLMENT;
      case '/authenticator-acts':
        return authenticatorAct(body as AuthenticatorActRequest);
      case '/authenticator-acts/act-1/intents':
        return { ...this.#beginIntent((body as { readonly method: string }).method), useId: 'act-1' };
      case '/authenticator-acts/act-1/confirm':
        return this.actResult;
      case '/intent-enrolments/enrol-1/confirm':
        this.methods = ENROLLED;
        return ENROLLED;
      case '/uses/u-18204/confirm':
        return USE_RESULT;
      case '/uses/u-18204':
        return this.useAnswer;
      case '/permits/b1f6a1de':
        return this.permitLater ?? this.permitAnswer;
      default:
        return path.startsWith('/seals/') ? this.seal : {};
    }
  }
}

export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export function authenticatorAct(request: AuthenticatorActRequest): AuthenticatorActView {
  const adds = request.action === 'add';
  return {
    id: 'act-1',
    act: {
      v: 1,
      action: adds ? 'add-authenticator' : 'remove-authenticator',
      tenant: 'qinglan',
      person: 'p-7f21',
      personName: '沈知遥',
      id: 'act-1',
      authenticatorId: adds ? 'act-1' : request.authenticatorId,
      method: adds ? request.method : 'totp',
      name: adds ? request.name : '手机 phone',
      wording: { locale: request.language, text: adds ? `Add “${request.name}”.` : 'Remove “手机 phone”.' },
      issuedAt: '2026-09-18T06:30:00Z',
      expires: '2026-09-18T06:40:00Z',
    },
    challenge: `sha256:${'ab'.repeat(32)}`,
    methods: ['totp'],
  };
}

export const ENROLMENT: EnrolmentView = {
  id: 'enrol-1',
  method: 'totp',
  expiresAt: '2026-09-18T06:50:00Z',
  totp: { secret: TOTP_SECRET, uri: `otpauth://totp/Qinglan:x?secret=${TOTP_SECRET}&issuer=Qinglan&algorithm=SHA1&digits=6&period=30` },
  passkey: null,
};

export const TOTP_METHOD: IntentMethodList['methods'][number] = {
  method: 'totp',
  assurance: 2,
  form: 'code',
  enrols: true,
  ready: true,
};

export const ENROLLED: IntentMethodList = {
  methods: [TOTP_METHOD],
  authenticators: [{ id: 'a-1', method: 'totp', name: '手机 phone', createdAt: '2026-09-01T02:00:00Z', lastUsedAt: null }],
  changesBy: ['totp'],
};

/** Does the work over documents at once, with invented results; `failures` makes a task fail. */
export class FakeTasks implements TaskRunner {
  failures: Partial<Record<TaskName, Error>> = {};
  report: ValidationReport = sampleReport({ fields: [FIELD] });
  /** Of the document before it is signed. */
  earlier: ValidationReport = sampleReport({ signatures: [] });
  /** Whom the certificate names, as the page's own computation says. */
  signer: TaskOutput<'previewUse'>['signer'] = null;
  notices: TaskOutput<'previewUse'>['notices'] = [];
  readonly done: TaskName[] = [];

  run<Name extends TaskName>(name: Name, _input: TaskInput<Name>): Promise<TaskOutput<Name>> {
    this.done.push(name);
    const failure = this.failures[name];
    if (failure) return Promise.reject(failure);
    const outputs: { readonly [Task in TaskName]: TaskOutput<Task> } = {
      readForSigning: READING,
      previewUse: {
        shownDigest: CHALLENGE.challenge,
        permitId: 'b1f6a1de',
        permitExpires: '2026-09-18T09:00:00Z',
        fields: [FIELD],
        notices: this.notices,
        signer: this.signer,
      },
      previewBatch: { shownDigest: BATCH_CHALLENGE },
      joinResult: { revision: new Uint8Array([1, 2, 3]), fileDigest: FILE_DIGEST },
      validateFile: this.done.includes('joinResult') ? this.report : this.earlier,
      checkEvidence: {
        report: { version: 1, indication: 'PASSED', validationTime: '2026-09-18T09:00:00Z', tenant: null, envelopeId: null, rows: [] },
        unchecked: [],
        sha256: FILE_DIGEST,
        sm3: null,
        contents: null,
      },
      checkReceipt: {
        v: 1,
        act: 'use-completed',
        id: 'R-20260918-7Q4M',
        tenant: 'qinglan',
        envelopeId: 'e-0417',
        person: 'p-7f21',
        sealNumber: 'QL-C-03',
        permit: PERMIT_DIGEST,
        originalDigest: ORIGINAL_DIGEST,
        byteRangeDigest: CHALLENGE.act.messageDigest,
        fileDigest: FILE_DIGEST,
        event: `sha256:${'5be0'.padEnd(60, '0')}c77a`,
        time: '2026-09-18T06:31:12Z',
        nonce: 'bm9uY2U',
      },
      measureRevision: 2,
    };
    return Promise.resolve(outputs[name] as TaskOutput<Name>);
  }

  close(): void {
    this.done.length = 0;
  }
}

const READING: SigningReading = {
  frame: { pages: [6, 1, 2, 3].map(framePage) } as unknown as SigningReading['frame'],
  frameDigest: `sha256:${'f0'.repeat(32)}`,
  state: { algorithm: 'SHA-256', state: '00'.repeat(32), length: 4, tail: '25504446' },
  digest: ORIGINAL_DIGEST,
  length: 4,
  pages: 6,
};

/** A4 upright. */
function framePage(index: number): Partial<FramePage> {
  return { index, cropBox: ['0', '0', '595.276', '841.89'], rotate: 0, userUnit: '1' };
}
