import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SealkitError } from '@sealkit/core/errors';
import { processIo } from './command-io.ts';
import { readSecret, readWhole } from './input-files.ts';

const io = processIo(new AbortController().signal);

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    if (error instanceof SealkitError) return error.code;
    throw error;
  }
}

describe.skipIf(!existsSync('/dev/zero'))('a small file that a command reads whole', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-input-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused where it does not end', async () => {
    expect(await codeOf(readWhole('/dev/zero', io))).to.equal('FILE_TOO_LARGE');
  });

  it('may be a pipe, as shells make for <(command)', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [secret] = await Promise.all([readSecret(pipe, io), writeFile(pipe, 'word\nmore\n')]);
    expect(secret).to.equal('word');
  });

  it('is named where it is missing or a folder', async () => {
    for (const path of [join(folder, 'none'), folder]) expect(await codeOf(readWhole(path, io))).to.equal('FILE_NOT_READABLE');
    writeFileSync(join(folder, 'empty'), '');
    expect(await readWhole(join(folder, 'empty'), io)).to.have.length(0);
  });
});
