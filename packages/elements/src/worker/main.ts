/** Entry of the worker: runs tasks by message. It reads what it is given, has no network and keeps nothing. */
import { SealkitError } from '@sealkit/core/errors';
import type { TaskAnswer, TaskFailure, TaskRequest } from './task-messages.ts';
import { runTask, type TaskInput, type TaskName } from './tasks.ts';

/** The part of a dedicated worker's scope that is used here; the page's types know no worker scope. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<TaskRequest>) => void): void;
  postMessage(message: TaskAnswer, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const running = new Map<number, AbortController>();

scope.addEventListener('message', ({ data }) => {
  if (data.kind === 'abort') running.get(data.id)?.abort();
  else void run(data.id, data.task, data.input as TaskInput<TaskName>);
});
scope.postMessage({ kind: 'ready' }, []);

async function run(id: number, task: TaskName, input: TaskInput<TaskName>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    scope.postMessage({ kind: 'done', id, output: await runTask(task, input, controller.signal) }, []);
  } catch (error) {
    scope.postMessage({ kind: 'failed', id, error: failureOf(error) }, []);
  } finally {
    running.delete(id);
  }
}

function failureOf(error: unknown): TaskFailure {
  if (error instanceof SealkitError) return { name: error.name, message: error.message, code: error.code, facts: error.facts };
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}
