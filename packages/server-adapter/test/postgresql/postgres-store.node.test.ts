import { STORE_CONTRACT } from '../../src/index.ts';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from '../support/postgres-server.ts';

describeOnPostgres('PostgreSQL store', () => {
  let server: PostgresServer;
  beforeAll(() => {
    server = startPostgres();
  });
  afterAll(() => server.remove());

  describe('contract of the port', () => {
    for (const { title, run } of STORE_CONTRACT) {
      it(title, async () => {
        const store = await createPostgresStore({ connectionString: server.url('application', await server.newMigratedDatabase()) });
        await run(store);
        await store.close();
      });
    }
  });
});
