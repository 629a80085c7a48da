/** The schema where the tables are, unless the host names another. */
export const DEFAULT_SCHEMA = 'sealkit';

/**
 * A name that needs no care wherever it stands.
 *
 * @throws RangeError for anything else than lower-case letters, digits and `_`
 */
export function assertSchemaName(schema: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_')) {
    throw new RangeError(`schema: expected lower-case letters, digits and _, got ${schema}`);
  }
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
