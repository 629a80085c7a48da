/** Runs asynchronous work one after another, in the order of the calls. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything that was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
