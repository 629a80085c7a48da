import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ODD_PDFS } from '@sealkit/testkit';

const PACKAGE = resolve(import.meta.dirname, '../..');
const BIN = join(PACKAGE, 'bin/sealkit.mjs');
const BUILT = existsSync(join(PACKAGE, 'dist/cli/main.js'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealkit-bin-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the sealkit executable', () => {
  it('says one clear sentence when it is not built', () => {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(BIN, join(folder, 'bin/sealkit.mjs'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/sealkit.mjs'), '--version'], { encoding: 'utf8' });
    expect(status).to.equal(4);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^sealkit: NOT_BUILT: [^\n]+\n$/);
  });

  it.skipIf(!BUILT)(
    'ends with the exit codes of the contract and keeps JSON alone on standard output (skipped where it is not built)',
    () => {
      const file = join(folder, 'plain.pdf');
      writeFileSync(file, ODD_PDFS.plain());
      const sealkit = (...words: readonly string[]) => spawnSync(process.execPath, [BIN, ...words], { encoding: 'utf8', input: '' });
      const none = sealkit('verify', file, '--json');
      expect(none.status).to.equal(3);
      expect(JSON.parse(none.stdout).document.indication).to.equal(null);
      expect(none.stderr).to.equal('');
      expect(sealkit('verify', join(folder, 'absent.pdf')).status).to.equal(4);
      expect(sealkit('verify').status).to.equal(64);
      const empty = sealkit('verify', '-', '--json');
      expect(empty.status).to.equal(4);
      expect(JSON.parse(empty.stdout).error.code).to.match(/^[A-Z_]+$/);
      expect(empty.stderr).to.match(/^sealkit: [A-Z_]+: [^\n]+\n$/);
    },
  );
});
