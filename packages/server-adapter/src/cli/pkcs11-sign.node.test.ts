import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { encodePem } from '@sealkit/core/x509';
import { buildSamplePdf, testPki } from '@sealkit/testkit';
import { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from '@sealkit/testkit/node';
import type { CommandIo } from './command-io.ts';
import { runSealkit } from '../../test/support/run-cli.ts';

const missing = softHsmMissing();
const title = 'sealkit sign --pkcs11, with SoftHSM';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let hsm: SoftHsm;
  const at = (name: string): string => join(hsm.folder, name);

  async function run(words: readonly string[], changes: Partial<CommandIo> = {}) {
    const readStandardInput = () => Promise.resolve(encodeUtf8(`${SOFT_HSM_PIN}\n`));
    const { exit, out, err } = await runSealkit(words, { readStandardInput, ...changes });
    expect([...out, ...err].join('\n')).not.to.include(SOFT_HSM_PIN);
    return { exit, out, err };
  }

  beforeAll(async () => {
    hsm = createSoftHsm();
    const { signers, root, intermediate } = await testPki();
    for (const label of ['Company', 'Empty']) hsm.addToken(label);
    hsm.importKey('Company', 'p256', { label: 'Seal key', id: Uint8Array.of(0x0a, 0x01) });
    writeFileSync(at('pin'), `${SOFT_HSM_PIN}\n`);
    writeFileSync(at('wrong-pin'), 'nobody\n');
    writeFileSync(at('contract.pdf'), await buildSamplePdf({ pages: 1 }));
    writeFileSync(at('cert.pem'), encodePem('CERTIFICATE', signers.p256.certificate));
    writeFileSync(at('other.pem'), encodePem('CERTIFICATE', signers.p384.certificate));
    writeFileSync(at('chain.pem'), encodePem('CERTIFICATE', intermediate.certificate));
    writeFileSync(at('root.pem'), encodePem('CERTIFICATE', root.certificate));
  });
  afterAll(() => hsm.remove());

  const token = (): readonly string[] => ['--pkcs11', hsm.library, '--pkcs11-token', 'Company', '--pkcs11-key', 'Seal key'];
  const certificates = (): readonly string[] => ['--cert', at('cert.pem'), '--chain', at('chain.pem')];

  for (const [how, pin, changes] of [
    ['a file', () => ['--pin-file', at('pin')], {}],
    ['standard input', () => ['--pin-file', '-'], {}],
    ['a question', () => [], { askSecret: () => Promise.resolve(SOFT_HSM_PIN) }],
  ] as const) {
    it(`signs with a key on a token, the PIN from ${how}`, async () => {
      const output = at(`${how}.pdf`);
      const signed = await run(['sign', at('contract.pdf'), '-o', output, ...token(), ...certificates(), ...pin()], changes);
      expect([signed.exit, signed.err]).to.deep.equal([0, []]);
      const verified = await run(['verify', output, '--trust', at('root.pem'), '--revocation', 'if-present', '--json']);
      expect(JSON.parse(verified.out[0] ?? '').document.indication).to.equal('TOTAL-PASSED');
    });
  }

  it('makes a CMS signature, and prepares one to be completed later', async () => {
    const key = [
      '--pkcs11',
      hsm.library,
      '--pkcs11-key-id',
      '0A01',
      '--pkcs11-token',
      'Company',
      '--pin-file',
      at('pin'),
      ...certificates(),
    ];
    expect((await run(['cms', at('contract.pdf'), '-o', at('contract.p7s'), ...key])).exit).to.equal(0);
    const words = ['--content', at('contract.pdf'), '--trust', at('root.pem'), '--revocation', 'if-present'];
    expect((await run(['verify', at('contract.p7s'), ...words])).exit).to.equal(0);
    expect((await run(['sign', at('contract.pdf'), '-o', at('state.json'), '--prepare-only', ...key])).exit).to.equal(0);
    expect(JSON.parse(readFileSync(at('state.json'), 'utf8')).digestToSign).to.be.a('string');
  });

  it('says in one line what is missing or wrong, and writes nothing', async () => {
    const pin = ['--pin-file', at('pin')];
    const wrong: readonly (readonly [string, readonly string[]])[] = [
      ['PKCS11_LIBRARY_UNUSABLE', ['--pkcs11', at('pin'), '--pkcs11-key', 'Seal key', ...pin]],
      ['PKCS11_TOKEN_AMBIGUOUS', ['--pkcs11', hsm.library, '--pkcs11-key', 'Seal key', ...pin]],
      ['PKCS11_TOKEN_NOT_FOUND', [...token(), '--pkcs11-serial', 'none', ...pin]],
      ['PKCS11_PIN_NEEDED', [...token(), ...certificates()]],
      ['PKCS11_PIN_INCORRECT', [...token(), ...certificates(), '--pin-file', at('wrong-pin')]],
      ['PKCS11_KEY_NOT_FOUND', [...token(), '--pkcs11-key-id', '0b', ...pin]],
      ['KEY_CERTIFICATE_MISSING', [...token(), ...pin]],
      ['KEY_CERTIFICATE_MISSING', [...token(), '--cert', at('other.pem'), ...pin]],
    ];
    for (const [code, words] of wrong) {
      const { exit, out, err } = await run(['sign', at('contract.pdf'), '-o', at('never.pdf'), ...words]);
      expect([exit, out, err.length], words.join(' ')).to.deep.equal([4, [], 1]);
      expect(err[0], words.join(' ')).to.match(new RegExp(`^sealkit: ${code}: `));
    }
    expect(() => readFileSync(at('never.pdf'))).to.throw(/ENOENT/);
  });
});
