import type { Clock, HttpClient } from '@sealkit/core/ports';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';
import { randomBytes } from '@sealkit/core/crypto';
import type { LogEntry, LogLevel } from '../adapter-config.ts';
import { guardedHttpClient } from '../outbound/index.ts';
import type { OutboxRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { readRetryAfter } from './retry-after.ts';
import { secretsOf, type Webhook, type WebhookPolicy } from './webhook-config.ts';
import { signWebhook } from './webhook-signature.ts';

export interface DeliveryContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: (level: LogLevel, event: string, fields: LogEntry['fields']) => void;
  readonly policy: WebhookPolicy;
}

/** Octets of an answer that are read; nobody looks at them. */
const MAX_ANSWER = 64 * 1024;
/** Time after a try's own limit in which its end is written down. */
const LEASE_MARGIN_MS = 10_000;

/** What became of a try. */
type Outcome = ({ readonly status: number; readonly code: null } | { readonly status: null; readonly code: string }) & {
  /** How long the receiver asks to be left alone, in milliseconds. */
  readonly waitMs: number;
};

/**
 * Delivers what is in the outbox, in the background: for each webhook one message after another, in the order in which they came
 * about. A message waits in the outbox until it was answered with 2xx, so that a process that dies loses nothing; it may come twice.
 */
export class WebhookDelivery {
  readonly #workers: readonly WebhookWorker[];

  constructor(context: DeliveryContext, webhooks: readonly Webhook[]) {
    const client = context.policy.client ?? guardedHttpClient({ timeout: context.policy.timeoutMs });
    this.#workers = webhooks.map((webhook) => new WebhookWorker(context, webhook, client));
  }

  start(): void {
    for (const worker of this.#workers) worker.start();
  }

  /** Says that there may be new messages. */
  wake(): void {
    for (const worker of this.#workers) worker.wake();
  }

  /** Ends what is under way; a message whose answer did not come stays in the outbox. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }
}

class WebhookWorker {
  readonly #context: DeliveryContext;
  readonly #webhook: Webhook;
  readonly #client: HttpClient;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #isWoken = false;
  #endPause: (() => void) | undefined;

  constructor(context: DeliveryContext, webhook: Webhook, client: HttpClient) {
    this.#context = context;
    this.#webhook = webhook;
    this.#client = client;
  }

  start(): void {
    this.#running = this.#run();
  }

  wake(): void {
    this.#isWoken = true;
    this.#endPause?.();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#endPause?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      this.#isWoken = false;
      const pause = await this.#stepQuietly();
      if (pause === 'gone') return;
      await this.#pause(Math.min(pause, this.#context.policy.pollMs));
    }
  }

  async #stepQuietly(): Promise<number | 'gone'> {
    try {
      return await this.#step();
    } catch (error) {
      const code = error instanceof PortError ? error.code : null;
      this.#context.log('error', 'webhook-outbox-failed', {
        ...this.#names(),
        name: error instanceof Error ? error.name : typeof error,
        code,
      });
      return this.#context.policy.pollMs;
    }
  }

  /** One try of the message whose turn it is. Answers how long to wait, or that nobody is there any more. */
  async #step(): Promise<number | 'gone'> {
    const turn = await this.#claim();
    if ('pause' in turn) return turn.pause;
    const outcome = await this.#send(turn.message);
    if (outcome === undefined) {
      await this.#settle(turn.message, turn.before);
      return 0;
    }
    return this.#conclude(turn.message, outcome);
  }

  /** Takes the oldest message that is open, for as long as a try takes: meanwhile no other process has it. */
  async #claim(): Promise<{ readonly pause: number } | { readonly message: OutboxRecord; readonly before: OutboxRecord }> {
    const { store, clock, policy } = this.#context;
    const { tenant, url } = this.#webhook;
    return store.transaction(async (tx) => {
      const [before] = await tx.outbox.listUndelivered(tenant, url, 1);
      if (before === undefined) return { pause: policy.pollMs };
      const now = clock.now();
      const wait = new Date(before.nextAttemptAt).getTime() - now.getTime();
      if (wait > 0) return { pause: wait };
      const message = {
        ...before,
        attempts: before.attempts + 1,
        nextAttemptAt: new Date(now.getTime() + policy.timeoutMs + LEASE_MARGIN_MS).toISOString(),
      };
      await tx.outbox.update(message);
      return { message, before };
    });
  }

