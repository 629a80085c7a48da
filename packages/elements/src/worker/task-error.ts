import { SealkitError } from '@sealkit/core/errors';
import type { TaskFailure } from './task-messages.ts';

/** A task failed in the worker. `code` is that of the layer that refused; `TASK_FAILED` is a fault of the program. */
export class TaskError extends SealkitError {
  constructor(failure: TaskFailure) {
    super(failure.code ?? 'TASK_FAILED', failure.message, { facts: failure.facts ?? {}, cause: failure });
  }
}
