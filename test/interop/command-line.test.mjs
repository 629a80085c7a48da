import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSamplePdf } from '@sealkit/testkit';
import { judge, makeTestPki, refusals } from '../support/judges.mjs';
import { JUDGES, ROOT, describeWith } from '../support/shared.mjs';

const SEALKIT = join(ROOT, 'packages', 'server-adapter', 'bin', 'sealkit.mjs');

describeWith(JUDGES, 'judges', 'what the command signs, before validators that are not ours', () => {
  let folder;
  let pki;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-interop-'));
    pki = makeTestPki(join(folder, 'pki'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pkiFile = (name) => join(folder, 'pki', name);
  const sealkit = (...args) => spawnSync(process.execPath, [SEALKIT, ...args], { encoding: 'utf8', cwd: folder });

  const documents = {
    'classic table': () => buildSamplePdf({ pages: 2 }),
    'cross-reference stream': () => buildSamplePdf({ pages: 1, objectStreams: true }),
    'rotated and cropped': () => buildSamplePdf({ pages: 1, rotate: 90, cropBox: { x: 40, y: 30, width: 500, height: 700 } }),
  };

  for (const [title, make] of Object.entries(documents)) {
    for (const key of ['rsa2048', 'p256']) {
      it(`all judges accept: ${title}, ${key}, visible and invisible, one signature on the other`, async () => {
        const input = join(folder, `${key}-in.pdf`);
        const once = join(folder, `${key}-once.pdf`);
        const twice = join(folder, `${key}-twice.pdf`);
        writeFileSync(input, await make());
        const keyOptions = ['--p12', pkiFile(pki.signers[key].p12), '--password-file', pkiFile(pki.passwordFile)];
        const first = sealkit('sign', input, '-o', once, '--force', ...keyOptions);
        expect(first.status, first.stderr).to.equal(0);
        const face = join(folder, 'face.svg');
        writeFileSync(face, FACE);
        const second = sealkit(
          'sign',
          once,
          '-o',
          twice,
          '--force',
          ...keyOptions,
          '--image',
          face,
          '--page',
          '1',
          '--rect',
          '20,20,30,30',
          '--field',
          'Seal',
        );
        expect(second.status, second.stderr).to.equal(0);
        expect(readFileSync(twice).subarray(0, readFileSync(once).length).equals(readFileSync(once))).to.equal(true);
        expect(refusals(judge([once, twice], { trust: [pkiFile(pki.trust)] }))).to.deep.equal([]);
        const verified = sealkit(
          'verify',
          twice,
          '--trust',
          pkiFile(pki.trust),
          '--cert',
          pkiFile(pki.chain),
          '--revocation',
          'if-present',
          '--json',
        );
        expect(JSON.parse(verified.stdout).document.indication).to.equal('TOTAL-PASSED');
        expect(verified.status).to.equal(0);
      });
    }
  }
});

/** A square ring, in the closed profile of faces. */
const FACE = `<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="30mm" viewBox="0 0 30 30">
<path d="M0 0L30 0L30 30L0 30ZM2 2L2 28L28 28L28 2Z" fill="#CF111B" fill-rule="evenodd"/>
</svg>
`;
