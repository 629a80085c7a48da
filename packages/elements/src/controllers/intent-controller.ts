import type { IntentAnswer, IntentMethod, IntentMethodList, IntentView } from '@sealkit/core/protocol';
import type { Clock } from '@sealkit/core/ports';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { waitFor } from '../client/transport.ts';
import { EnrolmentController } from './enrolment-controller.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';
import type { ConfirmIntent } from './given-intent.ts';
import { canUse, chosenMethod, CODE_LENGTH, IDLE_INTENT, type IntentState, type IntentSubject, offeredMethods } from './intent-state.ts';
import { givePasskey, hasPasskeys } from './passkey.ts';

/** What a confirmation works with. */
export interface IntentTerms {
  readonly client: SealClient;
  readonly clock: Clock;
  readonly subject: IntentSubject;
  readonly confirm: ConfirmIntent;
  /** Asked for what a provider's script says of the device; undefined where none is loaded. */
  readonly deviceOf: DeviceOf | undefined;
}

/** What the script of a provider says of the device, for a method that needs it; undefined for one that does not. */
export type DeviceOf = (method: IntentMethod) => Promise<string | undefined>;

/** What happened, for events and for those who do not see the page. */
export type IntentNews =
  | { readonly kind: 'method'; readonly method: IntentMethod }
  | { readonly kind: 'sent'; readonly intent: IntentView }
  | { readonly kind: 'verified'; readonly method: IntentMethod }
  | { readonly kind: 'failed'; readonly method: IntentMethod; readonly code: string; readonly triesLeft: number | null }
  | { readonly kind: 'locked' }
  | { readonly kind: 'time'; readonly secondsLeft: number }
  | { readonly kind: 'resend' };

/** Seconds before the end at which it is said how long there still is. */
const WARNINGS: readonly number[] = [60, 20, 0];
const POLL_MS = 3000;
/** Refusals after which the proof that was begun takes no further answer. */
const ENDED = new Set(['INTENT_TRIES_USED', 'INTENT_SUPERSEDED', 'INTENT_EXPIRED', 'INTENT_SPENT', 'INTENT_NOT_FOUND', 'INTENT_FOREIGN']);

/**
 * Has a person say that they mean an act: offers the ways that it takes, begins a proof, and hands on what the person gives.
 * It decides nothing: whether a proof holds is found by the server.
 */
