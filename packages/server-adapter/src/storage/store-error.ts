import { PortError } from '@sealkit/core/ports';

export type StoreErrorCode =
  /** Others hold the database, or its connections are all in use: try again. */
  | 'STORE_BUSY'
  /** The files of the database are damaged, or a column holds what was never written. */
  | 'STORE_BROKEN'
  | 'STORE_CLOSED'
  /** The connection ended during the commit: what the transaction did is kept, or not. */
  | 'STORE_COMMIT_UNCERTAIN'
  /** A rule of the store forbids it; `constraint` says which. */
  | 'STORE_CONFLICT'
  | 'STORE_DRIVER_MISSING'
  | 'STORE_FAILED'
  /** The database belongs to another program. */
  | 'STORE_FOREIGN_DATABASE'
  /** There is no database where one is to be looked at. */
  | 'STORE_NOT_FOUND'
  | 'STORE_NOT_WRITABLE'
  /** Work that said that it only looks called what writes. */
  | 'STORE_READ_ONLY'
  /** The role of the application may do what it does not need: change tables, switch off rules, see every tenant. */
  | 'STORE_ROLE_UNSAFE'
  /** The schema is not as this release, or any, made it. */
  | 'STORE_SCHEMA_CHANGED'
  | 'STORE_SCHEMA_NEWER'
  /** The tables are not made yet, or of an older version, and this role may not change them. */
  | 'STORE_SCHEMA_OLDER'
  /** The database could lose what it acknowledged, or garble text. */
  | 'STORE_SETTINGS_UNSAFE'
  /** The role sees one tenant at a time, and nobody said which. */
  | 'STORE_TENANTS_HIDDEN'
  /** A transaction named a second tenant. */
  | 'STORE_TENANT_MIXED'
  /** There is no connection to the database: nothing was kept. Retryable, unless the database refuses the role. */
  | 'STORE_UNREACHABLE';

/** Uniqueness rules that every store upholds. */
export type StoreConstraint =
  | 'one-seal-in-use'
  | 'one-current-version'
  | 'one-use-per-permit'
  | 'permit-used-once'
  | 'approval-ended'
  | 'envelope-ended'
  | 'envelope-revision'
  | 'version-position'
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
