/** Lets in one after another, in the order of the calls, among those that give the same name. */
export class NamedQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when it is the caller's turn, with what the caller has to call at its end. */
  async enter(name: string): Promise<() => void> {
    const before = this.#last.get(name) ?? Promise.resolve();
    let leave: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => (leave = resolve));
    const last = before.then(() => turn);
    this.#last.set(name, last);
    await before;
    return () => {
      leave();
      if (this.#last.get(name) === last) this.#last.delete(name);
    };
  }
}
