import type { IntentBatchRecall, IntentBatchView, IntentMethodList, ProblemDetails, SealView, UseChallenge } from '@sealkit/core/protocol';
import { CHALLENGE, ISSUED_PERMIT, ORIGINAL_DIGEST, TOTP_METHOD, USE_RESULT } from './fake-signing.ts';
import { SAMPLE_SESSION, sampleSeal } from './samples.ts';

type Problem = Partial<ProblemDetails> & { readonly code: string };

/** Answers like the adapter for several documents, each with an envelope, a permit and a use of its own: `u-1`, `u-2` and so on. */
export class FakeBatchServer {
  readonly calls: { readonly path: string; readonly body: unknown }[] = [];
  /** A refusal per path, as often as it stands there; the last one stays. */
  problems: Record<string, Problem[]> = {};
  /** What each use is answered with, by the number of the use. */
  uses: (number: number) => Partial<UseChallenge> = () => ({});
  methods: readonly string[] = ['confirm'];
  seal: SealView = sampleSeal();
  isConfirmed = false;
  /** Waits before it confirms a use. */
  hold: Promise<void> | null = null;
  #uses = 0;
  #batches = 0;
  #batch: IntentBatchView | null = null;

  readonly transport = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api', '');
    const body: unknown = request.method === 'POST' ? await request.json() : null;
    this.calls.push({ path, body });
    const problem = this.problems[path]?.shift();
    if (problem) {
      const status = problem.status ?? 409;
      return Response.json({ type: 'about:blank', title: 'x', status, retryable: false, ...problem }, { status });
    }
    if (this.hold !== null && /^\/uses\/.*\/confirm$/.test(path)) await this.hold;
    return Response.json(this.#answer(path, body));
  };

  asked(path: string): number {
    return this.calls.filter((call) => call.path === path).length;
  }

  #answer(path: string, body: unknown): unknown {
    if (path.startsWith('/seals/')) return this.seal;
    if (path === '/session') return SAMPLE_SESSION;
    if (path === '/trust') return { signers: ['AQ=='], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] };
    if (path === '/envelopes') return { id: `e-${this.asked(path)}`, document: { digest: ORIGINAL_DIGEST, length: 4, pages: 6 } };
    if (path === '/permits') return ISSUED_PERMIT;
    if (path === '/uses') return this.#start();
    if (path === '/intent-batches') return this.#open((body as { readonly useIds: readonly string[] }).useIds);
    if (path === '/intent-methods') return { methods: [TOTP_METHOD], authenticators: [], changesBy: null } satisfies IntentMethodList;
    if (path.endsWith('/intents')) return { ...INTENT, expiresAt: new Date(Date.now() + 240_000).toISOString() };
    if (/^\/intent-batches\/[^/]+$/.test(path)) return this.#recall();
    if (path.startsWith('/intent-batches/')) {
      this.isConfirmed = true;
      return { ...this.#batch, status: 'confirmed' };
    }
    const [, useId] = /^\/uses\/(.*)\/confirm$/.exec(path) ?? [];
    return { ...USE_RESULT, useId };
  }

  #start(): UseChallenge {
    this.#uses += 1;
    return this.#challenge(this.#uses);
  }

  #challenge(number: number): UseChallenge {
    return { ...CHALLENGE, useId: `u-${number}`, batch: true, ...this.uses(number) };
  }

  #recall(): IntentBatchRecall | null {
    const batch = this.#batch;
    if (batch === null) return null;
    const acts = batch.uses.map(({ useId }) => {
      const number = Number(useId.slice(2));
      return { envelopeId: `e-${number}`, permit: ISSUED_PERMIT.permit ?? '', challenge: this.#challenge(number) };
    });
    return { ...batch, status: this.isConfirmed ? 'confirmed' : 'awaiting-intent', acts };
  }

  #open(useIds: readonly string[]): IntentBatchView {
    this.#batches += 1;
    const { tenant, person, personName, nonce, issuedAt, expires } = CHALLENGE.act;
    const wording = { locale: 'zh-CN', text: `本人沈知遥确认此处列出的${useIds.length}项签署，每一项均以所示内容为准。` } as const;
    const root = `sha256:${'9c41'.padEnd(60, '0')}d2f7`;
    this.#batch = {
      batchId: `b-${this.#batches}`,
      status: 'awaiting-intent',
      act: { v: 1, action: 'batch', tenant, person, personName, count: useIds.length, root, wording, nonce, issuedAt, expires },
      challenge: CHALLENGE.challenge,
      uses: useIds.map((useId) => ({ useId, challenge: CHALLENGE.challenge })),
      methods: this.methods,
      minimumAssurance: 0,
    };
    return this.#batch;
  }
}

const INTENT = {
  id: 'i-1',
  useId: 'b-1',
  method: 'totp',
  assurance: 2,
  form: 'code',
  actionUrl: null,
  passkey: null,
  sentTo: null,
  resendFrom: null,
} as const;
