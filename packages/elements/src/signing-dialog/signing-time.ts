import type { LitElement, nothing, TemplateResult } from 'lit';
import { DeadlineWatch, type Deadline } from '../controllers/deadline-watch.ts';
import type { SealContext } from '../foundation/context.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import { SealTimeWarningEvent } from './signing-dialog.events.ts';
import type { StepWords } from './step-words.ts';
import { timeNotice, timeWords } from './time-notice.ts';

export interface SigningTimeParts {
  readonly context: () => SealContext | null;
  readonly words: StepWords['words'];
  readonly live: LiveRegion;
  /** When the act that waits for the person ends; null while there is none. */
  readonly actEndsAt: () => number | null;
  /** More time for the act, and whether it was given: a failure shows in the dialog. Null where it takes an approver. */
  readonly renewAct: () => (() => Promise<boolean>) | null;
}

/** Time of the session and of the act: said before it ends, and more of it where the server gives more. */
export class SigningTime {
  readonly #host: LitElement;
  readonly #parts: SigningTimeParts;
  readonly #watch: DeadlineWatch;
  #failed = false;
  /** A session that had ended by this computer's clock when the dialog opened tells nothing: the server takes it, so the clock is wrong. */
  #untold: string | null = null;

  constructor(host: LitElement, parts: SigningTimeParts) {
    this.#host = host;
    this.#parts = parts;
    this.#watch = new DeadlineWatch(host, {
      now: () => this.#now,
      deadlines: () => this.#deadlines(),
      onWarning: (deadline, secondsLeft) => {
        parts.live.announce(timeWords({ deadline, secondsLeft }, parts.words));
        host.dispatchEvent(new SealTimeWarningEvent(deadline.of, secondsLeft));
      },
    });
  }

  start(): void {
    this.#failed = false;
    const expiresAt = this.#parts.context()?.session?.expiresAt ?? null;
    this.#untold = expiresAt !== null && Date.parse(expiresAt) <= this.#now.getTime() ? expiresAt : null;
    this.#watch.start();
  }

  stop(): void {
    this.#watch.stop();
  }

  render(shown: StepWords): TemplateResult | typeof nothing {
    const { near } = this.#watch;
    return timeNotice(near, shown, near === null ? null : this.#moreTime(near.deadline));
  }

  get #now(): Date {
    return this.#parts.context()?.clock.now() ?? new Date(0);
  }

  #deadlines(): readonly Deadline[] {
    const expiresAt = this.#parts.context()?.session?.expiresAt ?? null;
    const act = this.#parts.actEndsAt();
    return [
      ...(expiresAt === null || expiresAt === this.#untold ? [] : [{ of: 'session', endsAt: Date.parse(expiresAt) } as const]),
      ...(act === null ? [] : [{ of: 'act', endsAt: act } as const]),
    ];
  }

  #moreTime({ of }: Deadline): (() => void) | null {
    if (of === 'session') {
      const renew = this.#parts.context()?.renewSession ?? null;
      return renew === null || this.#failed ? null : () => void this.#renewSession(renew);
    }
    const renew = this.#parts.renewAct();
    return renew === null ? null : () => void this.#renewAct(renew);
  }

  async #renewAct(renew: () => Promise<boolean>): Promise<void> {
    if (await renew()) this.#parts.live.announce(this.#parts.words.text('moreTimeGiven'));
  }

  async #renewSession(renew: () => Promise<void>): Promise<void> {
    try {
      await renew();
      this.#parts.live.announce(this.#parts.words.text('moreTimeGiven'));
    } catch {
      // What the host's server answered is the host's; here it is said that the session ends.
      this.#failed = true;
      this.#parts.live.announce(this.#parts.words.text('moreTimeFailed'));
    }
    this.#host.requestUpdate();
  }
}
