import type { SessionView, UseChallenge, UsePending, UseResult } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ClientError } from '../client/client-error.ts';
import type { SealClient } from '../client/seal-client.ts';
import type { UsePreview } from '../worker/signing-tasks.ts';
import { ApprovalWait, assertIssued } from './approval-wait.ts';
import { failureCodeOf } from './failure-code.ts';
import { type GivenIntent, isAnswerFault } from './given-intent.ts';
import { documentFacts, endOfAct, FRESH, languageOf, newKeys, newRecord, optionsOf, reportOf } from './signing-record.ts';
import { IDLE_SIGNING, type SignedDocument, type SigningRequest, type SigningState } from './signing-state.ts';
import { plainPlacement, previewAct, readDocument, type SigningServices, verifySigned, waitForResult } from './signing-steps.ts';
import { SigningStop } from './signing-stop.ts';
import type { SigningRecord, SigningStore } from './signing-store.ts';

/** What a signing works with. */
export interface SigningEnvironment extends SigningServices {
  readonly store: SigningStore;
}

/**
 * Signs one document: opens it here, asks for the permit, compares what the server is going to write with what this page
 * computes, confirms, joins what comes back, validates the result, and only then offers it. The document never leaves.
 */
export class SigningController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #environment: SigningEnvironment | null = null;
  #record: SigningRecord | null = null;
  #work: AbortController | undefined;
  readonly #approval = new ApprovalWait();
  /** What the person gave is with the server. */
  #asking = false;

  state: SigningState = IDLE_SIGNING;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  /** Whether leaving now would lose something: an act under way or unanswered, or a signed file that was not downloaded. */
  get hasUnsavedWork(): boolean {
    const { work, signed, failure, challenge } = this.state;
    const unanswered = failure !== null && failure.retryable && challenge !== null;
    return this.#asking || work === 'signing' || work === 'checking' || unanswered || (signed !== null && !signed.downloaded);
  }

  /** Whether the signing is kept when it is left: what would be lost, and what waits for an approval. */
  get keepsWork(): boolean {
    const record = this.#record;
    const pending = record !== null && record.permitId !== null && record.permit === null;
    return this.hasUnsavedWork || pending;
  }

  /** Whether an act is shown that the person has not confirmed yet. */
  get waitsForPerson(): boolean {
    const { step, work, challenge, failure } = this.state;
    return challenge !== null && work === null && failure === null && (step === 'confirm' || step === 'intent');
  }

  /** Whether the seal is used only with an approval, so that the person has to say why. */
  get needsReason(): boolean {
    const use = this.state.seal?.use;
    return use?.allowed === false && use.reason === 'APPROVAL_REQUIRED';
  }

  /** Whether the permit takes more than that the person confirms what the page shows. */
  get needsIntent(): boolean {
    return this.state.challenge?.methods.includes('confirm') === false;
  }

  /** Opens a document for signing. */
  async start(environment: SigningEnvironment, request: SigningRequest): Promise<void> {
    this.#environment = environment;
    this.#record = null;
    const plain = { ...request, placements: request.placements.map(plainPlacement) };
    this.state = { ...IDLE_SIGNING, request: plain };
    await this.#run('reading', (signal) => this.#read(environment, plain, signal));
  }

  /** Goes on with a signing that was interrupted. */
  async resume(environment: SigningEnvironment, record: SigningRecord): Promise<void> {
    this.#environment = environment;
    this.#record = record;
    const { document, name, sealNumber, placements, useId } = record;
    const request = { document, name, sealNumber, placements, ...optionsOf(record) };
    this.state = { ...IDLE_SIGNING, request };
    const read = await this.#run('reading', (signal) => this.#read(environment, request, signal));
    if (!read) return;
    await this.#run('preparing', (signal) =>
      useId === null ? this.#prepare(environment, signal) : this.#pickUp(environment, useId, signal),
    );
  }

  /** From reading to confirming: envelope, permit, use, and this page's own computation of it. */
  async prepare(told: Pick<SigningRequest, 'reason' | 'clientReport'> = {}): Promise<void> {
    const environment = this.#environment;
    const { request } = this.state;
    if (request) this.#set({ request: { ...request, ...told } });
    if (environment && this.state.reading) await this.#run('preparing', (signal) => this.#prepare(environment, signal));
  }

  /** The person confirmed what was shown. */
  async confirm(): Promise<void> {
    const environment = this.#environment;
    const { challenge, preview } = this.state;
    if (environment && challenge && preview) await this.#run('signing', (signal) => this.#sign(environment, challenge, preview, signal));
  }

  /** From the act that was read to what the permit asks of the person, and back. */
  showIntent(shown: boolean): void {
    this.#set({ step: shown ? 'intent' : 'confirm' });
  }

  /** Among the steps before the permit is asked for. */
  showBefore(step: 'read' | 'fields' | 'consent'): void {
    this.#set({ step });
  }

  /**
   * More time for the act: another permit and another use in place of those that are about to end. Nothing that was told is
   * lost. Whether it was given; what stood against it is the state's `failure`.
   */
  async renew(): Promise<boolean> {
    const environment = this.#environment;
    if (!environment || !this.state.challenge) return false;
    if (this.#record) this.#record = { ...this.#record, ...FRESH, keys: newKeys() };
    this.#set({ step: 'confirm', challenge: null, actEndsAt: null, preview: null });
    return this.#run('preparing', (signal) => this.#prepare(environment, signal));
  }

  /** The session goes on under another token: what follows is asked with it. */
  follow(client: SealClient, session: SessionView): void {
    const environment = this.#environment;
    if (environment && environment.session.person.id === session.person.id) this.#environment = { ...environment, client, session };
  }

  /**
   * What the person gave for a proof of intent. What is wrong with it alone is thrown and changes nothing; whatever else stands
   * against the act ends it, and is thrown too.
   */
  async give(given: GivenIntent): Promise<void> {
    const environment = this.#environment;
    const { challenge, preview } = this.state;
    if (!environment || !challenge || !preview) throw new TypeError('challenge: expected an act that is shown');
    let refusal: { readonly error: unknown } | null = null;
    await this.#run(given.asksOnly ? null : 'signing', async (signal) => {
      this.#asking = true;
      try {
        const proof = { intentId: given.intentId, shownDigest: preview.shownDigest, answer: given.answer };
        const answer = await environment.client.confirmUse(challenge.useId, { proof, ...reportOf(this.state.request ?? {}) }, { signal });
        this.#set({ work: 'signing' });
        await this.#finish(environment, answer, signal);
      } catch (error) {
        refusal = { error };
        if (!isAnswerFault(error, given, challenge, environment.clock.now())) throw error;
      } finally {
        this.#asking = false;
      }
    });
    // What was assigned in the closure is not seen by the compiler.
    const found = refusal as { readonly error: unknown } | null;
    if (found !== null) throw found.error;
  }

  /** Asks at once whether the approval is there. */
  checkNow(): void {
    this.#approval.checkNow();
  }

  /** Does again what failed. What the server finished already is not done twice. */
  async retry(): Promise<void> {
    const environment = this.#environment;
    const { request, reading, challenge, step } = this.state;
    if (!environment || !request) return;
    if (!reading) await this.start(environment, request);
    else if (challenge && step === 'intent') await this.#run('preparing', (signal) => this.#pickUp(environment, challenge.useId, signal));
    else if (challenge) await this.confirm();
    else await this.prepare();
  }

  /** Back to reading; the permit and the use that were begun end by themselves. */
  back(): void {
    this.#work?.abort();
    if (this.#record) this.#record = { ...this.#record, ...FRESH, keys: newKeys() };
    this.#set({ step: 'read', work: null, waiting: null, challenge: null, actEndsAt: null, preview: null, failure: null });
  }

  /** The signed file is with the person: nothing has to be kept here any longer. */
  async markDownloaded(): Promise<void> {
    const { signed } = this.state;
    if (!signed) return;
    this.#set({ signed: { ...signed, downloaded: true } });
    if (this.#record) await this.#environment?.store.remove(this.#record.id);
  }

  /** Ends the signing. Kept work stays in the store unless it is given up. */
  async close(options: { readonly discard: boolean }): Promise<void> {
    this.#work?.abort();
    if (options.discard && this.#record) await this.#environment?.store.remove(this.#record.id);
    this.#record = null;
    this.state = IDLE_SIGNING;
    this.#host.requestUpdate();
  }

  async #read(environment: SigningEnvironment, request: SigningRequest, signal: AbortSignal): Promise<void> {
    const read = await readDocument(environment, request, signal);
    if (this.#record && this.#record.digest !== read.reading.digest)
      throw new SigningStop('DOCUMENT_CHANGED', 'expected the document that was kept');
    this.#set(read);
  }

  async #prepare(environment: SigningEnvironment, signal: AbortSignal): Promise<void> {
    const { request, reading } = this.state;
    if (!request || !reading) return;
    const document = { digest: reading.digest, length: reading.length };
    const record = { ...(this.#record ?? newRecord(environment, request, this.state)), ...optionsOf(request) };
    await this.#keep(record);
    const envelopeId =
      record.envelopeId ??
      request.joinedEnvelope ??
      (
        await environment.client.openEnvelope(
          { name: request.name, document: { ...document, pages: reading.pages }, ...documentFacts(request) },
          { signal, idempotencyKey: record.keys.envelope },
        )
      ).id;
    await this.#keep({ ...record, envelopeId });
    const waits = record.permit === null ? record.permitId : null;
    const asked =
      waits === null
        ? await this.#requestPermit(environment, { ...record, envelopeId }, signal)
        : await environment.client.permit(waits, { signal });
    await this.#keep({ ...record, envelopeId, permitId: asked.id });
    const permit = await this.#approval.until(
      environment.client,
      asked,
      (waiting) => this.#set({ step: 'approval', work: null, waiting }),
      signal,
    );
    if (permit !== asked) this.#set({ work: 'preparing', waiting: null });
    const compact = assertIssued(permit);
    await this.#keep({ ...record, envelopeId, permitId: permit.id, permit: compact });
    const challenge = await environment.client.startUse(
      { permitId: permit.id, frame: reading.frame, state: reading.state },
      { signal, idempotencyKey: record.keys.use },
    );
    await this.#keep({ ...record, envelopeId, permitId: permit.id, permit: compact, useId: challenge.useId });
    await this.#show(environment, challenge, signal);
  }

  #requestPermit(environment: SigningEnvironment, record: SigningRecord & { readonly envelopeId: string }, signal: AbortSignal) {
    const { request, reading, seal } = this.state;
    if (!request || !reading) throw new TypeError('reading: expected a document that was read');
    return environment.client.requestPermit(
      {
        envelopeId: record.envelopeId,
        sealNumber: request.sealNumber,
        sealVersion: seal?.current?.version ?? record.sealVersion,
        document: { digest: reading.digest, length: reading.length },
        frame: reading.frameDigest,
        placements: request.placements,
        ...languageOf(request),
        ...(request.reason === undefined ? {} : { reason: request.reason }),
      },
      { signal, idempotencyKey: record.keys.permit },
    );
  }

  /** An interrupted use: finished meanwhile, still waiting for the person, or waiting for the key store. */
  async #pickUp(environment: SigningEnvironment, useId: string, signal: AbortSignal): Promise<void> {
    const answer = await environment.client.use(useId, { signal });
    if (answer.status === 'awaiting-intent') await this.#show(environment, answer, signal);
    else await this.#finish(environment, answer, signal);
  }

  /** Confirming is possible only after this page computed the same as the server. */
  async #show(environment: SigningEnvironment, challenge: UseChallenge, signal: AbortSignal): Promise<void> {
    const { reading, request, seal } = this.state;
    const record = this.#record;
    if (!reading || !request || !record || record.permit === null || record.envelopeId === null) return;
    const act = { permit: record.permit, envelopeId: record.envelopeId, challenge };
    const preview = await previewAct(environment, { reading, seal }, request, act, signal);
    await this.#keep({ ...record, notices: preview.notices });
    this.#set({ step: 'confirm', work: null, challenge, actEndsAt: endOfAct(challenge.act, environment.clock.now()), preview });
  }

  async #sign(environment: SigningEnvironment, challenge: UseChallenge, preview: UsePreview, signal: AbortSignal): Promise<void> {
    const proof = { method: 'confirm', shownDigest: preview.shownDigest } as const;
    const key = this.#record?.keys.confirm;
    const answer = await environment.client.confirmUse(
      challenge.useId,
      { proof, ...reportOf(this.state.request ?? {}) },
      { signal, ...(key === undefined ? {} : { idempotencyKey: key }) },
    );
    await this.#finish(environment, answer, signal);
  }

  async #finish(environment: SigningEnvironment, answer: UseResult | UsePending, signal: AbortSignal): Promise<void> {
    const result = await waitForResult(environment, answer, signal);
    const { request, reading } = this.state;
    if (!request || !reading) return;
    this.#set({ work: 'checking' });
    const expected = {
      request,
      earlier: this.state.earlier,
      messageDigest: this.state.challenge?.act.messageDigest ?? null,
      fields: (report: SignedDocument['report']) => this.#fields(report),
      envelopeId: this.#record?.envelopeId ?? null,
      notices: this.#record?.notices ?? [],
    };
    const signed = await verifySigned(environment, result, expected, signal);
    if (this.#record) await this.#keep({ ...this.#record, signed: signed.file });
    this.#set({ step: 'result', signed });
  }

  /** Fields of this act: from the preview, or by the permit's id when the signing was picked up after it was done. */
  #fields(report: SignedDocument['report']): readonly string[] {
    const { preview } = this.state;
    if (preview) return preview.fields;
    const prefix = `seal-${this.#record?.permitId ?? ''}-`;
    return report.signatures.flatMap((signature) => signature.fields).filter((field) => field.startsWith(prefix));
  }

  async #keep(record: SigningRecord): Promise<void> {
    this.#record = record;
    await this.#environment?.store.put(record);
  }

  /** Runs one piece of work; a newer one ends it. True when it was done. */
  async #run(work: SigningState['work'], task: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#work?.abort();
    const controller = new AbortController();
    this.#work = controller;
    this.#set({ work, failure: null });
    try {
      await task(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return false;
      this.#renewKeys(error);
      this.#set({ work: null, waiting: null, failure: failureCodeOf(error) });
      return false;
    }
    if (controller.signal.aborted) return false;
    this.#set({ work: null });
    return true;
  }

  /** A refusal was an answer: asking again is a new question. Where no answer came, the question stays the same. */
  #renewKeys(error: unknown): void {
    const refused = error instanceof ClientError && error.status >= 400 && error.status < 500 && !error.retryable && error.status !== 401;
    const ended = error instanceof SigningStop;
    if ((refused || ended) && this.#record && !this.state.challenge) this.#record = { ...this.#record, ...FRESH, keys: newKeys() };
  }

  #set(change: Partial<SigningState>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}
