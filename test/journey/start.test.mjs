import { createServer } from 'node:net';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

  describe('over a folder of its own that is broken', () => {
    let sound;
    beforeAll(async () => {
      sound = await startExample();
      await sound.stop();
    });
    afterAll(() => sound.remove());

    for (const { title, breaks, path } of [
      { title: 'no keys', path: 'keys', breaks: (data) => rmSync(join(data, 'keys'), { recursive: true }) },
      { title: 'no key of the authority', path: 'keys/authority.p12', breaks: (data) => rmSync(join(data, 'keys', 'authority.p12')) },
      { title: 'no key of a person', path: 'keys/shen-zhiyao-at-qinglan', breaks: (data) => rmSync(keyOf(data, 'shen-zhiyao')) },
      { title: 'a garbled key', path: 'keys/register.p12', breaks: (data) => writeFileSync(join(data, 'keys', 'register.p12'), 'x') },
      { title: 'a garbled key of a person', path: 'keys/shen-zhiyao', breaks: (data) => writeFileSync(keyOf(data, 'shen-zhiyao'), '0x') },
      { title: 'another secret', path: 'keys/', breaks: (data) => writeFileSync(join(data, 'secret'), 'another') },
      { title: 'no database', path: 'sealkit.sqlite', breaks: (data) => rmSync(join(data, 'sealkit.sqlite')) },
      {
        title: 'a damaged database',
        path: 'sealkit.sqlite',
        breaks: (data) => writeFileSync(join(data, 'sealkit.sqlite'), 'x'.repeat(9e3)),
      },
      {
        title: 'an older format',
        path: '',
        breaks: (data) => writeFileSync(join(data, 'format.json'), '{"format":"sealkit-example","version":0}'),
      },
      { title: 'a folder in place of the database', path: 'sealkit.sqlite', breaks: turnIntoFolder },
    ])
      it(`names the path and the way out: ${title}`, async () => {
        const folder = await brokenCopy(sound.folder, breaks);
        const example = await startExample({ folder, mayRefuse: true });
        expect(example.code).to.equal(1);
        expect(example.output().trim().split('\n').length).to.equal(1);
        expect(example.output()).to.include(join(folder, '.sealkit', path));
        expect(example.output()).to.include('npm start -- --reset');
        example.remove();
      });

    const isRoot = process.getuid?.() === 0;
    it.skipIf(isRoot)(`says that a folder is not writable${isRoot ? ' (skipped: root may write anywhere)' : ''}`, async () => {
      const folder = await brokenCopy(sound.folder, (data) => chmodSync(data, 0o500));
      const example = await startExample({ folder, mayRefuse: true });
      expect(example.code).to.equal(1);
      expect(example.output()).to.include('is not writable').and.to.include('npm start -- --reset');
      chmodSync(join(folder, '.sealkit'), 0o700);
      example.remove();
    });

    it('starts anew after the reset that it names', async () => {
      const folder = await brokenCopy(sound.folder, (data) => rmSync(join(data, 'keys'), { recursive: true }));
      const example = await startExample({ folder, arguments: ['--reset', '--yes'] });
      expect((await sealsOf(example.url, await signIn(example.url))).length).to.equal(2);
      await example.stop();
      example.remove();
    });
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

async function brokenCopy(sound, breaks) {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-broken-'));
  cpSync(join(sound, '.sealkit'), join(folder, '.sealkit'), { recursive: true });
  await breaks(join(folder, '.sealkit'));
  return folder;
}

function keyOf(data, owner) {
  const name = readdirSync(join(data, 'keys')).find((file) => file.startsWith(`${owner}-at-qinglan`));
  return join(data, 'keys', name);
}

function turnIntoFolder(data) {
  rmSync(join(data, 'sealkit.sqlite'));
  mkdirSync(join(data, 'sealkit.sqlite'));
}

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
