import { type StoreConstraint, StoreError, storeConflict } from '../store-error.ts';

/** Unique indexes that stand for a rule of the port; every other one is an id that is there already. */
const INDEXES: ReadonlyMap<string, StoreConstraint> = new Map<string, StoreConstraint>([
  ['one_seal_in_use', 'one-seal-in-use'],
  ['one_current_version', 'one-current-version'],
  ['one_use_per_permit', 'one-use-per-permit'],
  ['event_position', 'event-position'],
  ['event_seal_position', 'event-position'],
  ['envelope_versions_pkey', 'version-position'],
  ['version_of_act', 'version-position'],
  ['log_leaves_pkey', 'log-position'],
  ['log_leaf_event', 'log-position'],
  ['log_hashes_pkey', 'log-position'],
  ['log_checkpoints_pkey', 'log-position'],
]);

/** Rules that triggers uphold, by the name that they give. */
const TRIGGERED: ReadonlyMap<string, StoreConstraint> = new Map(
  (
    [
      'permit-used-once',
      'approval-ended',
      'envelope-ended',
      'envelope-revision',
      'version-position',
      'known-transition',
      'likeness-decided',
      'never-changed',
      'log-position',
    ] as const
  ).map((constraint) => [constraint, constraint]),
);

/** SQLSTATEs, PostgreSQL 15 appendix A: lock, deadlock, serialization, connections and starting up. */
const BUSY: ReadonlySet<string> = new Set(['55P03', '40P01', '40001', '53300', '57P03']);
/** The session was ended from outside, or had stood still inside of a transaction for too long. */
const ENDED: ReadonlySet<string> = new Set(['57P01', '57P02', '57P05', '25P03']);
const NOT_WRITABLE: ReadonlySet<string> = new Set(['42501', '25006', '53100', '58030']);
const BROKEN: ReadonlySet<string> = new Set(['XX001', 'XX002']);
const REFUSED: ReadonlySet<string> = new Set(['28000', '28P01', '3D000']);
const NETWORK: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** What `pg` threw, in the words of the store. */
export function toStoreError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const [code, constraint] = [fieldOf(cause, 'code'), fieldOf(cause, 'constraint')];
  if (code === '23505') return storeConflict(INDEXES.get(constraint) ?? 'unique-id', cause);
  const rule = code === '23000' ? TRIGGERED.get(constraint) : undefined;
  if (rule !== undefined) return storeConflict(rule, cause);
  if (BUSY.has(code) || isPoolTimeout(cause)) {
    return new StoreError('STORE_BUSY', 'expected the database to be free, others hold it', { retryable: true, cause });
  }
  if (isConnectionLost(cause)) {
    return new StoreError('STORE_UNREACHABLE', 'expected a connection to the database, there is none', { retryable: true, cause });
  }
  if (REFUSED.has(code)) return new StoreError('STORE_UNREACHABLE', 'expected a database that lets this role in', { cause });
  if (NOT_WRITABLE.has(code)) return new StoreError('STORE_NOT_WRITABLE', 'expected a database that this role can write to', { cause });
  if (BROKEN.has(code)) return new StoreError('STORE_BROKEN', 'expected a sound database, its files are damaged', { cause });
  return new StoreError('STORE_FAILED', 'expected the database to do its work, it did not', { cause });
}

/** Whether the connection went away, so that nobody knows what became of the last statement. */
export function isConnectionLost(cause: unknown): boolean {
  const code = fieldOf(cause, 'code');
  if (ENDED.has(code) || code.startsWith('08') || NETWORK.has(code)) return true;
  return code === '' && /connection (?:terminated|error)|client was closed|not queryable/i.test(fieldOf(cause, 'message'));
}

function isPoolTimeout(cause: unknown): boolean {
  return fieldOf(cause, 'code') === '' && /timeout exceeded when trying to connect/i.test(fieldOf(cause, 'message'));
}

function fieldOf(cause: unknown, name: 'code' | 'constraint' | 'message'): string {
  if (!(cause instanceof Error)) return '';
  const value: unknown = Reflect.get(cause, name);
  return typeof value === 'string' ? value : '';
}
