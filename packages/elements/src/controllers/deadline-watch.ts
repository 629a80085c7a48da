import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that ends by itself; `endsAt` in milliseconds of this computer's clock. */
export interface Deadline {
  readonly of: 'session' | 'act';
  readonly endsAt: number;
}

export interface DeadlineParts {
  readonly now: () => Date;
  readonly deadlines: () => readonly Deadline[];
  /** Said once for each of `WARNINGS`. */
  readonly onWarning: (deadline: Deadline, secondsLeft: number) => void;
}

/** Seconds before the end at which it is said. The first leaves time to ask for more; WCAG 2.2 SC 2.2.1 asks for twenty at least. */
const WARNINGS: readonly number[] = [120, 30, 0];

/** Says before it happens that the time of a session or of an act ends. */
export class DeadlineWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: DeadlineParts;
  #ticking: ReturnType<typeof setInterval> | undefined;
  readonly #warned = new Map<string, number>();

  constructor(host: ReactiveControllerHost, parts: DeadlineParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  start(): void {
    this.stop();
    this.#ticking = setInterval(() => this.#tick(), 1000);
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.#warned.clear();
  }

  /** What ends next, and in how many seconds, from two minutes before on; null while there is time. */
  get near(): { readonly deadline: Deadline; readonly secondsLeft: number } | null {
    const [first] = this.#parts.deadlines().toSorted((left, right) => left.endsAt - right.endsAt);
    if (first === undefined) return null;
    const secondsLeft = Math.max(0, Math.ceil((first.endsAt - this.#parts.now().getTime()) / 1000));
    return secondsLeft > (WARNINGS[0] ?? 0) ? null : { deadline: first, secondsLeft };
  }

  #tick(): void {
    const { near } = this;
    if (near === null) return;
    this.#host.requestUpdate();
    const key = `${near.deadline.of} ${near.deadline.endsAt}`;
    const due = WARNINGS.findLast((seconds) => near.secondsLeft <= seconds);
    if (due === undefined || due >= (this.#warned.get(key) ?? Infinity)) return;
    this.#warned.set(key, due);
    this.#parts.onWarning(near.deadline, near.secondsLeft);
  }
}
