import { PortError } from '@sealkit/core/ports';

export type StoreErrorCode =
  | 'STORE_BUSY'
  | 'STORE_BROKEN'
  | 'STORE_CLOSED'
  | 'STORE_COMMIT_UNCERTAIN'
  | 'STORE_CONFLICT'
  | 'STORE_DRIVER_MISSING'
  | 'STORE_FAILED'
  | 'STORE_FOREIGN_DATABASE'
  | 'STORE_NOT_WRITABLE'
  | 'STORE_ROLE_UNSAFE'
  | 'STORE_SCHEMA_CHANGED'
  | 'STORE_SCHEMA_NEWER'
  | 'STORE_SCHEMA_OLDER'
  | 'STORE_SETTINGS_UNSAFE'
  | 'STORE_TENANT_MIXED'
  | 'STORE_UNREACHABLE';

/** Uniqueness rules that every store upholds. */
export type StoreConstraint =
  | 'one-seal-in-use'
  | 'one-current-version'
  | 'one-use-per-permit'
  | 'permit-used-once'
  | 'approval-ended'
  | 'known-transition'
  | 'likeness-decided'
  | 'never-changed'
  | 'event-position'
  | 'log-position'
  | 'unique-id';

/** The store could not do its work, or a rule of its own forbids it. */
export class StoreError extends PortError {
  readonly constraint: StoreConstraint | null;

  constructor(
    code: StoreErrorCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown; readonly constraint?: StoreConstraint } = {},
  ) {
    super('store', code, message, { retryable: options.retryable ?? false, cause: options.cause });
    this.constraint = options.constraint ?? null;
  }
}

export function storeConflict(constraint: StoreConstraint, cause?: unknown): StoreError {
  return new StoreError('STORE_CONFLICT', `expected the rule ${constraint} to hold`, { constraint, cause });
}
