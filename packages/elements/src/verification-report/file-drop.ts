import type { ReactiveController, ReactiveElement } from 'lit';

/** Takes files that are dropped on the element. */
export class FileDrop implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #take: (file: File) => void;
  #over = false;

  constructor(host: ReactiveElement, take: (file: File) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  /** Whether a file is held over the element. */
  get over(): boolean {
    return this.#over;
  }

  hostConnected(): void {
    this.#host.addEventListener('dragover', this.#onOver);
    this.#host.addEventListener('dragleave', this.#onLeave);
    this.#host.addEventListener('drop', this.#onDrop);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('dragover', this.#onOver);
    this.#host.removeEventListener('dragleave', this.#onLeave);
    this.#host.removeEventListener('drop', this.#onDrop);
  }

  readonly #onOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#set(true);
  };

  readonly #onLeave = (): void => this.#set(false);

  readonly #onDrop = (event: DragEvent): void => {
    this.#set(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.#take(file);
  };

  #set(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    this.#host.requestUpdate();
  }
}
