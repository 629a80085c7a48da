import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zlibSync } from 'fflate';
import { makeTestPki } from '../support/judges.mjs';
import { CORPUS, JUDGES, ROOT } from '../support/shared.mjs';
import { hasVeraPdf, validatePdfa } from '../support/verapdf.mjs';

const SEALKIT = join(ROOT, 'packages', 'server-adapter', 'bin', 'sealkit.mjs');
const title = 'a document that claims PDF/A stays PDF/A when it is signed';
const present = CORPUS && JUDGES && hasVeraPdf;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: corpus, judges or veraPDF not found)`, () => {
  const documents = {
    'PDF/A-1b': 'pdf-odd/dss__not_signed_pdfa.pdf',
    'PDF/A-2u with a grey output intent': 'pades-dss/pdfa2u-gray.pdf',
    'PDF/A-3a': 'pdf-odd/pdfbox__PDFA3A.pdf',
    'PDF/A-3b': 'pdf-odd/verapdf__TWG_test_suite_A027-pdfa3-pass-e.pdf',
  };
  let folder;
  let key;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-pdfa-'));
    const pki = makeTestPki(join(folder, 'pki'));
    key = ['--p12', join(folder, 'pki', pki.signers.rsa2048.p12), '--password-file', join(folder, 'pki', pki.passwordFile)];
    writeFileSync(join(folder, 'opaque.png'), png(255));
    writeFileSync(join(folder, 'transparent.png'), png(120));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const runSealkit = (...words) => spawnSync(process.execPath, [SEALKIT, ...words], { encoding: 'utf8', cwd: folder });
  const sign = (file, output, ...options) => runSealkit('sign', file, '-o', output, '--force', ...key, ...options);
  const place = (image) => ['--image', join(folder, image), '--page', '1', '--rect', '20,20,30,30'];

  for (const [name, file] of Object.entries(documents)) {
    it(`${name}: hidden, with a picture, with a transparent one unless that is refused by name, and a second signature`, () => {
      const input = join(folder, 'in.pdf');
      copyFileSync(join(CORPUS, file), input);
      const [before] = validatePdfa([input]);
      expect(before.verdict).to.equal('PASS');
      const outputs = ['hidden', 'opaque', 'twice', 'transparent'].map((kind) => join(folder, `${kind}.pdf`));
      expect(sign(input, outputs[0]).status).to.equal(0);
      expect(sign(input, outputs[1], ...place('opaque.png')).status).to.equal(0);
      expect(sign(outputs[1], outputs[2], '--image', join(folder, 'opaque.png'), '--page', '1', '--rect', '80,20,30,30').status).to.equal(
        0,
      );
      const transparent = sign(input, outputs[3], ...place('transparent.png'));
      if (before.flavour.startsWith('1')) {
        expect(transparent.status).to.equal(4);
        expect(transparent.stderr).to.include('PADES_PDFA_TRANSPARENCY');
      } else expect(transparent.status).to.equal(0);
      const judged = validatePdfa(transparent.status === 0 ? outputs : outputs.slice(0, 3));
      expect(judged.map(({ flavour, verdict, clauses }) => [flavour, verdict, clauses])).to.deep.equal(
        judged.map(() => [before.flavour, 'PASS', '']),
      );
    }, 60_000);
  }

  it('with brainpool, Ed448 and SHA-3 too, whose extensions of PDF 2.0 its catalog does not declare', () => {
    const rare = {
      brainpoolP384r1: ['ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP384r1'],
      ed448: ['ed448'],
      'sha3-512': ['rsa:2048'],
    };
    const signed = [];
    for (const [name, words] of Object.entries(rare)) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
      spawnSync('openssl', ['req', '-x509', '-newkey', ...words, '-nodes', ...files, '-days', '30', '-subj', '/CN=Rare'], { cwd: folder });
      const options = ['--key', `${name}.key`, '--cert', `${name}.pem`, ...(name.startsWith('sha3') ? ['--digest', name] : [])];
      for (const [claim, file] of Object.entries(documents)) {
        const input = join(CORPUS, file);
        const output = join(folder, `${name} ${claim.slice(0, 9).replaceAll('/', '')}.pdf`);
        const made = runSealkit('sign', input, '-o', output, ...options, ...place('opaque.png'));
        expect([made.status, made.stderr], `${name}, ${claim}`).to.deep.equal([0, '']);
        expect(readFileSync(output, 'latin1'), `${name}, ${claim}`).not.to.include('/ExtensionLevel 3200');
        signed.push({ output, input });
      }
    }
    const flavours = validatePdfa(signed.map(({ input }) => input)).map(({ flavour }) => flavour);
    const judged = validatePdfa(signed.map(({ output }) => output));
    expect(judged.map(({ flavour, verdict, clauses }) => [flavour, verdict, clauses])).to.deep.equal(
      flavours.map((flavour) => [flavour, 'PASS', '']),
    );
  }, 120_000);
});

/** A red square of four pixels with this alpha. */
function png(alpha) {
  const pixel = [200, 0, 0, alpha];
  const rows = [0, ...pixel, ...pixel, 0, ...pixel, ...pixel];
  const header = [0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from(header)),
    chunk('IDAT', Buffer.from(zlibSync(Uint8Array.from(rows)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
