import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes } from '@sealkit/core/bytes';
import { ODD_PDFS, type OddPdfName } from './odd-pdfs.ts';
import { buildSamplePdf } from './sample-pdf.ts';

const QPDF = spawnSync('qpdf', ['--version']).status === 0;
/** Files that are wrong on purpose; qpdf says so. */
const WRONG: readonly OddPdfName[] = ['junkBeforeHeader', 'prevLoop', 'pageTwice'];

describe('PDF builders', () => {
  it('gives the same octets in every run', async () => {
    expect(equalBytes(await buildSamplePdf({ pages: 2 }), await buildSamplePdf({ pages: 2 }))).to.equal(true);
    expect((await buildSamplePdf({ padding: 100_000 })).length > 100_000).to.equal(true);
  });

  it.skipIf(!QPDF)('makes files that qpdf reads without a warning', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-pdf-'));
    try {
      const files: [string, Uint8Array][] = [
        ['sample', await buildSamplePdf({ pages: 2, rotate: 90, userUnit: 2, cropBox: { x: 10, y: 20, width: 300, height: 400 } })],
        ['streams', await buildSamplePdf({ objectStreams: true })],
        ...Object.entries(ODD_PDFS).map(([name, build]): [string, Uint8Array] => [name, build()]),
      ];
      for (const [name, bytes] of files) {
        writeFileSync(join(folder, `${name}.pdf`), bytes);
        const { status, stdout, stderr } = spawnSync('qpdf', ['--check', join(folder, `${name}.pdf`)], { encoding: 'utf8' });
        if (WRONG.some((wrong) => wrong === name)) continue;
        expect(status, `${name}: ${stdout}${stderr}`).to.equal(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
