import type { SqlDatabase, SqlWords } from '../sql/sql-database.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { toStoreError } from './sqlite-errors.ts';

const WORDS: SqlWords = {
  elements: (array) => `SELECT value FROM json_each(${array})`,
  contains: (column) => `instr(${column}, ?) > 0`,
  like: (column) => `${column} LIKE ? ESCAPE '\\'`,
  // As the partial index `events_of_seal_life` has it, word for word.
  startsOtherwise: (column, letters) => `${column} NOT GLOB '${letters}*'`,
  unloggedTenants: `SELECT t.tenant FROM (SELECT DISTINCT tenant FROM event_order) t
    WHERE EXISTS (SELECT 1 FROM event_order o WHERE o.tenant = t.tenant AND o.position > coalesce((
      SELECT last.position FROM log_leaves l JOIN event_order last ON last.tenant = l.tenant AND last.event_id = l.event_id
      WHERE l.tenant = t.tenant ORDER BY l.position DESC LIMIT 1), 0))
    ORDER BY t.tenant`,
};

/** The database in the words that the tables share. */
export function sqlOfSqlite(database: SqliteDatabase): SqlDatabase {
  return {
    words: WORDS,
    run: async (sql, parameters) => inWordsOfStore(() => database.run(sql, parameters)),
    get: async (sql, parameters) => inWordsOfStore(() => database.get(sql, parameters)),
    all: async (sql, parameters) => inWordsOfStore(() => database.all(sql, parameters)),
  };
}

function inWordsOfStore<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw toStoreError(cause);
  }
}
