import type { SqlDatabase, SqlRow, SqlWords } from '../sql/sql-database.ts';
import { columnTypes, type PostgresQuery, type PostgresResult } from './postgres-driver.ts';

const WORDS: SqlWords = {
  elements: (array) => `SELECT json_array_elements_text(${array}::json)`,
  contains: (column) => `strpos(${column}, ?) > 0`,
  // The columns have the collation "C", in which only letters of ASCII have a case.
  like: (column) => `${column} ILIKE ? ESCAPE '\\'`,
  // As the partial index `events_of_seal_life` has it.
  startsOtherwise: (column, letters) => `${column} NOT LIKE '${letters}%'`,
  unloggedTenants: 'SELECT tenant FROM unlogged_tenants() ORDER BY tenant COLLATE "C"',
};

/** A transaction in the words that the tables share. */
export function sqlOfPostgres(query: (statement: PostgresQuery) => Promise<PostgresResult>): SqlDatabase {
  const types = columnTypes();
  const all = async (sql: string, values: readonly unknown[] = []): Promise<readonly SqlRow[]> => {
    const { rows } = await query({ text: numbered(sql), values, types });
    return rows;
  };
  return {
    words: WORDS,
    run: async (sql, parameters) => void (await all(sql, parameters)),
    get: async (sql, parameters) => (await all(sql, parameters))[0],
    all,
  };
}

/** Parameters as PostgreSQL numbers them; no statement of ours has a question mark for anything else. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${(count += 1)}`);
}
