import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { formatsOf, judge, judgesPresent, type ServedPki, servePki, trustOf } from '@sealkit/testkit/node';
import { runSealkit } from '../../test/support/run-cli.ts';

const title = 'sealkit cms --level';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => (pki = await servePki()), 60_000);
  afterAll(() => pki.stop());

  const run = (words: readonly string[]) => runSealkit(words, { now: () => new Date() });
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
        const file = attached ? [output] : [output, '--content', content];
        const [judged] = judge([file], ...trustOf(pki), '--tools', 'dss', '--revocation', level === 'B-T' ? 'soft' : 'hard');
        expect([judged?.accept, ...formatsOf(judged === undefined ? [] : [judged])]).to.deep.equal([
          true,
          `CAdES-BASELINE-${level.slice(2)} TOTAL_PASSED`,
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
