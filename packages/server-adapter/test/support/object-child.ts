/**
 * A process that puts objects into a directory, one after another, until it is killed. It prints the digest of each once `put` has
 * resolved; what it did not print was not acknowledged.
 *
 * Arguments: directory, seed of the octets.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createDirectoryObjectStore } from '../../src/objects/index.ts';

const [directory = '', seed = ''] = process.argv.slice(2);
const store = await createDirectoryObjectStore({ directory });
for (let number = 0; ; number += 1) {
  // Every fourth is what all of the processes put.
  const octets = new Uint8Array(200_000).fill(number % 4 === 0 ? number : 255);
  octets.set(Buffer.from(number % 4 === 0 ? `${number}` : `${seed}-${number}`));
  const digest = `sha256:${createHash('sha256').update(octets).digest('hex')}`;
  await store.put({ tenant: 'a/b', digest, length: octets.length }, parts(octets));
  writeSync(1, `${digest}\n`);
}

async function* parts(octets: Uint8Array<ArrayBuffer>) {
  for (let start = 0; start < octets.length; start += 16_384) yield octets.slice(start, start + 16_384);
}
