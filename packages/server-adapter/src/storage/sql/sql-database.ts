export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, unknown>>;

/** One open transaction on a database, as far as the tables need it; parameters stand as `?`. It throws `StoreError` alone. */
export interface SqlDatabase {
  readonly words: SqlWords;
  run(sql: string, parameters?: readonly SqlValue[]): Promise<void>;
  get(sql: string, parameters?: readonly SqlValue[]): Promise<SqlRow | undefined>;
  all(sql: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

/** The few expressions that databases spell differently. */
export interface SqlWords {
  /** Query of the strings of an array that is given as JSON text. */
  elements(array: string): string;
  /** Whether the text of the column holds that of the next parameter. */
  contains(column: string): string;
  /** Whether the column is like the pattern of the next parameter: letters of ASCII without case, all others as they are; `\` escapes. */
  like(column: string): string;
  /** Whether the text of the column does not start with these letters. */
  startsOtherwise(column: string, letters: string): string;
  /** Query of the tenants (column `tenant`) with events that are no leaf yet, sorted. */
  readonly unloggedTenants: string;
}
