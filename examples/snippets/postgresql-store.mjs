/** The PostgreSQL store: one program makes and changes the tables, another one works with them. */
// #region migrate
import { migratePostgresStore } from '@sealkit/server-adapter/postgresql';

/** At each new version, before the servers of that version start. `url` signs in as the owner of the tables. */
export async function migrate(url) {
  await migratePostgresStore({ connectionString: url, applicationRole: 'sealkit_application' });
}
// #endregion migrate

// #region open
import { createPostgresStore } from '@sealkit/server-adapter/postgresql';

/** `url` signs in as the application: `postgresql://sealkit_application@db.example/seals`. */
export async function openStore(url) {
  return createPostgresStore({ connectionString: url });
}
// #endregion open
