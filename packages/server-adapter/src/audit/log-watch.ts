import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from '@sealkit/core/ports';
import type { LogEntry, LogLevel } from '../adapter-config.ts';
import { NamedQueue } from '../storage/named-queue.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import type { Store, UseLogScope } from '../storage/store.ts';
import { LogWalk, WALK_PAGE } from './log-walk.ts';
import { logFailure } from './transparency-log/issue-checkpoint.ts';
import { type UseLogVerdict, verifySealLog } from './verify-use-log.ts';

export interface LogWatchContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: (level: LogLevel, event: string, fields: LogEntry['fields']) => void;
  /** A log that is looked at is walked anew, from its first event, when that was last done so long ago, in milliseconds. */
  readonly walkEveryMs: number;
}

/** What is looked at: the log of a seal, or what a person may see of the tenant's. */
export type LogView = { readonly sealNumber: string } | { readonly scope: UseLogScope };

export interface WatchedLog extends UseLogVerdict {
  /** How many of the events were verified. */
  readonly verified: number;
  /** When the walk began that verified all of them, from the first on; null where none has come to its end yet. */
  readonly wholeAt: Date | null;
  /** Rows of the view, as its events say; undefined where they have to be counted. */
  readonly rows: number | undefined;
}

/** Events that every look verifies anew, all of them; of longer logs it verifies those that came since the last look. */
const AT_EVERY_LOOK = 2 * WALK_PAGE;
/** Between two pages of a walk in the background, in milliseconds: others come first. */
const PAUSE_MS = 10;

/**
 * Says whether the use log holds, at every look. A short log is verified as a whole each time. A long one is walked once in the
 * background, goes on with what came since at each look, and is walked anew from its first event from time to time; until the
 * first walk has come to its end, the verdict says how far it is.
 */
export class LogWatch {
  readonly #context: LogWatchContext;
  readonly #tenants = new Map<string, TenantWatch>();
  readonly #turns = new NamedQueue();
  /** The last walk through a short log of each tenant. */
  readonly #walked = new Map<string, LogWalk>();

  constructor(context: LogWatchContext) {
    this.#context = context;
  }

  /** @throws `StoreError` */
  async look(tenant: string, view: LogView): Promise<WatchedLog> {
    if (!this.#tenants.has(tenant)) {
      const now = this.#context.clock.now();
      const walk = await this.#walkShort(tenant);
      if (walk !== undefined) return ofWhole(walk, view, now);
    }
    const watch = this.#watchOf(tenant);
    const known = await watch.look(view);
    return known.wholeAt === null && 'sealNumber' in view ? this.#lookAtSeal(tenant, view.sealNumber, known) : known;
  }

  /** Waits for the walks under way, which end at their next page. */
  async close(): Promise<void> {
    await Promise.all([...this.#tenants.values()].map((watch) => watch.close()));
  }

  /** Before the first walk has come to its end: a short chain of a seal is followed by itself. */
  async #lookAtSeal(tenant: string, sealNumber: string, known: WatchedLog): Promise<WatchedLog> {
    if (known.length > AT_EVERY_LOOK || !known.intact) return known;
    const now = this.#context.clock.now();
    const verdict = await verifySealLog(this.#context.store, tenant, sealNumber);
    return { ...verdict, verified: verdict.length, wholeAt: now, rows: undefined };
  }

  /** One walk after the other: one that began earlier and ends later would take what came in between for cut off. */
  async #walkShort(tenant: string): Promise<LogWalk | undefined> {
    const leave = await this.#turns.enter(tenant);
    try {
      const { store } = this.#context;
      const walk = new LogWalk(tenant);
      while (walk.events < AT_EVERY_LOOK) {
        if (!(await walk.walkPage(store))) continue;
        const earlier = this.#walked.get(tenant);
        // What was cut off is noticed for as long as this process remembers it.
        if (earlier === undefined || !(await walk.isCutSince(earlier, store))) this.#walked.set(tenant, walk);
        return walk;
      }
      return undefined;
    } finally {
      leave();
    }
  }

  #watchOf(tenant: string): TenantWatch {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return known;
    const watch = new TenantWatch(this.#context, tenant, this.#walked.get(tenant));
    this.#tenants.set(tenant, watch);
    return watch;
  }
}

function ofWhole(walk: LogWalk, view: LogView, wholeAt: Date): WatchedLog {
  const sealNumber = 'sealNumber' in view ? view.sealNumber : undefined;
  const head = sealNumber === undefined ? undefined : walk.sealHead(sealNumber);
  const length = sealNumber === undefined ? walk.events : (head?.sequence ?? 0);
  const fault = walk.fault(sealNumber);
  return { head: head?.digest ?? null, length, verified: length, intact: fault === null, fault, wholeAt, rows: walk.countRows(view) };
}

/** The long log of one tenant. */
class TenantWatch {
  readonly #context: LogWatchContext;
  /** One page at a time, whoever asks. */
  readonly #pages = new SerialQueue();
  #walk: LogWalk;
  #begunAt: Date;
  #isWhole = false;
  /** The walk that saw most. */
  #earlier: LogWalk | undefined;
  #background: Promise<void> | undefined;
  #closed = false;

