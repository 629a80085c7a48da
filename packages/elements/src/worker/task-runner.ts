import type { TaskAnswer, TaskRequest } from './task-messages.ts';
import { TaskError } from './task-error.ts';
import type { TaskInput, TaskName, TaskOutput } from './tasks.ts';

/** Runs tasks over documents. */
export interface TaskRunner {
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>, signal: AbortSignal): Promise<TaskOutput<Name>>;
  /** Ends the worker; tasks that run are given up. */
  close(): void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A runner with a worker of its own, started at the first task. Where the worker does not start (its address is wrong, the page
 * forbids workers), the same functions run in the page.
 */
export function createTaskRunner(workerUrl?: string): TaskRunner {
  let worker: Promise<Worker | null> | undefined;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  const post = (target: Worker, request: TaskRequest): void => target.postMessage(request, []);
  const settle = ({ data }: MessageEvent<TaskAnswer>): void => {
    if (data.kind === 'ready') return;
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'done') entry?.resolve(data.output);
    else entry?.reject(new TaskError(data.error));
  };
  /** A worker that dies takes its tasks with it; the next task starts another. */
  const lose = (): void => {
    worker = undefined;
    for (const entry of waiting.values()) entry.reject(new TaskError({ name: 'Error', message: 'the worker ended' }));
    waiting.clear();
  };

  return {
    async run<Name extends TaskName>(name: Name, input: TaskInput<Name>, signal: AbortSignal): Promise<TaskOutput<Name>> {
      signal.throwIfAborted();
      worker ??= startWorker(workerUrl, settle, lose);
      const running = await worker;
      signal.throwIfAborted();
      if (!running) return (await import('./tasks.ts')).runTask(name, input, signal);
      const id = nextId++;
      return new Promise<TaskOutput<Name>>((resolve, reject) => {
        const abort = (): void => {
          waiting.delete(id);
          post(running, { kind: 'abort', id });
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', abort, { once: true });
        const done = (finish: () => void): void => {
          signal.removeEventListener('abort', abort);
          finish();
        };
        waiting.set(id, {
          // The answer is that of the task asked for.
          resolve: (output) => done(() => resolve(output as TaskOutput<Name>)),
          reject: (error) => done(() => reject(error)),
        });
        post(running, { kind: 'run', id, task: name, input });
      });
    },
    close() {
      void worker?.then((running) => running?.terminate());
      lose();
    },
  };
}

/** Starts the worker and waits until it speaks; null when it does not. */
function startWorker(url: string | undefined, settle: (event: MessageEvent<TaskAnswer>) => void, lose: () => void): Promise<Worker | null> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(url === undefined ? defaultWorkerUrl() : new URL(url, document.baseURI), { type: 'module', name: 'sealkit' });
    } catch {
      // The page's policy forbids workers, or the address belongs to another origin.
      resolve(null);
      return;
    }
    let ready = false;
    worker.addEventListener('message', (event: MessageEvent<TaskAnswer>) => {
      if (event.data.kind === 'ready') {
        ready = true;
        resolve(worker);
      } else settle(event);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      worker.terminate();
      if (ready) lose();
      else resolve(null);
    });
  });
}

/** Beside the bundle; from the separate modules, the module of the worker. */
function defaultWorkerUrl(): URL {
  const here = import.meta.url;
  const apart = /\/worker\/task-runner\.(js|ts)(?:\?|$)/.exec(here);
  return new URL(apart ? `./main.${apart[1] ?? 'js'}` : './sealkit-worker.js', here);
}
