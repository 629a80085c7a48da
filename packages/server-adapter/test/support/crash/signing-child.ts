/**
 * A server that signs one document after another, while a tracer writes down what it does to its files, or until it is killed. It
 * says on its standard output what the world was told, as one line of JSON each: what is said was acknowledged.
 *
 * Arguments: database (`postgresql:` and a connection string, or an SQLite file), how many documents, `seeded` where the database is
 * filled already, driver of SQLite.
 */
import { writeSync } from 'node:fs';
import type { UseResult } from '@sealkit/core/protocol';
import type { SqliteDriver } from '../../../src/storage/sqlite/index.ts';
import { openStore } from '../open-store.ts';
import { confirmation, createWorld, expectStatus, obtainPermit, sampleDocument, startUse } from '../world.ts';
import type { Acknowledgement } from './acknowledgement.ts';

const [database = '', documents = '', seeded = '', driver] = process.argv.slice(2);

function say(acknowledgement: Acknowledgement): void {
  writeSync(1, `${JSON.stringify(acknowledgement)}\n`);
}

const store = await openStore(database, driver as SqliteDriver['name'] | undefined);
const world = await createWorld({ store, seeded: seeded === 'seeded' });
say({ seeded: true });
const ada = world.as('ada');
const document = await sampleDocument();
for (let number = 0; number < Number(documents); number += 1) {
  const permit = await obtainPermit(ada, document);
  say({ permit: permit.id });
  const challenge = await startUse(ada, document, permit.id);
  say({ use: challenge.useId });
  world.keyStore.hooks.spoil = (value) => {
    say({ signed: challenge.useId });
    return value;
  };
  const result = expectStatus(await ada.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
  say({ completed: challenge.useId, permit: permit.id, receipt: result.receipt });
}
await world.adapter.close();
