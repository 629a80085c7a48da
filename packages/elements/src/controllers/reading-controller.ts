import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PagesInSight } from '../document-viewer/page-layout.ts';
import { afterSight, newReading, type ReadingProgress } from './reading-progress.ts';

/** How often it is looked at what the window shows. What was there for less is not counted as shown. */
const LOOK_MS = 250;
/** A look that comes late, since the computer slept, counts for no more than this. */
const LONGEST_MS = 1000;

export interface ReadingParts {
  /** What the window of the document shows now. */
  readonly inSight: () => PagesInSight;
  /** Whether the document is what shows. */
  readonly reads: () => boolean;
  /** Another page was shown, or another second went by. */
  readonly onProgress: () => void;
}

/** Counts which pages of a document were in sight, and for how long; only while the tab is in front and the document shows. */
export class ReadingController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: ReadingParts;
  #looking: ReturnType<typeof setInterval> | undefined;
  #looked = 0;

  progress: ReadingProgress = newReading(0);

  constructor(host: ReactiveControllerHost, parts: ReadingParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Begins anew, for a document of so many pages. */
  start(pageCount: number): void {
    this.stop();
    this.progress = newReading(pageCount);
    this.#looked = performance.now();
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
    this.#host.requestUpdate();
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #look(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#looked, LONGEST_MS);
    this.#looked = now;
    if (document.visibilityState !== 'visible' || !this.#parts.reads()) return;
    const before = this.progress;
    this.progress = afterSight(before, this.#parts.inSight(), passed);
    const second = Math.floor(this.progress.time / 1000) !== Math.floor(before.time / 1000);
    if (!second && this.progress.shown === before.shown) return;
    this.#parts.onProgress();
    this.#host.requestUpdate();
  }
}
