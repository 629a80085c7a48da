import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '@sealkit/core/bytes';
import { createDirectoryObjectStore, OBJECT_STORE_CONTRACT, ObjectStoreError } from '../../src/objects/index.ts';
import { bundleChild } from '../support/bundle-child.ts';

const root = mkdtempSync(join(tmpdir(), 'sealkit-objects-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newDirectory = (): string => join(root, `${(folders += 1)}`, 'objects');

const OCTETS = new TextEncoder().encode('a contract of two pages');
const OF = { tenant: 'acme', digest: digestOf(OCTETS), length: OCTETS.length };

function digestOf(octets: Uint8Array): string {
  return `sha256:${createHash('sha256').update(octets).digest('hex')}`;
}

async function* whole(octets: Uint8Array): AsyncGenerator<Bytes, void> {
  yield octets.slice();
}

/** Every file below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ObjectStoreError) return `${error.code}${error.retryable ? ' (retryable)' : ''}`;
    throw error;
  }
  return 'done';
}

describe('objects in a directory', () => {
  for (const { title, run } of OBJECT_STORE_CONTRACT)
    it(title, async () => {
      const directory = newDirectory();
      await run(await createDirectoryObjectStore({ directory }));
      // Nothing is left half received, and nothing lies anywhere but in its place.
      expect(readdirSync(join(directory, '.incoming'))).to.deep.equal([]);
      expect(readdirSync(dirname(directory))).to.deep.equal(['objects']);
      for (const file of filesIn(directory)) expect(file).to.match(/\/objects\/[a-z0-9_-]+\/sha256\/[0-9a-f]{64}$/);
    });

  it('are files under their digest that nobody else may read', async () => {
    const directory = newDirectory();
    await (await createDirectoryObjectStore({ directory })).put(OF, whole(OCTETS));
    const file = join(directory, 'acme', 'sha256', OF.digest.slice(7));
    expect(new Uint8Array(readFileSync(file))).to.deep.equal(OCTETS);
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).to.deep.equal([0o600, 0o700]);
  });

  it('are refused when they were changed, cut or replaced on the disk, and good again once they are put again', async () => {
    const directory = newDirectory();
    const store = await createDirectoryObjectStore({ directory });
    await store.put(OF, whole(OCTETS));
    const file = join(directory, 'acme', 'sha256', OF.digest.slice(7));
    for (const spoil of [
      () => writeFileSync(file, 'A contract of two pages'),
      () => writeFileSync(file, OCTETS.slice(1)),
      () => writeFileSync(file, ''),
      () => (rmSync(file), mkdirSync(file)),
    ]) {
      spoil();
      expect(await codeOf(store.open(OF))).to.equal('OBJECT_BROKEN');
      if (statSync(file).isDirectory()) rmSync(file, { recursive: true });
      await store.put(OF, whole(OCTETS));
      expect((await store.open(OF))?.size).to.equal(OCTETS.length);
    }
  });

  it('are refused when they become shorter or disappear while they are read', async () => {
    const directory = newDirectory();
    const store = await createDirectoryObjectStore({ directory });
    await store.put(OF, whole(OCTETS));
    const source = await store.open(OF);
    const file = join(directory, 'acme', 'sha256', OF.digest.slice(7));
    writeFileSync(file, OCTETS.slice(1));
    expect(await codeOf(source?.read(0, 5) ?? Promise.resolve())).to.equal('OBJECT_BROKEN');
    rmSync(file);
    expect(await codeOf(source?.read(0, 5) ?? Promise.resolve())).to.equal('OBJECT_BROKEN');
    expect(await store.open(OF)).to.equal(undefined);
  });

  it('of dead processes are swept once they are old, and those of living ones are not', async () => {
    const directory = newDirectory();
    const now = new Date('2026-06-01T12:00:00Z');
    const open = () => createDirectoryObjectStore({ directory, clock: { now: () => now } });
    await open();
    const [old, young] = ['torn', 'growing'].map((name) => join(directory, '.incoming', name));
    for (const [file = '', age] of [[old, 3_600_001] as const, [young, 3_599_000] as const]) {
      writeFileSync(file, 'half a contr');
      utimesSync(file, new Date(now.getTime() - age), new Date(now.getTime() - age));
    }
    await open();
    expect(readdirSync(join(directory, '.incoming'))).to.deep.equal(['growing']);
  });

  it('that were swept while they were received are not acknowledged', async () => {
    const directory = newDirectory();
    const store = await createDirectoryObjectStore({ directory });
    const octets = async function* (): AsyncGenerator<Bytes, void> {
      yield OCTETS.slice(0, 10);
      await createDirectoryObjectStore({ directory, abandonedAfterMs: -10_000 });
      yield OCTETS.slice(10);
    };
    expect(await codeOf(store.put(OF, octets()))).to.equal('OBJECT_STORE_UNAVAILABLE (retryable)');
    expect(await store.open(OF)).to.equal(undefined);
  });

  it('have no place where there is a file, and say so', async () => {
    const directory = newDirectory();
    mkdirSync(dirname(directory), { recursive: true });
    writeFileSync(directory, '');
    expect(await codeOf(createDirectoryObjectStore({ directory }))).to.equal('OBJECT_STORE_REFUSED');
  });
});

describe('processes that put objects into one directory', () => {
  let child = '';
  beforeAll(async () => {
    child = await bundleChild(join(dirname(fileURLToPath(import.meta.url)), '../support/object-child.ts'));
  });

  it('lose nothing that they acknowledged, and leave nothing torn, when they are killed', async () => {
    const directory = newDirectory();
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const processes = Array.from({ length: 3 }, (_, index) => spawn(process.execPath, [child, directory, `${round}.${index}`]));
      await Promise.all(
        processes.map(async (running, index) => {
          let printed = '';
          running.stdout.on('data', (text: Buffer) => {
            printed += text.toString();
            if (printed.length > (10 + index * 7) * 72) running.kill('SIGKILL');
          });
          await once(running, 'close');
          expect(running.signalCode).to.equal('SIGKILL');
          acknowledged.push(...printed.split('\n').slice(0, -1));
        }),
      );
    }
    const store = await createDirectoryObjectStore({ directory, abandonedAfterMs: -10_000 });
    expect(acknowledged.length).to.be.above(100);
    for (const digest of acknowledged) expect((await store.open({ tenant: 'a/b', digest }))?.size).to.equal(200_000);
    const files = filesIn(directory);
    for (const file of files) expect(digestOf(readFileSync(file)).slice(7)).to.equal(file.slice(-64));
    expect(files.length).to.be.at.least(new Set(acknowledged).size);
  }, 60_000);

  it('are told where there is no space left', () => {
    const directory = newDirectory();
    // The kernel lets this process write files of 64 KiB at most: the same refusal in the middle of a write.
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 64; exec "$@"`, '-', process.execPath, child, directory, 'x'],
      {
        encoding: 'utf8',
      },
    );
    expect(status).to.not.equal(0);
    expect(stderr).to.include('OBJECT_STORE_FULL');
    expect(filesIn(directory)).to.deep.equal([]);
  });
});
