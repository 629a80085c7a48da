import { execFileSync, spawnSync } from 'node:child_process';
import { sign as signWithNode } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBase64, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { encodePem } from '@sealkit/core/x509';
import { buildSamplePdf, TEST_KEY_FILES, testPki } from '@sealkit/testkit';
import { runSealkit } from '../../test/support/run-cli.ts';

const present = spawnSync('qpdf', ['--version']).status === 0;
const title = 'sealkit with --pdf-password-file';
const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';

/** One page with an empty signature field, and no cross-reference: qpdf makes it. */
const WITH_FIELD = `%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R] >> endobj
4 0 obj << /Type /Annot /Subtype /Widget /FT /Sig /T (Existing) /F 132 /P 3 0 R /Rect [0 0 0 0] >> endobj
trailer << /Root 1 0 R /Size 5 >>
%%EOF
`;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: qpdf not found)`, () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const put = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(at(name), bytes);
    return at(name);
  };
  const key = (): readonly string[] => ['--p12', at('key.p12'), '--password-file', at('password')];
  const password = (name: string): readonly string[] => ['--pdf-password-file', at(name)];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-cli-encrypted-'));
    put('plain.pdf', await buildSamplePdf({ pages: 2 }));
    put('key.p12', decodeBase64(TEST_KEY_FILES.modern.base64));
    put('password', TEST_KEY_FILES.modern.password);
    put('root.pem', encodePem('CERTIFICATE', (await testPki()).root.certificate));
    put('user', 'us er\n');
    put('owner', '\u{feff}öwner\r\n');
    put('wrong', 'user\n');
    put('seal.svg', SVG);
    encrypt('open.pdf', []);
    encrypt('locked.pdf', ['--modify=none', '--annotate=n', '--form=n']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function encrypt(name: string, permissions: readonly string[]): void {
    execFileSync('qpdf', ['--encrypt', 'us er', 'öwner', '256', ...permissions, '--', at('plain.pdf'), at(name)]);
  }

  async function run(words: readonly string[]): Promise<{ readonly exit: number; readonly out: readonly string[]; readonly err: string }> {
    const { exit, out, err } = await runSealkit(words);
    return { exit, out, err: err.join('\n') };
  }

  async function verified(file: string, words: readonly string[] = password('user')): Promise<unknown> {
    const { out } = await run(['verify', file, '--trust', at('root.pem'), '--revocation', 'if-present', '--json', ...words]);
    const { document } = JSON.parse(out[0] ?? '{}');
    return [document.indication, document.integrity, document.encrypted, document.signatures];
  }

  it('signs with the user or owner password, also where the place is measured on the page', async () => {
    const hidden = await run(['sign', at('open.pdf'), '-o', at('hidden.pdf'), ...key(), ...password('user')]);
    expect([hidden.exit, hidden.err]).to.deep.equal([0, '']);
    const place = ['--image', at('seal.svg'), '--page', '2', '--rect', '50,10,10,10', '--unit', 'percent'];
    const shown = await run(['sign', at('hidden.pdf'), '-o', at('shown.pdf'), ...key(), ...place, ...password('owner')]);
    expect([shown.exit, shown.err]).to.deep.equal([0, '']);
    expect(await verified(at('shown.pdf'))).to.deep.equal(['TOTAL-PASSED', 'intact', true, 2]);
    expect(await verified(at('shown.pdf'), password('owner'))).to.deep.equal(['TOTAL-PASSED', 'intact', true, 2]);
    expect(spawnSync('qpdf', ['--check', '--password=us er', at('shown.pdf')]).status).to.equal(0);
  });

  it('refuses by name without the password, with a wrong one, and what only the owner may do; nothing is written then', async () => {
    const refusals = [
      ['open.pdf', [], 'PADES_PASSWORD_NEEDED'],
      ['open.pdf', ['--image', at('seal.svg'), '--field', 'Any'], 'PADES_PASSWORD_NEEDED'],
      ['open.pdf', password('wrong'), 'PADES_PASSWORD_WRONG'],
      ['locked.pdf', password('user'), 'PADES_PERMISSION_DENIED'],
    ] as const;
    for (const [file, words, code] of refusals) {
      const { exit, err } = await run(['sign', at(file), '-o', at('refused.pdf'), ...key(), ...words]);
      expect(err).to.match(new RegExp(`^sealkit: ${code}: `));
      expect(exit).to.equal(4);
      expect(existsSync(at('refused.pdf'))).to.equal(false);
    }
    const owner = await run(['sign', at('locked.pdf'), '-o', at('permitted.pdf'), ...key(), ...password('owner')]);
    expect([owner.exit, owner.err]).to.deep.equal([0, '']);
  });

  it('verifies one signature without the password; what it cannot tell without it, and a wrong one, it says', async () => {
    const verify = async (file: string, words: readonly string[] = []): Promise<readonly unknown[]> => {
      const { exit, out } = await run(['verify', at(file), '--trust', at('root.pem'), '--revocation', 'if-present', '--json', ...words]);
      const { document, error } = JSON.parse(out[0] ?? '{}');
      return [exit, document?.integrity ?? error.code];
    };
    put('fields.pdf', WITH_FIELD);
    // Without object streams, so that there is something to read without the password.
    const passwords = ['--encrypt', 'us er', 'öwner', '256', '--'];
    execFileSync('qpdf', ['--warning-exit-0', '--object-streams=disable', ...passwords, at('fields.pdf'), at('flat.pdf')], {
      stdio: 'ignore',
    });
    const sign = (input: string, output: string, words: readonly string[]): Promise<unknown> =>
      run(['sign', at(input), '-o', at(output), ...key(), ...password('user'), ...words]);
    await sign('flat.pdf', 'once.pdf', []);
    await sign('once.pdf', 'twice.pdf', ['--field', 'Existing']);
    expect(await verify('once.pdf')).to.deep.equal([0, 'intact']);
    expect(await verify('twice.pdf', password('user'))).to.deep.equal([0, 'intact']);
    expect(await verify('twice.pdf')).to.deep.equal([4, 'PDF_PASSWORD_NEEDED']);
    for (const file of ['once.pdf', 'twice.pdf']) expect(await verify(file, password('wrong'))).to.deep.equal([4, 'PADES_PASSWORD_WRONG']);
  });

  it('completes without the password what was prepared with it; the state holds neither', async () => {
    const prepare = await run(['sign', at('open.pdf'), '--prepare-only', '-o', at('state.json'), ...key(), ...password('user')]);
    expect([prepare.exit, prepare.err]).to.deep.equal([0, '']);
    const state = readFileSync(at('state.json'), 'utf8');
    for (const secret of ['us er', encodeBase64(encodeUtf8('us er')).replace('=', '')]) expect(state).to.not.include(secret);
    const { signers } = await testPki();
    const dtbs = decodeBase64(JSON.parse(state).prepared.dataToBeSigned);
    const value = signWithNode('sha256', dtbs, encodePem('PRIVATE KEY', signers.p256.privateKey));
    const words = ['complete', at('open.pdf'), '--state', at('state.json'), '--signature', put('value', value), '-o', at('completed.pdf')];
    const completed = await run(words);
    expect([completed.exit, completed.err]).to.deep.equal([0, '']);
    expect(await verified(at('completed.pdf'))).to.deep.equal(['TOTAL-PASSED', 'intact', true, 1]);
  });
});