  /** Undefined where the process ends before the answer came. */
  async #send({ id, payload }: OutboxRecord): Promise<Outcome | undefined> {
    const body = encodeUtf8(JSON.stringify(payload));
    const { url, allowPrivateNetwork } = this.#webhook;
    const { signal } = this.#closing;
    try {
      const { status, retryAfter } = await this.#client.send(
        {
          purpose: 'webhook',
          url,
          origin: allowPrivateNetwork === true ? 'configured' : 'foreign',
          method: 'POST',
          contentType: 'application/json',
          headers: { ...signWebhook({ id, sentAt: this.#context.clock.now(), body }, secretsOf(this.#webhook)) },
          body,
          maxLength: MAX_ANSWER,
        },
        { signal },
      );
      const isBusy = status === 429 || status === 503;
      return { status, code: null, waitMs: isBusy ? readRetryAfter(retryAfter, this.#context.clock.now()) : 0 };
    } catch (error) {
      if (signal.aborted) return undefined;
      return {
        status: null,
        waitMs: 0,
        code: error instanceof PortError ? error.code : error instanceof Error ? error.name : typeof error,
      };
    }
  }

  async #conclude(message: OutboxRecord, outcome: Outcome): Promise<number | 'gone'> {
    const { clock, log, policy } = this.#context;
    const now = clock.now();
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
      await this.#settle(message, { ...message, deliveredAt: now.toISOString() });
      return 0;
    }
    // Gone: nobody wants to be told any more. What comes later waits in the outbox until the next start.
    const isGone = outcome.status === 410;
    const pause = policy.pausesMs[message.attempts];
    const isOver = isGone || pause === undefined || now.getTime() - new Date(message.createdAt).getTime() >= policy.giveUpAfterMs;
    const next = isOver
      ? { ...message, givenUpAt: now.toISOString() }
      : { ...message, nextAttemptAt: new Date(now.getTime() + Math.max(withJitter(pause), outcome.waitMs)).toISOString() };
    await this.#settle(message, next);
    log(isOver ? 'error' : 'warning', isOver ? 'webhook-given-up' : 'webhook-failed', {
      ...this.#names(),
      message: message.id,
      attempts: message.attempts,
      status: outcome.status,
      code: outcome.code,
    });
    if (isGone) return 'gone';
    return 0;
  }

  /** Writes down what became of a try, unless its time was over and another process has the message, or is done with it. */
  async #settle(claimed: OutboxRecord, next: OutboxRecord): Promise<void> {
    const { store, clock, policy } = this.#context;
    await store.transaction(async (tx) => {
      const [current] = await tx.outbox.listUndelivered(claimed.tenant, claimed.endpoint, 1);
      const isOurs = current?.id === claimed.id && (current.attempts === claimed.attempts || next.deliveredAt !== null);
      if (isOurs) await tx.outbox.update(next);
      await tx.outbox.removeSettled(claimed.tenant, new Date(clock.now().getTime() - policy.keepMs).toISOString());
    });
  }

  /** The path of a URL may be a secret of its own. */
  #names(): { readonly tenant: string; readonly host: string } {
    return { tenant: this.#webhook.tenant, host: new URL(this.#webhook.url).host };
  }

  async #pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.#isWoken || this.#closing.signal.aborted) return;
    await new Promise<void>((resolve) => {
      // What waits in the outbox keeps no process alive: the next one takes it up.
      const timer = setTimeout(resolve, milliseconds).unref();
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
  }
}

function withJitter(milliseconds: number): number {
  const [octet = 0] = randomBytes(1);
  return milliseconds * (1 + octet / 2550);
}
