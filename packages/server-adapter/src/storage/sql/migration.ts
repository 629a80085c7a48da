import { createHash } from 'node:crypto';
import { StoreError } from '../store-error.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}

/**
 * Holds what a database says of itself, checksums by version, against the migrations of this release.
 *
 * @throws {@link StoreError} `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_CHANGED`
 */
export function assertKnown(applied: ReadonlyMap<number, unknown>, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  for (const [version, stored] of applied) {
    if (version > newest) {
      throw new StoreError(
        'STORE_SCHEMA_NEWER',
        `expected a database of schema version ${newest} or older, this one has version ${version}: use the newer Sealkit that made it`,
      );
    }
    const migration = migrations.find((known) => known.version === version);
    if (migration === undefined || checksumOf(migration) !== stored) {
      throw new StoreError('STORE_SCHEMA_CHANGED', `expected migration ${version} as released, this database was made by another one`);
    }
  }
}
