import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SealkitError } from '../../errors/index.ts';
import { memorySource } from '../../bytes/index.ts';
import { openPdf, walkPages } from '../../pdf/index.ts';
import { assertExplainedFrame } from './explained-frame.ts';
import { digestOriginal } from './original-digest.ts';
import { frameOfDocument } from './read-document-frame.ts';

const CORPUS = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared'), 'corpus');
const FOLDERS = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name === 'pdf-odd' || name.startsWith('pades-')) : [];
const MOST_PAGES = 20;
/** Files that explained signing takes; fewer would mean that this test has lost its files. */
const AT_LEAST = 100;

describe.skipIf(FOLDERS.length === 0)('frames of the corpus (needs SEALKIT_SHARED)', () => {
  it('are taken, as far as the documents are', { timeout: 120_000 }, async () => {
    let taken = 0;
    for (const folder of FOLDERS) {
      for (const file of readdirSync(join(CORPUS, folder)).filter((name) => name.endsWith('.pdf'))) {
        const source = memorySource(new Uint8Array(readFileSync(join(CORPUS, folder, file))));
        try {
          const document = await openPdf(source);
          const pages = (await walkPages(document)).slice(0, MOST_PAGES).map(({ index }) => index);
          const frame = await frameOfDocument(document, { algorithm: 'SHA-256', pages });
          const { state } = await digestOriginal(source, 'SHA-256');
          expect(() => assertExplainedFrame(frame, state), `${folder}/${file}`).to.not.throw();
          taken += 1;
        } catch (error) {
          if (!(error instanceof SealkitError)) throw error;
        }
      }
    }
    expect(taken).to.be.greaterThan(AT_LEAST);
  });
});
