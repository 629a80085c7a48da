import type { EnrolmentView, IntentAnswer, IntentMethod, IntentMethodList } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';
import { makePasskey } from './passkey.ts';

/** Refusals after which this enrolment cannot be finished any more. */
const ENDED = new Set(['INTENT_EXPIRED', 'INTENT_ENROLMENT_NOT_FOUND']);

/** Everything that is known of one authenticator being set up. Replaced as a whole on every change. */
export interface EnrolmentState {
  /** What the server gave: a secret among it, which is nowhere else. */
  readonly enrolment: EnrolmentView | null;
  readonly work: 'starting' | 'device' | 'checking' | null;
  readonly code: string;
  readonly codeMissing: boolean;
  readonly failure: FailureCode | null;
}

const IDLE: EnrolmentState = { enrolment: null, work: null, code: '', codeMissing: false, failure: null };

/** Sets up an authenticator of the person's: begins it, and ends it with a first answer. */
export class EnrolmentController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #done: (list: IntentMethodList) => void;
  #work: AbortController | undefined;

  state: EnrolmentState = IDLE;

  /** @param done told once an authenticator is there */
  constructor(host: ReactiveControllerHost, done: (list: IntentMethodList) => void) {
    this.#host = host;
    this.#done = done;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  /** An authenticator app shows its secret at once; a passkey is made by the browser and sent on. */
  begin(client: SealClient, method: IntentMethod, name: string): Promise<void> {
    return this.take(client, (signal) => client.beginEnrolment(method, { name }, { signal }));
  }

  /** Goes on with an enrolment that is begun by something else than its first step. */
  take(client: SealClient, begin: (signal: AbortSignal) => Promise<EnrolmentView>): Promise<void> {
    return this.#run('starting', async (signal) => {
      const enrolment = await begin(signal);
      this.#set({ enrolment, code: '' });
      if (enrolment.passkey === null) return;
      this.#set({ work: 'device' });
      const answer = await makePasskey(enrolment.passkey, signal);
      await this.#confirm(client, enrolment, answer, signal);
    });
  }

  type(code: string): void {
    this.#set({ code, codeMissing: false });
  }

  /** The first code of the app. */
  async confirm(client: SealClient, length: number): Promise<void> {
    const { enrolment, code } = this.state;
    if (!enrolment || this.state.work !== null) return;
    if (code.length < length) this.#set({ codeMissing: true, failure: null });
    else await this.#run('checking', (signal) => this.#confirm(client, enrolment, { code }, signal));
  }

  /** Forgets what was begun; the server ends it by itself. */
  cancel(): void {
    this.#work?.abort();
    this.#set(IDLE);
  }

  async #confirm(client: SealClient, { id }: EnrolmentView, answer: IntentAnswer, signal: AbortSignal): Promise<void> {
    this.#set({ work: 'checking' });
    const list = await client.confirmEnrolment(id, { answer }, { signal });
    this.#set(IDLE);
    this.#done(list);
  }

  async #run(work: NonNullable<EnrolmentState['work']>, task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#work?.abort();
    const running = new AbortController();
    this.#work = running;
    this.#set({ work, failure: null, codeMissing: false });
    try {
      await task(running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      const failure = failureCodeOf(error);
      const ended = ENDED.has(failure.code) || (this.state.enrolment?.passkey ?? null) !== null;
      this.#set({ failure, code: '', ...(ended ? { enrolment: null } : {}) });
    }
    if (!running.signal.aborted) this.#set({ work: null });
  }

  #set(change: Partial<EnrolmentState>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}
