import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { encodeLatin1, memorySource } from '../../bytes/index.ts';
import type { Signer } from '../../ports/index.ts';
import type { RequestedAct } from '../signature/prepare-signature.ts';
import { type BatchDocument, signDocuments } from './sign-documents.ts';

const GOOD = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
const act = (name: string): RequestedAct => ({ places: [], face: null, invisibleField: { kind: 'new', name } });
const documents: readonly BatchDocument[] = [
  { source: memorySource(GOOD), act: act('a') },
  { source: memorySource(encodeLatin1('no document')), act: act('b') },
  { source: memorySource(GOOD), act: act('not.allowed') },
  { source: memorySource(GOOD), act: act('d') },
];

describe('a batch of documents', () => {
  it('is signed in order by one signer; what is refused leaves the others', async () => {
    const outcomes: unknown[] = [];
    for await (const outcome of signDocuments(documents, { signer: testSigner(), time: new Date('2026-11-23T10:00:00Z') }))
      outcomes.push('signed' in outcome ? [outcome.index, outcome.signed.signature.fields] : [outcome.index, outcome.error.code]);
    expect(outcomes).to.deep.equal([
      [0, ['a']],
      [1, 'PDF_HEADER_MISSING'],
      [2, 'PADES_ACT_MALFORMED'],
      [3, ['d']],
    ]);
  });

  it('ends when the caller does, and with a fault that is no refusal', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    let message = '';
    try {
      for await (const { index } of signDocuments(documents, { signer: testSigner(), time: new Date(), signal: controller.signal })) {
        seen.push(index);
        controller.abort(new Error('enough'));
      }
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect([seen, message]).to.deep.equal([[0], 'enough']);
    const broken: Signer = { ...testSigner(), sign: () => Promise.reject(new TypeError('the signer broke')) };
    let name = '';
    await signDocuments(documents, { signer: broken, time: new Date() })
      .next()
      .catch((error: unknown) => (name = error instanceof Error ? error.name : ''));
    expect(name).to.equal('TypeError');
  });
});
