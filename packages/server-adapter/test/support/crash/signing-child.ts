/**
 * A server that signs one document after another on an SQLite file, while a tracer writes down what it does to the file. It says on
 * its standard output what the world was told, as one line of JSON each: what is said was acknowledged.
 *
 * Arguments: database file, driver, how many documents.
 */
import { writeSync } from 'node:fs';
import type { UseResult } from '@sealkit/core/protocol';
import { createSqliteStore } from '../../../src/storage/sqlite/index.ts';
import type { SqliteDriver } from '../../../src/storage/sqlite/index.ts';
import { confirmation, createWorld, expectStatus, obtainPermit, sampleDocument, startUse } from '../world.ts';
import type { Acknowledgement } from './acknowledgement.ts';

const [file = '', driver = '', documents = ''] = process.argv.slice(2);

function say(acknowledgement: Acknowledgement): void {
  writeSync(1, `${JSON.stringify(acknowledgement)}\n`);
}

const store = await createSqliteStore({ file, driver: driver as SqliteDriver['name'] });
const world = await createWorld({ store });
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