  constructor(context: LogWatchContext, tenant: string, earlier: LogWalk | undefined) {
    this.#context = context;
    this.#earlier = earlier;
    this.#walk = new LogWalk(tenant);
    this.#begunAt = context.clock.now();
  }

  async look(view: LogView): Promise<WatchedLog> {
    const isUpToDate = this.#isWhole && (await this.#catchUp());
    if (!isUpToDate || this.#isOld()) this.#walkInBackground();
    const walk = this.#walk;
    const sealNumber = 'sealNumber' in view ? view.sealNumber : undefined;
    const walked = sealNumber === undefined ? { sequence: walk.events, digest: null } : walk.sealHead(sealNumber);
    const verified = walked?.sequence ?? 0;
    const fault = walk.fault(sealNumber);
    const known = { intact: fault === null, fault, wholeAt: this.#isWhole ? this.#begunAt : null };
    if (isUpToDate) return ofWhole(walk, view, this.#begunAt);
    const { head, length } = await this.#readLength(sealNumber);
    return { ...known, head, length, verified: Math.min(verified, length), rows: undefined };
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A pause keeps no process alive, but this does.
    while (this.#background !== undefined) await setTimeout(PAUSE_MS);
  }

  #isOld(): boolean {
    return this.#context.clock.now().getTime() - this.#begunAt.getTime() >= this.#context.walkEveryMs;
  }

  async #readLength(sealNumber: string | undefined): Promise<{ readonly head: string | null; readonly length: number }> {
    const { tenant } = this.#walk;
    return this.#context.store.transaction(
      async (tx) => {
        if (sealNumber === undefined) return { head: null, length: await tx.audit.countEvents(tenant) };
        const head = await tx.audit.findHead(tenant, { sealNumber });
        return { head: head?.digest ?? null, length: head?.sequence ?? 0 };
      },
      { readOnly: true },
    );
  }

  /** Goes on with what came since, a few pages at most; whether nothing is left. */
  async #catchUp(): Promise<boolean> {
    for (let pages = 0; pages * WALK_PAGE < AT_EVERY_LOOK; pages += 1) {
      const walk = this.#walk;
      if (await this.#pages.run(() => walk.walkPage(this.#context.store))) return true;
    }
    return false;
  }

  /** Goes on to the end; or walks anew beside the walk that verdicts rest on, and then takes its place. */
  #walkInBackground(): void {
    if (this.#background !== undefined || this.#closed) return;
    const isAnew = this.#isWhole && this.#isOld();
    const begunAt = isAnew ? this.#context.clock.now() : this.#begunAt;
    const walk = isAnew ? new LogWalk(this.#walk.tenant) : this.#walk;
    this.#background = this.#finish(walk, begunAt).finally(() => (this.#background = undefined));
  }

  async #finish(walk: LogWalk, begunAt: Date): Promise<void> {
    try {
      if (!(await this.#walkToEnd(walk))) return;
      this.#walk = walk;
      this.#begunAt = begunAt;
      this.#isWhole = true;
    } catch (error) {
      logFailure(this.#context, 'use-log-walk-failed', walk.tenant, error);
    }
  }

  async #walkToEnd(walk: LogWalk): Promise<boolean> {
    for (;;) {
      if (this.#closed) return false;
      if (await this.#pages.run(() => this.#walkPageOf(walk))) return true;
      await setImmediate();
      await setTimeout(PAUSE_MS, undefined, { ref: false });
    }
  }

  /** Held against the walk that saw most in the turn of the last page: in another turn, that one may have gone on. */
  async #walkPageOf(walk: LogWalk): Promise<boolean> {
    const { store } = this.#context;
    const isEnd = await walk.walkPage(store);
    if (!isEnd || walk === this.#earlier) return isEnd;
    if (this.#earlier === undefined || !(await walk.isCutSince(this.#earlier, store))) this.#earlier = walk;
    return true;
  }
}