export class IntentController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #tell: (news: IntentNews) => void;
  #terms: IntentTerms | null = null;
  #work: AbortController | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #told: { readonly warned: number; readonly resend: boolean } = { warned: Infinity, resend: true };
  /** False where this computer takes a proof that was just begun for one that is over. */
  #clockFits = true;
  readonly enrolment: EnrolmentController;

  state: IntentState = IDLE_INTENT;

  constructor(host: ReactiveControllerHost, tell: (news: IntentNews) => void) {
    this.#host = host;
    this.#tell = tell;
    this.enrolment = new EnrolmentController(host, (list) => this.#enrolled(list));
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  get passkeys(): boolean {
    return hasPasskeys();
  }

  get now(): Date {
    return this.#terms?.clock.now() ?? new Date(0);
  }

  get client(): SealClient | null {
    return this.#terms?.client ?? null;
  }

  /** Seconds until the proof that was begun ends; null without one, and where the clock of this computer cannot tell. */
  get secondsLeft(): number | null {
    const { intent } = this.state;
    return intent && this.#clockFits ? this.#secondsTo(intent.expiresAt) : null;
  }

  /** Whether an answer may still be given. Where the clock of this computer cannot tell, the server does. */
  get isAlive(): boolean {
    return this.state.intent !== null && this.secondsLeft !== 0;
  }

  /** Seconds until another code may be asked for; 0 for now, null where nothing is sent. */
  get resendIn(): number | null {
    const from = this.state.intent?.resendFrom ?? null;
    return from === null ? null : this.#secondsTo(from);
  }

  /** Whether the proof that was begun has sent something: more time is another code then. */
  get hasSent(): boolean {
    return (this.state.intent?.sentTo ?? null) !== null;
  }

  /** Reads what is offered and chooses the strongest way that can be used. */
  async open(terms: IntentTerms): Promise<void> {
    this.close();
    this.#terms = terms;
    this.#set({ subject: terms.subject });
    this.#ticking = setInterval(() => this.#tick(), 1000);
    await this.#run('loading', async (signal) => {
      const list = await terms.client.intentMethods({ signal });
      this.#set({ list, work: null });
      const [first] = offeredMethods({ subject: terms.subject, list }, this);
      if (first) await this.choose(first.method);
    });
  }

  close(): void {
    this.#work?.abort();
    clearInterval(this.#ticking);
    this.enrolment.cancel();
    this.#terms = null;
    this.#set(IDLE_INTENT);
  }

  /** Another way. A code of an authenticator can be begun at once: nothing is sent and nobody is asked. */
  async choose(method: IntentMethod): Promise<void> {
    this.#work?.abort();
    this.enrolment.cancel();
    this.#set({ chosen: method, intent: null, work: null, code: '', codeMissing: false, fresh: false, triesLeft: null, failure: null });
    this.#tell({ kind: 'method', method });
    const chosen = chosenMethod(this.state);
    if (chosen?.ready && chosen.enrols && chosen.form === 'code') await this.start();
  }

  /** Begins a proof, or another one in its place: more time, another code. */
  start(): Promise<void> {
    return this.#run('starting', (signal) => this.#start(signal).then(() => undefined));
  }

  type(code: string): void {
    this.#set({ code, codeMissing: false });
  }

  /** What leads on by the chosen way: sends the code, asks the browser, begins. */
  async goOn(): Promise<void> {
    const chosen = chosenMethod(this.state);
    if (!chosen?.ready || this.state.work !== null || !canUse(chosen, this)) return;
    if (chosen.form === 'passkey') await this.#usePasskey();
    else if (!this.isAlive) await this.start();
    else if (chosen.form === 'code') await this.#giveCode();
  }

  /** The person went to the provider's page: the server is asked until they are done. */
  async waitElsewhere(): Promise<void> {
    const { intent } = this.state;
    if (!intent || this.state.work === 'away') return;
    await this.#run('away', async (signal) => {
      for (;;) {
        await waitFor(POLL_MS, signal);
        if (await this.#isDoneElsewhere(intent, signal)) return;
      }
    });
  }

  /** Ends a wait for the browser or the provider. The proof that was begun stays. */
  stop(): void {
    this.#work?.abort();
    this.#set({ work: null, failure: null });
  }

  async #start(signal: AbortSignal): Promise<IntentView> {
    const terms = this.#terms;
    const { chosen } = this.state;
    if (!terms || chosen === null) throw new TypeError('method: expected a method that was chosen');
    const device = await terms.deviceOf?.(chosen);
    signal.throwIfAborted();
    const request = { method: chosen, ...(device === undefined ? {} : { device }) };
    const intent = await terms.subject.begin(request, { signal });
    this.#told = { warned: Infinity, resend: intent.resendFrom === null };
    this.#clockFits = this.#secondsTo(intent.expiresAt) > 0;
    this.#set({ intent, code: '', triesLeft: null });
    this.#tell({ kind: 'sent', intent });
    return intent;
  }

  async #giveCode(): Promise<void> {
    const { code, intent } = this.state;
    if (!intent) return;
    if (code.length < CODE_LENGTH) this.#set({ codeMissing: true, failure: null });
    else await this.#run('checking', (signal) => this.#give(intent, { code }, signal));
  }

  async #usePasskey(): Promise<void> {
    await this.#run('starting', async (signal) => {
      const { intent: begun } = this.state;
      const intent = begun !== null && this.isAlive ? begun : await this.#start(signal);
      if (intent.passkey === null) throw new TypeError('passkey: expected options of a passkey');
      this.#set({ work: 'device' });
      const answer = await givePasskey(intent.passkey, signal);
      this.#set({ work: 'checking' });
      await this.#give(intent, answer, signal);
    });
  }

  async #isDoneElsewhere(intent: IntentView, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#give(intent, {}, signal, true);
      return true;
    } catch (error) {
      const { code, retryable } = failureCodeOf(error);
      if (code === 'INTENT_PENDING' || (retryable && code !== 'PAGE_FAILED')) return false;
      throw error;
    }
  }

  async #give({ id, method }: IntentView, answer: IntentAnswer, signal: AbortSignal, asksOnly = false): Promise<void> {
    await this.#terms?.confirm({ intentId: id, method, answer, asksOnly });
    signal.throwIfAborted();
    this.#tell({ kind: 'verified', method });
  }

  #enrolled(list: IntentMethodList): void {
    const { chosen } = this.state;
    this.#set({ list });
    if (chosen === null) return;
    void this.choose(chosen);
    this.#set({ fresh: true });
  }

  async #run(work: NonNullable<IntentState['work']>, task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#work?.abort();
    const running = new AbortController();
    this.#work = running;
    this.#set({ work, failure: null, codeMissing: false });
    try {
      await task(running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#refused(failureCodeOf(error));
    }
    if (!running.signal.aborted) this.#set({ work: null });
  }

  #refused(failure: FailureCode): void {
    const { triesLeft } = failure.facts;
    const left = typeof triesLeft === 'number' ? triesLeft : null;
    const ended = ENDED.has(failure.code) || left === 0;
    const locked = failure.code === 'INTENT_LOCKED';
    this.#set({ failure, code: '', triesLeft: left, ...(ended ? { intent: null } : {}), ...(locked ? { locked } : {}) });
    const { chosen } = this.state;
    if (chosen !== null) this.#tell({ kind: 'failed', method: chosen, code: failure.code, triesLeft: left });
    if (locked) this.#tell({ kind: 'locked' });
  }

  #tick(): void {
    const left = this.secondsLeft;
    if (left === null) return;
    const due = WARNINGS.findLast((seconds) => left <= seconds);
    if (due !== undefined && due < this.#told.warned) {
      this.#told = { ...this.#told, warned: due };
      this.#tell({ kind: 'time', secondsLeft: left });
    }
    if (!this.#told.resend && this.resendIn === 0) {
      this.#told = { ...this.#told, resend: true };
      this.#tell({ kind: 'resend' });
    }
    this.#host.requestUpdate();
  }

  #secondsTo(instant: string): number {
    return Math.max(0, Math.ceil((Date.parse(instant) - this.now.getTime()) / 1000));
  }

  #set(change: Partial<IntentState>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}
