import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ClientError } from '../client/client-error.ts';

/** After failures the pause doubles, up to this many times its length. */
const LONGEST_PAUSE = 16;

export interface LiveReadingParts {
  /** Pause between two questions in seconds; 0 asks nothing. */
  readonly seconds: () => number;
  /** Asks what is new. */
  readonly read: (signal: AbortSignal) => Promise<void>;
}

/**
 * Asks again and again what is new, as long as somebody may see it: not while the page is hidden, and less often while the server does
 * not answer. A failure is not told: what is shown was true when it was read, and whoever asks by hand hears why.
 */
export class LiveReading implements ReactiveController {
  readonly #parts: LiveReadingParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: AbortController | null = null;
  #seconds = 0;
  #pause = 1;
  #isDue = false;

  constructor(host: ReactiveControllerHost, parts: LiveReadingParts) {
    this.#parts = parts;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#seen);
    this.#pause = 1;
    this.#wait();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#timer);
    this.#reading?.abort();
    this.#reading = null;
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'visible' && this.#isDue) void this.#ask();
  };

  /** A pause of another length begins anew. */
  hostUpdate(): void {
    if (this.#parts.seconds() !== this.#seconds && !this.#reading) this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#seconds = this.#parts.seconds();
    if (this.#seconds > 0) this.#timer = setTimeout(() => void this.#ask(), this.#seconds * 1000 * this.#pause);
  }

  async #ask(): Promise<void> {
    this.#isDue = document.visibilityState === 'hidden';
    if (this.#isDue || this.#reading) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      await this.#parts.read(reading.signal);
      this.#pause = 1;
    } catch (error) {
      if (reading.signal.aborted) return;
      if (!(error instanceof ClientError)) throw error;
      this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
    } finally {
      if (this.#reading === reading) this.#reading = null;
    }
    if (!reading.signal.aborted) this.#wait();
  }
}
