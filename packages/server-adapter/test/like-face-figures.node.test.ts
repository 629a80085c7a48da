import { drawSealFace, faceLikeness, LIKE_FACE_THRESHOLD, likenessOfFace } from '@sealkit/core/seal';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { type MeasuredFace, measuredFaces, measureLikeness, percentLike } from '@sealkit/testkit/node';
import { loadBundledGlyphs } from '../src/glyphs/index.ts';

const glyphs = await loadBundledGlyphs();
const draw = (face: MeasuredFace): string => drawSealFace(face, glyphs).svg ?? '';
/** A fifth of the faces of `tools/bench/like-faces.mjs`, of all kinds. */
const QUICK = measuredFaces().filter((_face, index) => index % 54 < 10);

describe('the likeness of faces', () => {
  it('finds a face through every distortion, and keeps names, lines and kinds apart', async () => {
    const { same, other } = await measureLikeness(QUICK, { draw, now: () => performance.now(), every: 6 });
    const all = [...same.values()].flat();
    expect(QUICK.length).to.be.at.least(40);
    expect(all.length).to.be.at.least(110);
    expect(100 - percentLike(all, LIKE_FACE_THRESHOLD)).to.be.at.most(1);
    const accepted = (pair: Parameters<typeof other.get>[0]): number => percentLike(other.get(pair) ?? [], LIKE_FACE_THRESHOLD);
    expect([accepted('other kind'), accepted('other name'), accepted('code or none')]).to.deep.equal([0, 0, 0]);
    expect(accepted('one character')).to.be.at.most(12);
  }, 240_000);

  it('tells names of one differing character, other lines and other kinds apart; a code of other digits it does not', async () => {
    const face: MeasuredFace = { kind: 'contract', ringText: '青岚数据科技有限公司', code: '3301060017428', testMaterial: false };
    const print = async (changes: Partial<MeasuredFace>): Promise<NonNullable<Awaited<ReturnType<typeof likenessOfFace>>>> =>
      (await likenessOfFace({ type: 'SVG', bytes: encodeUtf8(draw({ ...face, ...changes })) })) ?? new Uint8Array();
    const own = await print({});
    const isLike = async (changes: Partial<MeasuredFace>): Promise<boolean> =>
      faceLikeness(own, await print(changes)) >= LIKE_FACE_THRESHOLD;
    expect([await isLike({}), await isLike({ ringText: '青岗数据科技有限公司' })]).to.deep.equal([true, false]);
    expect([await isLike({ line: '业务专用章' }), await isLike({ kind: 'finance' })]).to.deep.equal([false, false]);
    expect(await isLike({ code: '3301060017429' })).to.equal(true);
  });
});
