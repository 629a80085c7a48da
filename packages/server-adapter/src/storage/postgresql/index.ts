export { type MigratePostgresOptions, migratePostgresStore } from './postgres-migrate.ts';
export type { PostgresClient, PostgresPool, PostgresQuery, PostgresResult } from './postgres-driver.ts';
export { postgresGrants } from './postgres-privileges.ts';
export { type PostgresStoreOptions, createPostgresStore } from './postgres-store.ts';
