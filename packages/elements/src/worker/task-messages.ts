import type { ErrorFacts } from '@sealkit/core/errors';
import type { TaskName } from './tasks.ts';

/** From the page to the worker. */
export type TaskRequest =
  | { readonly kind: 'run'; readonly id: number; readonly task: TaskName; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number };

/** From the worker to the page. `ready` is the first thing that it says. */
export type TaskAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: TaskFailure };

/** An error as it crosses to the page: a class does not. */
export interface TaskFailure {
  readonly name: string;
  readonly message: string;
  /** Stable code; absent for a fault of the program. */
  readonly code?: string;
  readonly facts?: ErrorFacts;
}
