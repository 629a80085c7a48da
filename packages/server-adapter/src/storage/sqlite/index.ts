export { type SqliteStore, type SqliteStoreOptions, createSqliteStore } from './sqlite-store.ts';
export type { SqliteDriver } from './sqlite-driver.ts';
