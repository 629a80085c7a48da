import { type DocumentFrame, type FramePage, digestOfFrame } from '@sealkit/core/pades';
import { createWorld, obtainPermit, problemOf, sampleDocument, useLog } from './support/world.ts';

/**
 * The same page asks for the permit and sends the frame: the permit names the false frame itself, so that no digest tells
 * it. What contradicts itself, or the end of the original, is refused all the same.
 */
describe('a frame that its permit names and no document has: no signature, and the try is a row in the log', () => {
  const first =
    (change: (page: FramePage) => Partial<FramePage>) =>
    ({ pages }: DocumentFrame) => ({
      pages: pages.map((page, index) => (index === 0 ? { ...page, ...change(page) } : page)),
    });
  const lies: readonly (readonly [string, (frame: DocumentFrame) => Partial<DocumentFrame>])[] = [
    ['a larger size', () => ({ size: 8_388_608 })],
    ['no cross-reference', () => ({ startxref: 0 })],
    ['another end of line', () => ({ endOfLine: 'CRLF' })],
    ['a page of another tree', first(() => ({ parents: [] }))],
    ['a larger page', first(({ mediaBox: [left, bottom] }) => ({ cropBox: [left, bottom, '9999', '9999'] }))],
    ['a larger unit', first(() => ({ userUnit: '10' }))],
    ['invented active content', () => ({ activeContent: ['Zzz'] })],
  ];
  for (const [what, lie] of lies) {
    it(`is refused with ${what}`, async () => {
      const world = await createWorld();
      const ada = world.as('ada');
      const document = await sampleDocument();
      const frame = { ...document.frame, ...lie(document.frame) };
      const permit = await obtainPermit(ada, { ...document, frame, frameDigest: await digestOfFrame(frame) });
      const problem = problemOf(await ada.post('/uses', { permitId: permit.id, frame, state: document.state }));
      expect([problem.code, problem.values]).to.deep.equal(['DOCUMENT_REFUSED', { reason: 'PADES_FRAME_MALFORMED' }]);
      const row = (await useLog(ada)).uses.find(({ id }) => id === problem.eventId);
      expect([row?.result, row?.refusal, row?.permitId]).to.deep.equal(['refused', 'DOCUMENT_REFUSED', permit.id]);
      expect(world.keyStore.signatures).to.equal(0);
    });
  }
});
