import { execFileSync } from 'node:child_process';
import { sign as signWithNode } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ODD_PDFS } from '@sealkit/testkit';
import { ec, makeSelfSigned } from '@sealkit/testkit/node';
import { runSealkit } from '../../test/support/run-cli.ts';

interface RareKey {
  readonly key: readonly string[];
  readonly options?: readonly string[];
  readonly digest: string;
  readonly signature: string;
}
const KEYS: Readonly<Record<string, RareKey>> = {
  brainpoolP256r1: { key: ec('brainpoolP256r1'), digest: 'SHA-256', signature: 'ECDSA' },
  brainpoolP384r1: { key: ec('brainpoolP384r1'), digest: 'SHA-384', signature: 'ECDSA' },
  brainpoolP512r1: { key: ec('brainpoolP512r1'), options: ['--digest', 'sha3-512'], digest: 'SHA3-512', signature: 'ECDSA' },
  ed448: { key: ['ed448'], digest: 'SHAKE256', signature: 'Ed448' },
  rsa: { key: ['rsa:2048'], options: ['--digest', 'sha3-256'], digest: 'SHA3-256', signature: 'RSASSA-PKCS1-v1_5' },
  pss: { key: ['rsa:2048'], options: ['--digest', 'sha3-256', '--pss'], digest: 'SHA3-256', signature: 'RSASSA-PSS' },
  p256: { key: ec('P-256'), options: ['--digest', 'sha3-384'], digest: 'SHA3-384', signature: 'ECDSA' },
};

describe('sealkit with brainpool, Ed448 and SHA-3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-rare-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...words: readonly string[]): Buffer =>
    execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const put = (name: string, key: readonly string[]): void => {
    const { keyPem, certificatePem } = makeSelfSigned(key, `/CN=${name}`);
    writeFileSync(at(`${name}.key`), keyPem);
    writeFileSync(at(`${name}.pem`), certificatePem);
  };
  const now = new Date(Date.now() + 3_600_000);
  beforeAll(() => {
    writeFileSync(at('plain.pdf'), ODD_PDFS.plain());
    writeFileSync(at('password'), 'secret\n');
    for (const [name, { key }] of Object.entries(KEYS)) {
      put(name, key);
      openssl('pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.pem`, '-out', `${name}.p12`, '-passout', 'pass:secret');
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...words: readonly string[]) => runSealkit(words, { now: () => now });
  const verify = async (file: string, name: string, ...more: readonly string[]) => {
    const { exit, out } = await run('verify', file, '--trust', at(`${name}.pem`), '--revocation', 'ignore', '--json', ...more);
    const [signature] = JSON.parse(out[0] ?? '{}').signatures ?? [];
    return [exit, signature?.integrity, signature?.digestAlgorithm, signature?.signatureAlgorithm];
  };

  for (const [name, { options = [], digest, signature }] of Object.entries(KEYS)) {
    const good = [0, 'intact', digest, signature];
    const pem = ['--key', at(`${name}.key`), '--cert', at(`${name}.pem`), ...options];
    const p12 = ['--p12', at(`${name}.p12`), '--password-file', at('password'), ...options];

    it(`signs and verifies documents and CMS files: ${name}`, async () => {
      for (const [form, words] of Object.entries({ pem, p12 })) {
        const [pdf, cms] = [at(`${name}-${form}.pdf`), at(`${name}-${form}.p7s`)];
        const signed = await run('sign', at('plain.pdf'), '-o', pdf, ...words, '--json');
        expect([signed.exit, signed.err]).to.deep.equal([0, []]);
        expect(JSON.parse(signed.out[0] ?? '{}').byteRangeDigest.split(':')[0]).to.equal(digest.toLowerCase().replace('-', ''));
        expect(await verify(pdf, name)).to.deep.equal(good);
        expect((await run('cms', at('plain.pdf'), '-o', cms, ...words)).exit).to.equal(0);
        expect(await verify(cms, name, '--content', at('plain.pdf'))).to.deep.equal(good);
        expect((await verify(cms, name, '--content', at('password')))[1]).to.equal('broken');
      }
    }, 60_000);

    it(`prepares, and completes with a value from elsewhere: ${name}`, async () => {
      const [state, value, output] = [at(`${name}.json`), at(`${name}.value`), at(`${name}-completed.pdf`)];
      expect((await run('sign', at('plain.pdf'), '-o', state, ...pem, '--prepare-only')).exit).to.equal(0);
      const { dataToBeSigned } = JSON.parse(readFileSync(state, 'utf8')).prepared;
      const hash = signature === 'Ed448' ? null : digest.toLowerCase().replace('sha-', 'sha');
      const padding = signature === 'RSASSA-PSS' ? { padding: 6, saltLength: 32 } : {};
      const made = signWithNode(hash, Buffer.from(dataToBeSigned, 'base64'), { key: readFileSync(at(`${name}.key`), 'utf8'), ...padding });
      const complete = () => run('complete', at('plain.pdf'), '--state', state, '--signature', value, '-o', output);
      writeFileSync(
        value,
        made.map((octet, index) => (index === made.length - 1 ? octet ^ 1 : octet)),
      );
      const refused = await complete();
      expect([refused.exit, refused.err[0]?.split(': ')[1]]).to.deep.equal([4, 'PADES_SIGNATURE_VALUE_INVALID']);
      writeFileSync(value, made);
      expect((await complete()).exit).to.equal(0);
      expect(await verify(output, name)).to.deep.equal(good);
    }, 60_000);
  }

  it('refuses by name what a key cannot do, for documents and CMS files', async () => {
    put('k1', ec('secp256k1'));
    for (const command of ['sign', 'cms'])
      for (const [name, exit, code, ...more] of [
        ['ed448', 4, 'KEY_ALGORITHM_UNSUPPORTED', '--digest', 'sha3-512'],
        ['ed448', 4, 'KEY_ALGORITHM_UNSUPPORTED', '--pss'],
        ['p256', 64, 'OPTION_VALUE_MALFORMED', '--digest', 'shake256'],
        ['p256', 64, 'OPTION_VALUE_MALFORMED', '--digest', 'sha3-224'],
        ['k1', 4, 'KEY_ALGORITHM_UNSUPPORTED'],
      ] as const) {
        const key = ['--key', at(`${name}.key`), '--cert', at(`${name}.pem`)];
        const refused = await run(command, at('plain.pdf'), '-o', at('refused'), ...key, ...more);
        expect([refused.exit, refused.err.length, refused.err[0]?.split(': ')[1]], `${name} ${more.join(' ')}`).to.deep.equal([
          exit,
          1,
          code,
        ]);
      }
  }, 60_000);
});
