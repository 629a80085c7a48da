/** Text that is compared and sorted octet by octet, as SQLite does it, whatever the database's own collation. */
export const TEXT = 'text COLLATE "C"';

/** Nothing of the table is ever changed, removed or truncated. */
export const neverChanged = (table: string): string => `
CREATE TRIGGER ${table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('never-changed');`;

/** No row of the table is ever removed. */
export const neverDeleted = (table: string): string => `
CREATE TRIGGER ${table}_never_deleted BEFORE DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('never-changed');`;

/** The columns that say what a row is about: an update that changes one of them is refused. */
export const fixed = (table: string, columns: readonly string[]): string => `
CREATE TRIGGER ${table}_identity BEFORE UPDATE ON ${table} FOR EACH ROW
  WHEN (${columns.map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`).join(' OR ')})
  EXECUTE FUNCTION refuse('never-changed');`;
