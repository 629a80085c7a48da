import type { IntentBatchRecall, IntentBatchView, UsePending, UseResult } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type BatchRow, type BatchState, chosenRows, IDLE_BATCH, isChoosable, obstacleOf } from './batch-state.ts';
import { assertIssued } from './approval-wait.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';
import { type GivenIntent, isAnswerFault } from './given-intent.ts';
import { documentFacts, languageOf } from './signing-record.ts';
import type { SigningRequest } from './signing-state.ts';
import { plainPlacement, previewAct, readDocument, type SigningServices, verifySigned, waitForResult } from './signing-steps.ts';
import { SigningStop } from './signing-stop.ts';

/** How a batch is signed. */
export interface BatchTerms {
  /** Documents that are worked on at a time. */
  readonly concurrency: number;
  /** Nothing further is begun once one document failed. */
  readonly stopOnError: boolean;
}

/** What happened, for events. */
export type BatchNews =
  | { readonly kind: 'progress'; readonly done: number; readonly failed: number; readonly total: number }
  | { readonly kind: 'complete' };

/**
 * Signs several documents with one confirmation: reads them here, asks for the permit and the act of each, compares each with what this
 * page computes, has all of them confirmed at once, and then signs and validates one by one. What fails leaves the others as they are.
 */
export class BatchController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #tell: (news: BatchNews) => void;
  #services: SigningServices | null = null;
  #terms: BatchTerms = { concurrency: 2, stopOnError: false };
  #work: AbortController | undefined;
  #wake: (() => void) | undefined;
  #stopped = false;

  state: BatchState = IDLE_BATCH;

  constructor(host: ReactiveControllerHost, tell: (news: BatchNews) => void) {
    this.#host = host;
    this.#tell = tell;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  /** Whether leaving now would lose something: acts under way, or signed files that were not downloaded. */
  get hasUnsavedWork(): boolean {
    const { rows, work } = this.state;
    return work === 'confirming' || work === 'signing' || rows.some(({ signed }) => signed !== null && !signed.downloaded);
  }

  /** Whether all permits take that the person confirms what the page shows. */
  get takesSession(): boolean {
    return this.state.batch?.view.methods.includes('confirm') === true;
  }

  /** Takes the documents and reads them. True when that was done. */
  async open(services: SigningServices, documents: readonly { readonly id: string; readonly request: SigningRequest }[]): Promise<boolean> {
    this.#services = services;
    const rows = documents.map(({ id, request }): BatchRow => {
      const plain = { ...request, placements: request.placements.map(plainPlacement) };
      const nothing = { read: null, opened: false, chosen: false, envelopeId: null, act: null, signed: null, failure: null };
      return { id, request: plain, stage: 'reading', ...nothing };
    });
    this.state = { ...IDLE_BATCH, rows };
    return this.#run('reading', (signal) => this.#each(rows, (row) => this.#read(services, row, signal), signal));
  }

  /**
   * Takes up a batch that was begun before, over documents that were read. Each act is computed here anew. What waits for its confirmation
   * is asked for where all its documents are here; what was confirmed can be signed, each by itself.
   */
  async takeUp(batchId: string): Promise<void> {
    const services = this.#services;
    if (!services) return;
    await this.#run('preparing', async (signal) => {
      const { acts, ...view } = await services.client.recallBatch(batchId, { signal });
      const of = matchActs(this.state.rows, acts);
      if (view.status === 'awaiting-intent' && of.size < acts.length) return;
      await this.#each(
        [...of.keys()],
        async (row) => {
          const act = of.get(row);
          if (act === undefined || row.read === null) throw new TypeError('row: expected one that was read, with its act');
          const preview = await previewAct(services, row.read, row.request, act, signal);
          this.#setRow(row.id, { stage: 'waiting', envelopeId: act.envelopeId, act: { ...act, preview } });
        },
        signal,
      );
      if (view.status === 'confirmed') this.#showConfirmed(view);
      else await this.#showBatch(services, view, signal);
    });
  }

  /** What was confirmed before and is not known to be signed: another try signs it, or gets what was signed. */
  #showConfirmed(view: IntentBatchView): void {
    const stopped = { code: 'BATCH_STOPPED', message: 'the page was left', retryable: true, facts: {} } as const;
    const rows = this.state.rows.map((row): BatchRow => (row.stage === 'waiting' ? { ...row, stage: 'failed', failure: stopped } : row));
    this.#set({ step: 'result', rows, batch: { view, shownDigest: view.challenge } });
  }

  choose(id: string, chosen: boolean): void {
    this.#setRow(id, { chosen });
  }

  chooseAll(chosen: boolean): void {
    this.#set({ rows: this.state.rows.map((row) => (isChoosable(row) ? { ...row, chosen } : row)) });
  }

  markOpened(id: string): void {
    this.#setRow(id, { opened: true });
  }

  markDownloaded(id: string): void {
    const row = this.#row(id);
    if (row?.signed) this.#setRow(id, { signed: { ...row.signed, downloaded: true } });
  }

  /** Permit and act of each chosen document, and all acts together as what is to be confirmed. */
  async prepare(): Promise<void> {
    const services = this.#services;
    const rows = chosenRows(this.state.rows);
    if (!services || rows.length === 0) return;
    await this.#run('preparing', async (signal) => {
      await this.#each(rows, (row) => this.#prepare(services, row, signal), signal);
      await this.#openBatch(services, signal);
    });
  }

  /** Back to the choice; what was prepared ends by itself. */
  back(): void {
    this.#work?.abort();
    const rows = this.state.rows.map((row) => (row.stage === 'waiting' || row.stage === 'preparing' ? { ...row, ...FRESH } : row));
    this.#set({ step: 'choose', rows, batch: null, work: null, failure: null });
  }

  /** The person confirmed what was shown, where that is enough. */
  async confirm(): Promise<boolean> {
    const services = this.#services;
    const { batch } = this.state;
    if (!services || !batch) return false;
    const proof = { method: 'confirm', shownDigest: batch.shownDigest } as const;
    return this.#run('confirming', async (signal) => {
      await services.client.confirmBatch(batch.view.batchId, { proof }, { signal });
    });
  }

  /** What the person gave for the one proof. What is wrong with it alone is thrown and changes nothing; so is whatever else fails. */
  async give(given: GivenIntent): Promise<void> {
    const services = this.#services;
    const { batch } = this.state;
    if (!services || !batch) throw new TypeError('batch: expected acts that are shown');
    const proof = { intentId: given.intentId, shownDigest: batch.shownDigest, answer: given.answer };
    if (!given.asksOnly) this.#set({ work: 'confirming' });
    try {
      await services.client.confirmBatch(batch.view.batchId, { proof });
    } catch (error) {
      if (!isAnswerFault(error, given, batch.view, services.clock.now())) this.#set({ failure: failureCodeOf(error) });
      throw error;
    } finally {
      if (!given.asksOnly) this.#set({ work: null });
    }
  }

  /** Signs what was confirmed, one document after the other, and says after each how far it is. */
  async sign(terms: BatchTerms): Promise<void> {
    this.#terms = terms;
    await this.#signRows(this.state.rows.filter(({ stage }) => stage === 'waiting'));
  }

  /** Begins no further document until {@link resume}. */
  pause(): void {
    this.#set({ paused: true });
  }

  resume(): void {
    this.#set({ paused: false });
    this.#wake?.();
  }

  /** Begins no further document; those that were not begun can be tried again. */
  stop(): void {
    this.#stopped = true;
    this.resume();
  }

  /**
   * Tries again what failed, and nothing else. Where the same may succeed later, by the confirmation that there is; otherwise by a new
   * act and a new confirmation.
   */
  async retry(): Promise<void> {
    const failed = this.state.rows.filter(({ stage }) => stage === 'failed');
    const same = failed.filter(({ act, failure }) => act !== null && failure?.retryable === true);
    if (same.length > 0) {
      await this.#signRows(same);
      return;
    }
    const services = this.#services;
    const unread = failed.filter(({ read }) => read === null);
    if (services) await this.#run('reading', (signal) => this.#each(unread, (row) => this.#read(services, row, signal), signal));
    const ids = new Set(failed.map(({ id }) => id));
    const rows = this.state.rows.map((row) => ({ ...row, chosen: ids.has(row.id) && isChoosable(row) }));
    this.#set({ step: 'choose', rows, batch: null });
    await this.prepare();
  }

  async #read(services: SigningServices, row: BatchRow, signal: AbortSignal): Promise<void> {
    const read = await readDocument(services, row.request, signal);
    const obstacle = obstacleOf(read);
    if (obstacle === null) this.#setRow(row.id, { read, stage: 'ready', chosen: true, failure: null });
    else this.#setRow(row.id, { read, stage: 'failed', chosen: false, failure: refusedAs(obstacle) });
  }

  async #prepare(services: SigningServices, row: BatchRow, signal: AbortSignal): Promise<void> {
    const { request, read } = row;
    if (read === null) throw new TypeError('read: expected a document that was read');
    this.#setRow(row.id, { ...FRESH, stage: 'preparing' });
    const { reading, seal } = read;
    const document = { digest: reading.digest, length: reading.length };
    const { client } = services;
    const opened = { name: request.name, document: { ...document, pages: reading.pages }, ...documentFacts(request) };
    const envelopeId = row.envelopeId ?? request.joinedEnvelope ?? (await client.openEnvelope(opened, { signal })).id;
    this.#setRow(row.id, { envelopeId });
    const permit = await client.requestPermit(
      {
        envelopeId,
        sealNumber: request.sealNumber,
        sealVersion: seal?.current?.version ?? null,
        document,
        frame: reading.frameDigest,
        placements: request.placements,
        ...languageOf(request),
      },
      { signal },
    );
    const compact = assertIssued(permit);
    const challenge = await client.startUse({ permitId: permit.id, frame: reading.frame, state: reading.state }, { signal });
    if (!challenge.batch) throw new SigningStop('INTENT_BATCH_REFUSED', 'expected a permit that takes one proof for several acts');
    const act = { permit: compact, envelopeId, challenge };
    const preview = await previewAct(services, read, request, act, signal);
    this.#setRow(row.id, { stage: 'waiting', act: { ...act, preview } });
  }

  /** A use that does not go with the others is left out, under its reason. */
  async #openBatch(services: SigningServices, signal: AbortSignal): Promise<void> {
    for (;;) {
      const acts = this.state.rows.flatMap(({ stage, act }) => (stage === 'waiting' && act !== null ? [act] : []));
      if (acts.length === 0) return;
      try {
        const useIds = acts.map(({ challenge }) => challenge.useId);
        await this.#showBatch(services, await services.client.openBatch({ useIds }, { signal }), signal);
        return;
      } catch (error) {
        const failure = failureCodeOf(error);
        const odd = this.state.rows.find(({ act }) => act !== null && act.challenge.useId === failure.facts['useId']);
        if (odd === undefined) throw error;
        this.#setRow(odd.id, { ...FRESH, stage: 'failed', failure });
      }
    }
  }

  /** Asks for the one confirmation, where the batch is of exactly the acts that this page computed, in their order. */
  async #showBatch(services: SigningServices, view: IntentBatchView, signal: AbortSignal): Promise<void> {
    const waiting = new Map(this.state.rows.flatMap(({ stage, act }) => (stage === 'waiting' && act ? [[act.challenge.useId, act]] : [])));
    const shown = view.uses.flatMap(({ useId }) => {
      const act = waiting.get(useId);
      return act === undefined ? [] : [{ useId, shownDigest: act.preview.shownDigest }];
    });
    const asked = { batch: view, person: services.session.person.id, shown };
    const { shownDigest } = await services.tasks.run('previewBatch', asked, signal);
    this.#set({ step: 'confirm', batch: { view, shownDigest } });
  }

  async #signRows(rows: readonly BatchRow[]): Promise<void> {
    const services = this.#services;
    const { batch } = this.state;
    if (!services || !batch) return;
    this.#stopped = false;
    for (const { id } of rows) this.#setRow(id, { stage: 'waiting', failure: null });
    this.#set({ step: 'sign', paused: false });
    const tell = (): void => this.#tellProgress(rows);
    await this.#run('signing', (signal) =>
      this.#each(
        rows,
        async (row) => {
          await this.#turn(signal);
          if (this.#stopped) throw new SigningStop('BATCH_STOPPED', 'expected no stop');
          await this.#sign(services, batch.view.batchId, row, signal);
        },
        signal,
        tell,
      ),
    );
    if (this.state.step !== 'sign') return;
    this.#set({ step: 'result', paused: false });
    this.#tell({ kind: 'complete' });
  }

  async #sign(services: SigningServices, batchId: string, row: BatchRow, signal: AbortSignal): Promise<void> {
    const { act, read, request } = row;
    if (act === null || read === null) throw new TypeError('act: expected an act that was confirmed');
    this.#setRow(row.id, { stage: 'signing' });
    const { challenge, preview, envelopeId } = act;
    const proof = { batchId, shownDigest: preview.shownDigest };
    const answer: UseResult | UsePending = await services.client.confirmUse(challenge.useId, { proof }, { signal });
    const result = await waitForResult(services, answer, signal);
    const { messageDigest } = challenge.act;
    const { fields, notices } = preview;
    const expected = { request, earlier: read.earlier, messageDigest, fields: () => fields, envelopeId, notices };
    const signed = await verifySigned(services, result, expected, signal);
    this.#setRow(row.id, { stage: 'signed', signed, chosen: false });
  }

  /** Waits while nothing further is to be begun. */
  async #turn(signal: AbortSignal): Promise<void> {
    while (this.state.paused && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    signal.throwIfAborted();
  }

  #tellProgress(rows: readonly BatchRow[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    const now = this.state.rows.filter(({ id }) => ids.has(id));
    const count = (stage: BatchRow['stage']): number => now.filter((row) => row.stage === stage).length;
    this.#tell({ kind: 'progress', done: count('signed'), failed: count('failed'), total: rows.length });
  }

  /** Some rows at a time, in order; what fails is said at its row and ends nothing else. */
  async #each(rows: readonly BatchRow[], task: (row: BatchRow) => Promise<void>, signal: AbortSignal, told?: () => void): Promise<void> {
    const queue = [...rows];
    const work = async (): Promise<void> => {
      for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
        try {
          await task(row);
        } catch (error) {
          if (signal.aborted) throw error;
          this.#failed(row, failureCodeOf(error));
        }
        told?.();
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(this.#terms.concurrency, rows.length)) }, work));
  }

  #failed({ id }: BatchRow, failure: FailureCode): void {
    const stopped = failure.code === 'BATCH_STOPPED';
    if (this.#terms.stopOnError && !stopped && this.state.step === 'sign') this.#stopped = true;
    this.#setRow(id, { stage: 'failed', failure: stopped ? { ...failure, retryable: true } : failure });
  }

  /** Runs one piece of work; a newer one ends it. True when it was done. */
  async #run(work: NonNullable<BatchState['work']>, task: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#work?.abort();
    const controller = new AbortController();
    this.#work = controller;
    this.#set({ work, failure: null });
    try {
      await task(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return false;
      this.#set({ work: null, failure: failureCodeOf(error) });
      return false;
    }
    if (controller.signal.aborted) return false;
    this.#set({ work: null });
    return true;
  }

  #row(id: string): BatchRow | undefined {
    return this.state.rows.find((row) => row.id === id);
  }

  #setRow(id: string, change: Partial<BatchRow>): void {
    this.#set({ rows: this.state.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) });
  }

  #set(change: Partial<BatchState>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}

/** Each act with the document that it is about: the same octets and the same seal, each document once. */
function matchActs(rows: readonly BatchRow[], acts: IntentBatchRecall['acts']): ReadonlyMap<BatchRow, IntentBatchRecall['acts'][number]> {
  const of = new Map<BatchRow, IntentBatchRecall['acts'][number]>();
  for (const each of acts) {
    const { originalDigest, seal } = each.challenge.act;
    const row = rows.find(
      (one) => !of.has(one) && one.read?.reading.digest === originalDigest && one.request.sealNumber === (seal?.number ?? null),
    );
    if (row !== undefined) of.set(row, each);
  }
  return of;
}

/** A row that was not prepared. */
const FRESH = { stage: 'ready', act: null, failure: null } as const;

function refusedAs(code: string): FailureCode {
  return { code, message: 'the seal may not be used now', retryable: false, facts: {} };
}
