import type { Acknowledgement } from './acknowledgement.ts';
import type { FileOperation } from './recording.ts';

/** What lay on the disk when the power went, and what had been said by then. */
export interface CrashState {
  /** How many operations had been begun. */
  readonly at: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly said: readonly Acknowledgement[];
}

/** What a disk may keep half of. */
const SECTOR = 512;

/**
 * States in which a disk may be after a power cut at random moments of a recording. What was synced is there. Of what was written
 * since, each write is there, is not, or is there in some of its sectors; a new length, a new name and a removed name are there or not.
 */
export function* crashStates(operations: readonly FileOperation[], count: number, random: () => number): Generator<CrashState, void> {
  const moments = Array.from({ length: count }, () => 1 + Math.floor(random() * operations.length)).toSorted((one, other) => one - other);
  const disk = new Disk();
  const said: Acknowledgement[] = [];
  let done = 0;
  for (const at of moments) {
    for (; done < at; done += 1) {
      const operation = operations[done];
      if (operation?.does === 'say') said.push(operation.acknowledgement);
      else if (operation !== undefined) disk.take(operation);
    }
    yield { at, files: disk.afterPowerCut(random), said: [...said] };
  }
}

type DiskOperation = Exclude<FileOperation, { readonly does: 'say' }>;

class Disk {
  readonly #synced = new Map<string, FileImage>();
  #pending: DiskOperation[] = [];

  take(operation: DiskOperation): void {
    if (operation.does === 'sync') this.#settle((pending) => 'file' in pending && pending.file === operation.file);
    else if (operation.does === 'sync-folder') this.#settle(({ does }) => does === 'create' || does === 'unlink');
    else this.#pending.push(operation);
  }

  #settle(isSettled: (operation: DiskOperation) => boolean): void {
    for (const operation of this.#pending.filter(isSettled)) apply(this.#synced, operation);
    this.#pending = this.#pending.filter((operation) => !isSettled(operation));
  }

  afterPowerCut(random: () => number): ReadonlyMap<string, Uint8Array> {
    const files = new Map([...this.#synced].map(([name, image]): [string, FileImage] => [name, image.copy()]));
    // Some disks keep almost all, others almost nothing.
    const kept = random();
    for (const operation of this.#pending) {
      if (operation.does === 'write' && random() < 0.3) for (const sector of sectorsOf(operation)) if (random() < 0.5) apply(files, sector);
      if (random() < kept) apply(files, operation);
    }
    return new Map([...files].map(([name, image]): [string, Uint8Array] => [name, image.octets()]));
  }
}

/** The octets of a file that grows. */
class FileImage {
  #room: Uint8Array;
  #length: number;

  constructor(octets: Uint8Array = new Uint8Array()) {
    this.#room = octets;
    this.#length = octets.length;
  }

  octets(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }

  copy(): FileImage {
    return new FileImage(this.octets().slice());
  }

  write(at: number, octets: Uint8Array): void {
    const end = at + octets.length;
    if (end > this.#room.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.octets());
      this.#room = larger;
    }
    this.#room.set(octets, at);
    this.#length = Math.max(this.#length, end);
  }

  truncate(length: number): void {
    const other = new Uint8Array(length);
    other.set(this.octets().subarray(0, length));
    this.#room = other;
    this.#length = length;
  }
}

function apply(files: Map<string, FileImage>, operation: DiskOperation): void {
  if (!('file' in operation)) return;
  const image = files.get(operation.file) ?? new FileImage();
  if (operation.does === 'write') image.write(operation.at, operation.octets);
  if (operation.does === 'truncate') image.truncate(operation.length);
  if (operation.does === 'unlink') files.delete(operation.file);
  else files.set(operation.file, image);
}

/** The same write as several, of which none crosses the edge of a sector. */
function* sectorsOf({ file, at, octets }: Extract<FileOperation, { does: 'write' }>): Generator<DiskOperation, void> {
  for (let start = 0; start < octets.length;) {
    const end = Math.min(octets.length, start + SECTOR - ((at + start) % SECTOR));
    yield { does: 'write', file, at: at + start, octets: octets.subarray(start, end) };
    start = end;
  }
}
