import { checkEvidence } from './evidence-tasks.ts';
import { joinResult, previewBatch, previewUse, readForSigning } from './signing-tasks.ts';
import { checkReceipt, measureRevision, validateFile } from './validation-tasks.ts';

/**
 * The work that reads whole documents. It runs in a worker, or in the page where no worker starts; inputs and outputs survive
 * structured cloning.
 */
export const TASKS = {
  readForSigning,
  previewUse,
  previewBatch,
  joinResult,
  validateFile,
  checkReceipt,
  measureRevision,
  checkEvidence,
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<Name extends TaskName> = Parameters<(typeof TASKS)[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;

/** One table, one call: the input was typed where the task was asked for. */
export function runTask<Name extends TaskName>(name: Name, input: TaskInput<Name>, signal: AbortSignal): Promise<TaskOutput<Name>> {
  const task = TASKS[name] as (input: TaskInput<Name>, signal: AbortSignal) => Promise<TaskOutput<Name>>;
  return task(input, signal);
}
