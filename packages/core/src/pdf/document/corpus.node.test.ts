import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeLatin1, memorySource } from '../../bytes/index.ts';
import { PdfError } from '../pdf-error.ts';
import { firstFreeObjectNumber } from './object-number-scan.ts';
import { openPdf } from './open-pdf.ts';
import { walkPageTree } from './page-tree.ts';
import type { PdfDocument } from './pdf-document.ts';
import { revisionDoubts } from './revision-doubts.ts';

interface CorpusEntry {
  readonly file: string;
  readonly expect: { readonly pages?: number | null; readonly revisions_about?: number; readonly encryption?: string };
}

const CORPUS = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared'), 'corpus');
const FOLDERS = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name === 'pdf-odd' || name.startsWith('pades-')) : [];
const LIMIT_MS = 2000;

/** Trees that other readers make more of than the file says; here the faults of the tree are named instead. */
const FAULTY_TREES: Readonly<Record<string, string>> = {
  'pyhanko__circular-page-tree.pdf': 'node-loop',
  'pyhanko__page-tree-direct-kid.pdf': 'kid-not-a-reference',
};
/** The cross-reference holds for the catalog but not for the page: a caller may ask for a rebuilt one. */
const PAGES_AFTER_REBUILD: readonly string[] = ['pyhanko__minimal-annotless.pdf'];
/** The second %%EOF is in an embedded file. */
const EMBEDDED_END: readonly string[] = ['pdfjs__issue18030.pdf'];

async function expectPages(document: PdfDocument, bytes: Uint8Array, entry: CorpusEntry): Promise<void> {
  const { pages } = entry.expect;
  if (PAGES_AFTER_REBUILD.includes(entry.file)) {
    const rebuilt = await openPdf(memorySource(bytes), { xref: 'rebuild' });
    expect((await walkPageTree(rebuilt)).pages.length).to.equal(pages);
    return;
  }
  if (typeof pages !== 'number') return;
  const tree = await walkPageTree(document);
  const fault = FAULTY_TREES[entry.file];
  if (fault === undefined) expect(tree.pages.length).to.equal(pages);
  else expect(tree.faults.map((own) => own.fault)).to.include(fault);
}

function expectRevisions(document: PdfDocument, bytes: Uint8Array, entry: CorpusEntry): void {
  const about = entry.expect.revisions_about;
  if (about === undefined || document.repaired || EMBEDDED_END.includes(entry.file)) return;
  // The manifest counts the ends of file, of which the first revision of a linearised file mostly has two.
  const first = decodeLatin1(bytes.subarray(0, document.revisions[0]?.end));
  const ends = document.linearized ? first.split('%%EOF').length - 1 : 1;
  expect(document.revisions.length).to.equal(about - (ends - 1));
}

async function useAll(document: PdfDocument): Promise<void> {
  for (const number of document.objectNumbers()) {
    try {
      const object = await document.readObject(number);
      if (object?.value.kind === 'stream') await document.streamBytes(object.value);
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
    }
  }
  for (const revision of document.revisions) await revisionDoubts(document, revision.index);
  try {
    await firstFreeObjectNumber(document);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
  }
}

if (FOLDERS.length === 0) describe.skip('corpus of PDF files: ../shared/corpus is not here', () => it('opens', () => {}));

for (const folder of FOLDERS) {
  const manifest = JSON.parse(readFileSync(join(CORPUS, folder, 'manifest.json'), 'utf8')) as readonly CorpusEntry[];
  const entries = new Map(manifest.filter((entry) => entry.file.endsWith('.pdf')).map((entry) => [entry.file, entry]));
  describe(`corpus ${folder}`, () => {
    for (const [file, entry] of entries) {
      it(`opens or refuses ${file} in time`, async () => {
        const bytes = readFileSync(join(CORPUS, folder, file));
        const start = performance.now();
        let document: PdfDocument | undefined;
        try {
          document = await openPdf(memorySource(bytes));
        } catch (error) {
          if (!(error instanceof PdfError)) throw error;
          expect(typeof entry.expect.pages).to.not.equal('number');
        }
        if (document !== undefined) {
          await expectPages(document, bytes, entry);
          expectRevisions(document, bytes, entry);
          await useAll(document);
        }
        expect(performance.now() - start < LIMIT_MS).to.be.true;
      });
    }
  });
}
