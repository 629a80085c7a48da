import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandIo } from './command-io.ts';
import { runCli } from './main.ts';

const JUDGES = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'judges');
const judgesPresent = existsSync(join(JUDGES, 'judge')) && spawnSync('python3', ['--version']).status === 0;
const title = 'sealkit cms --level';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-cms-'));
  const pki = { url: '', file: (name: string): string => join(folder, name) };
  let server: ChildProcess;
  beforeAll(async () => {
    const port = String(await freePort());
    execFileSync(join(JUDGES, 'pki/make-test-pki'), [folder, '--port', port], { stdio: 'ignore' });
    server = spawn(join(JUDGES, 'pki/serve-pki'), [folder, '--port', port], { stdio: ['ignore', 'pipe', 'ignore'] });
    pki.url = await readyUrl(server);
  }, 60_000);
  afterAll(async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(
    words: readonly string[],
  ): Promise<{ readonly exit: number; readonly out: readonly string[]; readonly err: readonly string[] }> {
    const out: string[] = [];
    const err: string[] = [];
    const io: CommandIo = {
      print: (line) => void out.push(line),
      warn: (line) => void err.push(line),
      readStandardInput: () => Promise.resolve(new Uint8Array()),
      askSecret: undefined,
      showProgress: () => () => {},
      signal: new AbortController().signal,
      now: () => new Date(),
    };
    return { exit: await runCli(words, io), out, err };
  }

  const key = (): readonly string[] => [
    '--key',
    pki.file('keys/p256.key.pem'),
    '--cert',
    pki.file('certs/p256.pem'),
    '--chain',
    pki.file('certs/chain.pem'),
  ];
  const services = (): readonly string[] => [
    '--tsa',
    `${pki.url}/tsa`,
    '--trust',
    pki.file('certs/root.pem'),
    '--trust-tsa',
    pki.file('certs/tsa-root.pem'),
    '--allow-private-network',
  ];

  it('reaches every level, detached and attached, as DSS says', async () => {
    const content = pki.file('large.bin');
    writeFileSync(content, new Uint8Array(9_000_000).fill(7));
    for (const level of ['B-T', 'B-LT', 'B-LTA'])
      for (const attached of [false, true]) {
        const output = pki.file(`${level}.${attached ? 'p7m' : 'p7s'}`);
        const words = [
          'cms',
          content,
          '-o',
          output,
          ...key(),
          '--level',
          level,
          ...services(),
          '--json',
          ...(attached ? ['--attached'] : []),
        ];
        const { exit, out, err } = await run(words);
        expect([exit, err, JSON.parse(out[0] ?? '{}').level]).to.deep.equal([0, [], level]);
        const trust = ['--trust', pki.file('certs/root.pem'), '--trust-tsa', pki.file('certs/tsa-root.pem'), '--tools', 'dss', '--json'];
        const detached = attached ? [] : ['--content', content];
        const judged = spawnSync(
          join(JUDGES, 'judge'),
          [output, ...detached, ...trust, '--revocation', level === 'B-T' ? 'soft' : 'hard'],
          {
            encoding: 'utf8',
          },
        );
        const { accept, signatures } = JSON.parse(judged.stdout.split('\n')[0] ?? '{}');
        expect([accept, signatures[0].format, signatures[0].indication]).to.deep.equal([
          true,
          `CAdES-BASELINE-${level.slice(2)}`,
          'TOTAL_PASSED',
        ]);
      }
  }, 240_000);

  it('puts content in that is longer than what is parsed, and refuses what no length holds', async () => {
    const [content, output] = [pki.file('long.bin'), pki.file('long.p7m')];
    writeFileSync(content, '');
    truncateSync(content, 68 << 20);
    const words = ['cms', content, '-o', output, ...key(), '--attached', '--level', 'B-LTA', ...services(), '--json'];
    const { exit, out, err } = await run(words);
    expect([exit, err, JSON.parse(out[0] ?? '{}').level]).to.deep.equal([0, [], 'B-LTA']);
    const verify = ['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', output, '-CAfile', pki.file('certs/root.pem')];
    execFileSync('openssl', [...verify, '-purpose', 'any', '-out', pki.file('long.out')], { stdio: 'ignore' });
    expect(readFileSync(pki.file('long.out')).equals(readFileSync(content))).to.equal(true);
    truncateSync(content, 2 ** 32 - 1);
    const refused = await run([...words, '--force']);
    expect([refused.exit, refused.err[0]?.split(': ')[1]]).to.deep.equal([4, 'FILE_TOO_LARGE']);
  }, 120_000);

  it('says what it needs, and that a service did not answer', async () => {
    const content = pki.file('small.bin');
    writeFileSync(content, 'content');
    const cms = (...more: readonly string[]) => run(['cms', content, '-o', pki.file('none.p7s'), ...key(), ...more]);
    expect((await cms('--level', 'B-T')).exit).to.equal(64);
    expect((await cms('--level', 'B-LT', '--tsa', `${pki.url}/tsa`)).exit).to.equal(64);
    expect((await cms('--tsa', `${pki.url}/tsa`)).exit).to.equal(64);
    expect((await cms('--level', 'B-T', '--tsa', 'http://127.0.0.1:1/tsa', '--allow-private-network')).exit).to.equal(69);
    const offline = await cms('--level', 'B-LT', ...services(), '--offline');
    expect(offline.err[0]).to.include('CADES_VALIDATION_MATERIAL_MISSING');
  }, 60_000);
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    server.once('exit', () => fail(new Error(`serve-pki ended: ${said}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /ready (\S+)/.exec(said)?.[1];
      if (url !== undefined) done(url);
    });
  });
}
