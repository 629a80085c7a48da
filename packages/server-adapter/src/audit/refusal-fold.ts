import type { Clock } from '@sealkit/core/ports';

/** How long the same refusal of the same person is one event, in milliseconds. */
const WINDOW_MS = 60_000;
/** Refusals that are remembered at a time. */
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly eventId: string;
  readonly until: number;
  /** Same refusals since the event. */
  folded: number;
}

/**
 * Keeps who is refused again and again from filling the log: the same refusal (person, act, thing, reason) is one event in a minute, and the
 * next event says how many it stands for. In memory: several processes have an event each, and those that nothing follows are
 * counted by nobody.
 */
export class RefusalFold {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The event that stands for this refusal too; undefined where it wants one of its own. */
  fold(key: string): string | undefined {
    const known = this.#remembered.get(key);
    if (known === undefined || known.until <= this.#clock.now().getTime()) return undefined;
    known.folded += 1;
    return known.eventId;
  }

  /** How many were folded into the last event. */
  foldedInto(key: string): number {
    return this.#remembered.get(key)?.folded ?? 0;
  }

  remember(key: string, eventId: string): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, { eventId, until: this.#clock.now().getTime() + WINDOW_MS, folded: 0 });
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
  }
}
