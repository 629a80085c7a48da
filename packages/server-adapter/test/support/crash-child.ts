/**
 * A server in a process of its own that dies at a chosen moment of a confirmation. It prints the use before it confirms and
 * the finished revision after it; what it did not print has not left.
 *
 * Arguments: database (`postgresql:` and a connection string, or an SQLite file), how many commits from the confirmation on it lives, when the key store kills it, marker file.
 */
import { appendFileSync } from 'node:fs';
import type { UseResult } from '@sealkit/core/protocol';
import type { Store } from '../../src/index.ts';
import { openStore } from './open-store.ts';
import { confirmation, createWorld, obtainPermit, sampleDocument, startUse } from './world.ts';

const [database = '', commits = '', keyStep = '', marker = ''] = process.argv.slice(2);
let left = Number.POSITIVE_INFINITY;

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Dies right after the commit number `commits`, or inside the transaction after it where the number is a half. */
function mortal(store: Store): Store {
  return {
    transaction: async (work) => {
      const result = await store.transaction(async (tx) => {
        const inner = await work(tx);
        if (left === 0.5) die();
        return inner;
      });
      left -= 1;
      if (left === 0) die();
      return result;
    },
    close: () => store.close(),
  };
}

const world = await createWorld({ store: mortal(await openStore(database)) });
const ada = world.as('ada');
const document = await sampleDocument();
const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
world.keyStore.hooks.beforeSign = () => {
  if (keyStep === 'before-sign') die();
};
world.keyStore.hooks.spoil = (value) => {
  appendFileSync(marker, 'signed\n');
  if (keyStep === 'after-sign') die();
  return value;
};
process.stdout.write(`${JSON.stringify({ useId: challenge.useId })}\n`);
left = Number(commits);
const answer = await ada.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge), { key: 'confirm-once' });
process.stdout.write(`${JSON.stringify(answer.body)}\n`);
