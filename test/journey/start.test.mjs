import { createServer } from 'node:net';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startExample } from '../support/example.mjs';

describe('npm start', () => {
  it('makes its data once, keeps it, and does nothing twice', async () => {
    const first = await startExample();
    const cookie = await signIn(first.url);
    const seals = await sealsOf(first.url, cookie);
    expect(seals.length).to.equal(2);
    expect(await first.stop()).to.equal(0);
    const second = await startExample({ folder: first.folder });
    expect(await sealsOf(second.url, await signIn(second.url))).to.deep.equal(seals);
    // Nothing is installed, built or made again: what is left is the start itself.
    expect(second.output().trim().split('\n').length).to.equal(1);
    expect(await second.stop()).to.equal(0);
    first.remove();
  });

  it('moves on from a taken port, and says so', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address();
    const example = await startExample({ port: String(port) });
    expect(example.output()).to.include(`Port ${port} is taken`);
    await example.stop();
    example.remove();
    blocker.close();
  });

  it('refuses a port that is none', async () => {
    const example = await startExample({ port: 'http', mayRefuse: true });
    expect(example.code).to.equal(1);
    expect(example.output()).to.include('PORT must be a number');
    expect(readdirSync(example.folder)).to.deep.equal([]);
    example.remove();
  });

  it('refuses a folder that is not its own, in one sentence, and touches nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-foreign-'));
    mkdirSync(join(folder, '.sealkit'));
    writeFileSync(join(folder, '.sealkit', 'letter.txt'), 'mine');
    const example = await startExample({ folder, mayRefuse: true });
    expect(example.code).to.equal(1);
    expect(example.output().trim().split('\n').length).to.equal(1);
    expect(example.output()).to.include('was not made by this example');
    expect(readdirSync(join(folder, '.sealkit'))).to.deep.equal(['letter.txt']);
    rmSync(folder, { recursive: true });
  });

  it('refuses a broken database in one sentence', async () => {
    const first = await startExample();
    await first.stop();
    writeFileSync(join(first.folder, '.sealkit', 'sealkit.sqlite'), 'this is no database, and was never one'.repeat(200));
    const example = await startExample({ folder: first.folder, mayRefuse: true });
    expect(example.code).to.equal(1);
    expect(example.output()).not.to.match(/\n\s+at /);
    first.remove();
  });

  it('asks before a reset, and moves the data aside', async () => {
    const first = await startExample();
    await first.stop();
    const refused = await startExample({ folder: first.folder, arguments: ['--reset'], input: 'n\n', mayRefuse: true });
    expect(refused.output()).to.include('Nothing was changed');
    const reset = await startExample({ folder: first.folder, arguments: ['--reset'], input: 'y\n' });
    expect(reset.output()).to.include('The old data is now in');
    await reset.stop();
    expect(readdirSync(first.folder).filter((name) => name.startsWith('.sealkit')).length).to.equal(2);
    first.remove();
  });
});

async function signIn(url) {
  const response = await fetch(`${url}demo/sign-in`, {
    method: 'POST',
    headers: { origin: new URL(url).origin, 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'shen-zhiyao', company: 'qinglan' }),
  });
  return response.headers.get('set-cookie').split(';')[0];
}

async function sealsOf(url, cookie) {
  const { seals } = await (await fetch(`${url}api/seals`, { headers: { cookie } })).json();
  return seals.map(({ number, state, current }) => ({ number, state, statement: current.statementDigest }));
}
