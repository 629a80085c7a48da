import { memorySource } from '../../bytes/index.ts';
import { ODD_PDFS, type OddPdfName } from '@sealkit/testkit';
import { PadesError } from '../pades-error.ts';
import { digestOfFrame } from './frame-digest.ts';
import { readDocumentFrame } from './read-document-frame.ts';
import { readHeldFrame } from './read-held-frame.ts';

const OPTIONS = { algorithm: 'SHA-256', pages: [1] } as const;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'taken';
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
}

describe('the frame of a document that the server holds', () => {
  it('is that of explained signing wherever explained signing takes the document', async () => {
    for (const name of ['plain', 'threeRevisions', 'latentPageTree', 'preparedField', 'openAction'] satisfies OddPdfName[]) {
      const source = memorySource(ODD_PDFS[name]());
      const { frame, mode } = await readHeldFrame(source, OPTIONS);
      expect(mode, name).to.equal('explained');
      expect(await digestOfFrame(frame), name).to.equal(await digestOfFrame(await readDocumentFrame(source, OPTIONS)));
    }
  });

  it('is read directly where the form asks readers to draw it, and is the same each time', async () => {
    for (const name of ['xfa', 'needAppearances'] satisfies OddPdfName[]) {
      const source = memorySource(ODD_PDFS[name]());
      expect(await codeOf(readDocumentFrame(source, OPTIONS)), name).not.to.equal('taken');
      const { frame, mode } = await readHeldFrame(source, OPTIONS);
      expect(mode, name).to.equal('direct');
      expect(await digestOfFrame(frame), name).to.equal(
        await digestOfFrame(await readDocumentFrame(source, { ...OPTIONS, mode: 'direct' })),
      );
    }
  });

  it('is refused, as in explained signing, of what a validator could not replay or others do not read', async () => {
    for (const name of ['junkBeforeHeader', 'junkAfterEnd', 'prevLoop', 'sharedAnnots', 'pageTwice'] satisfies OddPdfName[]) {
      const source = memorySource(ODD_PDFS[name]());
      const refusal = await codeOf(readDocumentFrame(source, OPTIONS));
      expect(refusal, name).not.to.equal('taken');
      expect(await codeOf(readHeldFrame(source, OPTIONS)), name).to.equal(refusal);
    }
  });
});
