import { concatBytes, decodeBase64, decodeLatin1, encodeLatin1, memorySource } from '@sealkit/core/bytes';
import { digestOfFrame } from '@sealkit/core/pades';
import { VALIDATION_POLICIES, validateDocument } from '@sealkit/core/validation';
import { buildClassicPdf, plainRevision, streamObject } from '@sealkit/testkit';
import { createWorld, obtainPermit, problemOf, readTestDocument, sign } from './support/world.ts';
import { expectExplained } from './support/validated-use.ts';

/** Two pages that claim PDF/A-1b in their metadata. */
function claiming(catalog = '/Metadata 9 0 R'): Uint8Array<ArrayBuffer> {
  const { objects } = plainRevision({ catalog, pages: '<< /Type /Pages /Kids [3 0 R 8 0 R] /Count 2 >>' });
  const xmp = streamObject('<x pdfaid:part="1" pdfaid:conformance="B"/>', '/Type /Metadata /Subtype /XML ');
  return buildClassicPdf([{ objects: { ...objects, 8: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>', 9: xmp } }]);
}

describe('a document that claims PDF/A in explained signing', () => {
  it('says so in its frame, gets its seal without blending, and a validator explains every octet', async () => {
    const world = await createWorld();
    const document = await readTestDocument(claiming(), [1, 2]);
    expect(document.frame.pdfa).to.deep.equal({ part: 1, conformance: 'B' });
    const result = await sign(world.as('ada'), document);
    const revision = decodeBase64(result.revision);
    for (const word of ['Multiply', 'Transparency', '/SMask']) expect(decodeLatin1(revision)).to.not.include(word);
    await expectExplained(world, document, result);
  });

  it('shows another picture when its colours stand for others', async () => {
    const world = await createWorld();
    const document = await readTestDocument(claiming(), [1, 2]);
    const result = await sign(world.as('ada'), document);
    const revision = decodeLatin1(decodeBase64(result.revision)).replace('/Gamma [ 2.2 2.2 2.2 ]', '/Gamma [ 2.2 2.2 9.9 ]');
    const report = await validateDocument(memorySource(concatBytes(document.bytes, encodeLatin1(revision))), {
      policy: VALIDATION_POLICIES.basic,
      trust: { signers: [], sealMakers: [], registers: [] },
      validationTime: world.now(),
    });
    expect(report.signatures[0]?.seal?.places.map(({ picture }) => picture)).to.deep.equal(['different', 'different']);
  });

  it('is refused when the frame claims it for a document without metadata, though the permit names that frame', async () => {
    const ada = (await createWorld()).as('ada');
    const document = await readTestDocument(claiming(''), [1, 2]);
    const frame = { ...document.frame, pdfa: { part: 1, conformance: 'B' } as const };
    const permit = await obtainPermit(ada, { ...document, frame, frameDigest: await digestOfFrame(frame) });
    const problem = problemOf(await ada.post('/uses', { permitId: permit.id, frame, state: document.state }));
    expect([problem.code, problem.values]).to.deep.equal(['DOCUMENT_REFUSED', { reason: 'PADES_FRAME_MALFORMED' }]);
  });
});
