/**
 * One of several processes on one PostgreSQL database. When its standard input says so, it races the others: for permits, for the
 * one seal of its kind that may be in use, and for the next places in the chains. It prints what it was told it had won, as JSON.
 *
 * Arguments: connection string, name of the process, how many permits there are, how many events to append to each chain.
 */
import { once } from 'node:events';
import { StoreError } from '../../src/index.ts';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { appendNext, TIME } from './store-steps.ts';
import { TENANT } from './world.ts';

const [connectionString = '', name = '', permits = '', events = ''] = process.argv.slice(2);
const store = await createPostgresStore({ connectionString, busyTimeoutMs: 60_000 });
process.stdout.write('ready\n');
await once(process.stdin, 'data');

/** Whether the database let it: a conflict is the answer no, anything else an error. */
async function wins(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return false;
    throw error;
  }
}

const spent: string[] = [];
for (let index = 0; index < Number(permits); index += 1) {
  const id = `permit-${index}`;
  if (await wins(() => store.transaction((tx) => tx.permits.consume(TENANT, id, `${name}-${index}`, TIME)))) spent.push(id);
}
const sealed = await wins(() =>
  store.transaction(async (tx) => {
    const seal = await tx.register.findSeal(TENANT, `seal-of-${name}`);
    if (seal === undefined) throw new TypeError('expected the seal of this process');
    await tx.register.putSeal({ ...seal, state: 'active', epoch: seal.epoch + 1 });
  }),
);
const appended: string[] = [];
for (let index = 0; index < Number(events); index += 1)
  for (const chain of ['register', `own-${name}`]) appended.push(await appendNext(store, { tenant: TENANT, chain }));
await store.close();
process.stdout.write(`${JSON.stringify({ spent, sealed, appended })}\n`);
process.stdin.destroy();
