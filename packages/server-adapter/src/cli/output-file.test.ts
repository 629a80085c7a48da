import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBase64, encodeLatin1, memorySource } from '@sealkit/core/bytes';
import { buildSamplePdf, TEST_KEY_FILES } from '@sealkit/testkit';
import { CliError, EXIT } from './cli-error.ts';
import { runSealkit } from '../../test/support/run-cli.ts';
import { writeOutput } from './output-file.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const put = (name: string, content: Uint8Array | string): string => {
  writeFileSync(at(name), content);
  return at(name);
};

async function write(path: string, force = true): Promise<unknown> {
  try {
    await writeOutput(path, [memorySource(encodeLatin1('output'))], { force, signal: new AbortController().signal });
    return undefined;
  } catch (error) {
    return error;
  }
}

async function signInto(outputs: readonly string[], inputs: readonly string[]): Promise<{ exit: number; err: string; out: string }> {
  const key = ['--p12', put('key.p12', decodeBase64(TEST_KEY_FILES.modern.base64))];
  const password = ['--password-file', put('password', TEST_KEY_FILES.modern.password)];
  const { exit, out, err } = await runSealkit(['sign', ...inputs, ...outputs, ...key, ...password]);
  return { exit, err: err.join('\n'), out: out.join('\n') };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealkit-output-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an output file', () => {
  it('replaces a file by force, also through a link', async () => {
    symlinkSync(put('file', 'old'), at('link'));
    for (const path of [at('file'), at('link')]) {
      expect(await write(path)).to.equal(undefined);
      expect(readFileSync(path, 'latin1')).to.equal('output');
    }
  });

  it('has a name as long as the system takes, in any script', async () => {
    const path = at(`${'合'.repeat(83)}.pdf`.slice(0, 255));
    expect(Buffer.byteLength(path.slice(folder.length + 1))).to.be.above(250);
    expect(await write(path, false)).to.equal(undefined);
    expect(readdirSync(folder)).to.have.length(1);
  });

  it('replaces no pipe, device or folder, not even by force', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('/dev/null', at('device'));
    symlinkSync(at('pipe'), at('link to pipe'));
    mkdirSync(at('folder'));
    const cases = { pipe: 'a pipe', device: 'a device', 'link to pipe': 'a pipe', folder: 'a folder' };
    for (const [name, kind] of Object.entries(cases)) {
      for (const force of [true, false]) {
        const error = await write(at(name), force);
        expect(error, name).to.be.instanceOf(CliError);
        expect(error, name).to.include({ code: 'OUTPUT_NOT_WRITABLE', exitCode: EXIT.output });
        expect(String(error), name).to.include(`is ${kind}`);
      }
    }
    expect(statSync(at('pipe')).isFIFO()).to.equal(true);
    expect(readdirSync(folder).toSorted()).to.deep.equal(['device', 'folder', 'link to pipe', 'pipe']);
  });

  it('says which folder is missing, and which is none', async () => {
    expect(String(await write(at('absent/out')))).to.include('the folder does not exist');
    put('file', '');
    expect(String(await write(at('file/out')))).to.match(/file is a file, not a folder/);
  });
});

describe('sealkit sign --out-dir', () => {
  it('finds two inputs of one output before it signs the first', async () => {
    const pdf = await buildSamplePdf({ pages: 1 });
    for (const name of ['a', 'b', 'out']) mkdirSync(at(name));
    const first = put('first.pdf', pdf);
    for (const [left, right] of [
      ['a/contract.pdf', 'b/contract.pdf'],
      ['a/Contract.PDF', 'b/contract.pdf'],
    ] as const) {
      const inputs = [first, put(left, pdf), put(right, pdf)];
      const { exit, err, out } = await signInto(['--out-dir', at('out')], inputs);
      expect([exit, out]).to.deep.equal([EXIT.usage, '']);
      expect(err).to.include(at(left)).and.include(at(right)).and.include('would both be written to');
      expect(readdirSync(at('out'))).to.deep.equal([]);
    }
  });

  it('says once that the folder does not exist, or is none', async () => {
    const pdf = await buildSamplePdf({ pages: 1 });
    const inputs = [put('first.pdf', pdf), put('second.pdf', pdf)];
    const { exit, err } = await signInto(['--out-dir', at('absent')], inputs);
    expect([exit, err]).to.deep.equal([EXIT.output, `sealkit: OUTPUT_NOT_WRITABLE: --out-dir ${at('absent')}: the folder does not exist`]);
    expect(existsSync(at('absent'))).to.equal(false);
    expect((await signInto(['--out-dir', at('first.pdf')], inputs)).err).to.include('is a file, not a folder');
  });
});
