import { digestText } from '@sealkit/core/crypto';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { parseFaceSvg } from '@sealkit/core/pades';
import { drawSealFace, type SealFaceSpec } from '@sealkit/core/seal';
import { loadBundledGlyphs } from './bundled-glyphs.ts';

/** Faces that were looked at when their digests were written down: another digest is another picture. */
const FACES: readonly { readonly spec: SealFaceSpec; readonly digest: string }[] = [
  {
    spec: { kind: 'official', ringText: '青岚数据科技有限公司', code: '3301060017428', testMaterial: false },
    digest: 'sha256:8de60062a973c1ddadb88f576d8505340237b4350df74c1cb39d9386a5b05889',
  },
  {
    spec: { kind: 'contract', ringText: '青岚数据科技有限公司', code: '3301060017431', testMaterial: true },
    digest: 'sha256:fdaf72db1a5bb24474ba15a7db0f2052a210c39fe2dbab9f30e505c96faf2bcc',
  },
];

describe('faces drawn with the bundled glyphs', () => {
  for (const { spec, digest } of FACES)
    it(`gives the known octets of the ${spec.kind} seal`, async () => {
      const face = drawSealFace(spec, await loadBundledGlyphs());
      expect(await digestText('SHA-256', encodeUtf8(face.svg ?? ''))).to.equal(digest);
    });

  it('stays within the profile and far below its limit with 40 characters', async () => {
    const face = drawSealFace(
      { kind: 'contract', ringText: '鑫'.repeat(40), code: '8'.repeat(20), testMaterial: true },
      await loadBundledGlyphs(),
    );
    expect(face.issues).to.deep.equal([]);
    expect(parseFaceSvg(face.svg ?? '').widthUm).to.equal(38_000);
    expect((face.svg ?? '').length).to.be.below(200_000);
  });

  it('names a character that the file lacks', async () => {
    const glyphs = await loadBundledGlyphs();
    let code = '';
    try {
      drawSealFace({ kind: 'official', ringText: '青岚\u{20000}院', testMaterial: true }, glyphs);
    } catch (error) {
      if (error instanceof Error && 'facts' in error) code = JSON.stringify(error.facts);
    }
    expect(code).to.include('U+20000');
  });
});
