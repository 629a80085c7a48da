import { decodeBase64, decodeLatin1 } from '@sealkit/core/bytes';
import { type DocumentFrame, type FrameStructure, digestOfFrame } from '@sealkit/core/pades';
import { buildAccessiblePdf } from '@sealkit/testkit';
import { createWorld, obtainPermit, problemOf, readTestDocument, sign } from './support/world.ts';
import { expectExplained } from './support/validated-use.ts';

const taggedDocument = () => readTestDocument(buildAccessiblePdf(), [1, 2]);

describe('a tagged document in explained signing', () => {
  it('gets its seals with structure elements, and a validator explains every octet of them', async () => {
    const world = await createWorld();
    const document = await taggedDocument();
    expect(document.frame.structure?.nextKey).to.equal(2);
    const result = await sign(world.as('ada'), document);
    const revision = decodeLatin1(decodeBase64(result.revision));
    expect([...revision.matchAll(/\/S \/Form \/Type \/StructElem/g)].length).to.equal(2);
    await expectExplained(world, document, result);
  });

  // printf 'Electronic seal' | xxd -p; printf '电子印章' | iconv -t UTF-16BE | xxd -p, behind a byte order mark
  for (const [language, description, tag] of [
    ['en', '<456C656374726F6E6963207365616C>', '<656E>'],
    ['zh-CN', '<FEFF75355B5053707AE0>', '<7A682D434E>'],
  ] as const) {
    it(`names its seals in the language of the page that asked (${language}), and a validator explains that too`, async () => {
      const world = await createWorld();
      const document = await taggedDocument();
      const result = await sign(world.as('ada'), document, { language });
      const revision = decodeLatin1(decodeBase64(result.revision));
      const elements = revision.split('endobj').filter((object) => object.includes('/S /Form'));
      const described = (object: string): boolean => object.includes(`/Alt ${description}`) && object.includes(`/Lang ${tag}`);
      expect(elements.map(described)).to.deep.equal([true, true]);
      expect(revision.split(`/TU ${description}`).length - 1).to.equal(2);
      await expectExplained(world, document, result);
    });
  }

  const lies: readonly (readonly [string, (structure: FrameStructure) => Partial<DocumentFrame>])[] = [
    ['a key that is taken', (structure) => ({ structure: { ...structure, nextKey: 1 } })],
    [
      'a page as the element that takes new ones',
      (structure) => ({ structure: { ...structure, document: { ref: '3 0 R', dictionary: '<< >>' } } }),
    ],
    ['a reason besides', () => ({ untagged: 'signed' })],
  ];
  for (const [what, lie] of lies) {
    it(`is refused with ${what}, though the permit names that frame`, async () => {
      const ada = (await createWorld()).as('ada');
      const document = await taggedDocument();
      if (document.frame.structure === undefined) throw new TypeError('expected a structure');
      const frame = { ...document.frame, ...lie(document.frame.structure) };
      const permit = await obtainPermit(ada, { ...document, frame, frameDigest: await digestOfFrame(frame) });
      const problem = problemOf(await ada.post('/uses', { permitId: permit.id, frame, state: document.state }));
      expect([problem.code, problem.values]).to.deep.equal(['DOCUMENT_REFUSED', { reason: 'PADES_FRAME_MALFORMED' }]);
    });
  }
});
