import { type Bytes, encodeLatin1 } from '../../bytes/index.ts';
import { PadesError } from '../../pades/index.ts';
import { faceLikeness, LIKE_FACE_THRESHOLD } from './face-likeness.ts';
import { likenessOfFace } from './likeness-of-face.ts';

const RED = '#CF111B';

/** A round border with spokes at these angles, turned by an angle, in a box of this side. */
function face(spokes: readonly number[], { turn = 0, fill = RED, box = 40, ground = '' } = {}): Bytes {
  const at = (angle: number, radius: number): string => {
    const radians = ((angle + turn) * Math.PI) / 180;
    return `${(box / 2 + radius * Math.cos(radians)).toFixed(3)} ${(box / 2 + radius * Math.sin(radians)).toFixed(3)}`;
  };
  const circle = (radius: number): string => `M ${Array.from({ length: 120 }, (_, step) => at(step * 3, radius)).join(' L ')} Z`;
  const spoke = (angle: number, index: number): string => {
    const [inner, outer] = [8 + (index % 3), 14 + (index % 4)];
    return `M ${at(angle - 4, inner)} L ${at(angle + 4, inner)} L ${at(angle + 3, outer)} L ${at(angle - 3, outer)} Z`;
  };
  const paths = [`<path d="${circle(19.5)} ${circle(18.3)}" fill="${fill}" fill-rule="evenodd"/>`];
  if (spokes.length > 0) paths.push(`<path d="${spokes.map(spoke).join(' ')}" fill="${fill}" fill-rule="nonzero"/>`);
  return encodeLatin1(`<svg width="${box}mm" height="${box}mm" viewBox="0 0 ${box} ${box}">${ground}${paths.join('')}</svg>`);
}

async function print(bytes: Bytes): Promise<Bytes> {
  return (await likenessOfFace({ type: 'SVG', bytes })) ?? new Uint8Array();
}

const SPOKES = [0, 21, 50, 75, 118, 140, 171, 209, 222, 260, 300, 331];

describe('the likeness of two faces', () => {
  it('is 1000 for the same face, and for one in another ink and on other ground', async () => {
    const known = await print(face(SPOKES));
    expect(known.length).to.equal(1249);
    expect(faceLikeness(known, known)).to.equal(1000);
    const ground = '<path d="M 0 0 L 40 0 L 40 40 L 0 40 Z" fill="#EEEEE8" fill-rule="nonzero"/>';
    expect(faceLikeness(known, await print(face(SPOKES, { fill: '#1C3FAA', ground })))).to.be.above(980);
  });

  it('stays above the threshold whatever the angle and the size', async () => {
    const known = await print(face(SPOKES));
    for (const turn of [0.4, 17, 45, 123.4, 180, 271])
      expect(faceLikeness(known, await print(face(SPOKES, { turn, box: 52 }))), String(turn)).to.be.at.least(LIKE_FACE_THRESHOLD);
  });

  it('falls below it where one of twelve parts stands elsewhere, or is missing', async () => {
    const known = await print(face(SPOKES));
    const moved = await print(face(SPOKES.with(4, 108)));
    const missing = await print(face(SPOKES.slice(0, -1)));
    expect(faceLikeness(known, moved)).to.be.below(LIKE_FACE_THRESHOLD);
    expect(faceLikeness(known, missing)).to.be.below(LIKE_FACE_THRESHOLD);
  });

  it('is the same in either order', async () => {
    const [a, b] = [await print(face(SPOKES)), await print(face(SPOKES.with(2, 51), { turn: 33 }))];
    expect(faceLikeness(a, b)).to.equal(faceLikeness(b, a));
    expect(faceLikeness(a, b)).to.be.within(1, 999);
  });

  it('is 0 between versions, with a fingerprint cut short, and with a face that has nothing in common', async () => {
    const known = await print(face(SPOKES));
    const later = Uint8Array.from(known, (octet, at) => (at === 0 ? 2 : octet));
    expect([faceLikeness(known, later), faceLikeness(later, later)]).to.deep.equal([0, 0]);
    expect([faceLikeness(known, known.slice(0, -1)), faceLikeness(known, new Uint8Array())]).to.deep.equal([0, 0]);
    expect(faceLikeness(known, await print(face([])))).to.equal(0);
  });
});

describe('the fingerprint of a face', () => {
  it('is null where there is no ink on the paper', async () => {
    const white =
      '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 1 1 L 9 1 L 9 9 Z" fill="#FFFFFF" fill-rule="nonzero"/></svg>';
    expect(await likenessOfFace({ type: 'SVG', bytes: encodeLatin1(white) })).to.equal(null);
    expect(await likenessOfFace({ type: 'SVG', bytes: encodeLatin1(white.replace('#FFFFFF', '#F4F4F4')) })).to.equal(null);
  });

  it('is refused where the face is outside of the closed profile or no PNG', async () => {
    const codeOf = (type: 'SVG' | 'PNG', bytes: Bytes): Promise<string> =>
      likenessOfFace({ type, bytes }).then(
        () => 'none',
        (error: unknown) => (error instanceof PadesError ? error.code : String(error)),
      );
    expect(await codeOf('SVG', encodeLatin1('<svg><text>x</text></svg>'))).to.equal('PADES_FACE_SVG_OUTSIDE_PROFILE');
    expect(await codeOf('PNG', face(SPOKES))).to.equal('PADES_FACE_PNG_MALFORMED');
  });
});
