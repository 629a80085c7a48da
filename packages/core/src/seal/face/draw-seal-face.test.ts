import { encodeLatin1 } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import type { GlyphOutline, GlyphSource } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import { drawSealFace } from './draw-seal-face.ts';
import { type RoundKind, planRoundFace } from './round-face.ts';
import type { SealFaceSpec } from './seal-face.ts';

/** Every character is a square of the whole em box; 〇 is missing, 乙 is damaged. */
const SQUARES: GlyphSource = {
  outline(codePoint): GlyphOutline | undefined {
    if (codePoint === 0x3007) return undefined;
    const path = codePoint === 0x4e59 ? 'M0 0H10Z' : 'M0 -120L1000 -120L1000 880L0 880Z';
    return { unitsPerEm: 1000, advance: 1000, path };
  },
};
const OFFICIAL: SealFaceSpec = { kind: 'official', ringText: '青岚数据科技有限公司', code: '3301060017428', testMaterial: false };
const CONTRACT: SealFaceSpec = { kind: 'contract', ringText: '青岚数据科技有限公司', testMaterial: false };

interface DrawnPath {
  readonly d: string;
  readonly fillRule: string;
}

function draw(spec: SealFaceSpec): string {
  const face = drawSealFace(spec, SQUARES);
  expect(face.issues).to.deep.equal([]);
  return face.svg ?? '';
}

function pathsOf(svg: string): readonly DrawnPath[] {
  return Array.from(svg.matchAll(/<path d="([^"]+)" fill="#CF111B" fill-rule="(nonzero|evenodd)"\/>/g), ([, d = '', fillRule = '']) => ({
    d,
    fillRule,
  }));
}

function pointsOf(d: string): readonly (readonly [number, number])[] {
  const numbers = Array.from(d.matchAll(/-?\d+(?:\.\d+)?/g), ([text]) => Number(text));
  return Array.from({ length: numbers.length / 2 }, (_, index) => [numbers[2 * index] ?? 0, numbers[2 * index + 1] ?? 0] as const);
}

function contours(d: string): number {
  return d.split('Z').length - 1;
}

function reach(d: string): number {
  return Math.max(...pointsOf(d).map(([x, y]) => Math.hypot(x, y)));
}

function codesOf(spec: SealFaceSpec): readonly string[] {
  const face = drawSealFace(spec, SQUARES);
  expect(face.svg === null).to.equal(face.issues.length > 0);
  return face.issues.map((issue) => issue.code);
}

function refusal(ringText: string): SealError {
  try {
    drawSealFace({ ...OFFICIAL, ringText }, SQUARES);
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  throw new TypeError('expected a refusal');
}

describe('drawSealFace', () => {
  it('draws border, name, star and code, one path each, at the size of the kind', () => {
    const svg = draw(OFFICIAL);
    expect(svg).to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="40mm" height="40mm" viewBox="-20 -20 40 40">\n/);
    const paths = pathsOf(svg);
    expect(paths.map((path) => contours(path.d))).to.deep.equal([2, 10, 1, 13]);
    expect(paths.map((path) => path.fillRule)).to.deep.equal(['evenodd', 'nonzero', 'nonzero', 'nonzero']);
  });

  it('stays in the closed profile: paths of M, L, C and Z with at most three decimals and nothing else', () => {
    for (const spec of [OFFICIAL, CONTRACT, { ...CONTRACT, testMaterial: true }]) {
      const svg = draw(spec);
      expect(svg.replace(/<path [^>]+\/>\n/g, '')).to.match(/^<svg [^>]+>\n<\/svg>\n$/);
      for (const { d } of pathsOf(svg)) {
        expect(d).to.match(/^M[MLCZ\d. -]+Z$/);
        expect(d).to.not.match(/\.\d{4}|\.\d*0(?!\d)|-0(?![.\d])/);
      }
    }
  });

  it('draws the star of the rules', () => {
    expect(pathsOf(draw(OFFICIAL))[2]?.d).to.equal(
      'M0 -7L1.572 -2.163L6.657 -2.163L2.543 0.826L4.114 5.663L0 2.674L-4.114 5.663L-2.543 0.826L-6.657 -2.163L-1.572 -2.163Z',
    );
  });

  it('sets the star of a contract seal higher and smaller, and its line below', () => {
    const [, , star, line] = pathsOf(draw(CONTRACT));
    expect(star?.d.startsWith('M0 -7.22L')).to.equal(true);
    expect(contours(line?.d ?? '')).to.equal(5);
    expect(Math.max(...pointsOf(line?.d ?? '').map(([, y]) => y))).to.be.closeTo(10.83 + 0.12 * 1.06 * 3.99, 0.001);
  });

  it('lets the ink reach the diameter exactly and keeps all else inside the border', () => {
    for (const diameterMm of [40, 42, 45]) {
      const [border, ...others] = pathsOf(draw({ ...OFFICIAL, diameterMm }));
      expect(pointsOf(border?.d ?? '').some(([x, y]) => x === 0 && y === -diameterMm / 2)).to.equal(true);
      for (const { d } of others) expect(reach(d)).to.be.below(diameterMm / 2 - 1.2);
    }
  });

  it('stands symmetric about the vertical', () => {
    const points = pointsOf(pathsOf(draw({ ...OFFICIAL, code: '' }))[1]?.d ?? '');
    const mirrored = points.map(([x, y]) => `${(-x).toFixed(2)} ${y.toFixed(2)}`.replace(/^-0\.00/, '0.00'));
    const same = new Set(points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`.replace(/^-0\.00/, '0.00')));
    expect(mirrored.filter((point) => !same.has(point)).length).to.be.at.most(2);
  });

  it('gives the same octets in every runtime', async () => {
    const digests = await Promise.all(
      [OFFICIAL, { ...CONTRACT, testMaterial: true }].map((spec) => digestText('SHA-256', encodeLatin1(draw(spec)))),
    );
    expect(digests).to.deep.equal([
      'sha256:6b823302dd3c9ad0c33c076d0b2aab1a78da59231258bcc4ea18090090ed2b6a',
      'sha256:45ff0a4ead6e33a9f653f75108e5f063451d9f2dc9aa45c181c382d17098db4f',
    ]);
  });

  it('gives the same octets for the same input', () => {
    expect(draw(OFFICIAL)).to.equal(draw({ ...OFFICIAL }));
    expect(draw(OFFICIAL)).to.not.equal(draw({ ...OFFICIAL, ringText: '青岚数据科技有限公' }));
  });

  it('marks test material: 36 dashes, the band for the star, TEST-TEST-TEST for the code', () => {
    const [border, , band, code] = pathsOf(draw({ ...OFFICIAL, testMaterial: true }));
    expect(contours(border?.d ?? '')).to.equal(36);
    expect(band?.fillRule).to.equal('evenodd');
    expect(contours(band?.d ?? '')).to.equal(8);
    expect(contours(code?.d ?? '')).to.equal(14);
    expect(pathsOf(draw({ ...OFFICIAL, testMaterial: true })).some(({ d }) => contours(d) === 1)).to.equal(false);
  });

  it('cuts the band by the circle inside the feet of the name', () => {
    const [, , band] = pathsOf(draw({ ...CONTRACT, testMaterial: true }));
    const outline = band?.d.slice(0, band.d.indexOf('Z')) ?? '';
    const feetRadius = 19 - 1 - 0.76 - 5.51;
    expect(reach(outline.replace(/C[^C]+? [^C]+? [^C]+? [^C]+? ([^C]+)/g, 'L$1'))).to.be.closeTo(feetRadius - 0.5, 0.01);
  });

  it('draws no code on test material where the face has none', () => {
    expect(pathsOf(draw({ kind: 'official', ringText: '青岚书院', testMaterial: true }))).to.have.length(3);
  });

  it('replaces the middle line of an HR seal by the band', () => {
    expect(pathsOf(draw({ ...CONTRACT, kind: 'hr' })).map(({ d }) => contours(d))).to.deep.equal([2, 10, 5]);
    expect(pathsOf(draw({ ...CONTRACT, kind: 'hr', testMaterial: true })).map(({ d }) => contours(d))).to.deep.equal([36, 10, 8]);
  });

  it('reports what does not fit instead of squeezing it', () => {
    expect(codesOf({ ...OFFICIAL, ringText: '字'.repeat(41) })).to.deep.equal(['RING_TOO_LONG']);
    expect(codesOf({ ...CONTRACT, ringText: '字'.repeat(40), code: '1'.repeat(20) })).to.deep.equal([]);
    expect(codesOf({ ...OFFICIAL, ringText: '  ' })).to.deep.equal(['RING_EMPTY']);
    expect(codesOf({ ...OFFICIAL, code: '1'.repeat(21) })).to.deep.equal(['CODE_TOO_LONG']);
    expect(codesOf({ ...OFFICIAL, line: '合同专用章' })).to.deep.equal(['LINE_NOT_IN_KIND']);
    expect(codesOf({ ...CONTRACT, line: '合同章' })).to.deep.equal(['LINE_TOO_SHORT']);
    expect(codesOf({ ...CONTRACT, line: '合同专用章合同专用' })).to.deep.equal(['LINE_TOO_LONG']);
    expect(codesOf({ ...CONTRACT, diameterMm: 45 })).to.deep.equal(['FACE_SIZE_NOT_DRAWN']);
    expect(codesOf({ ...CONTRACT, kind: 'invoice' })).to.deep.equal(['FACE_KIND_NOT_DRAWN']);
  });

  it('does not condense a name below what can be read on a small face', () => {
    const small: RoundKind = { diameters: [20], line: null, hasStar: true };
    const { issues } = planRoundFace({ ...OFFICIAL, ringText: '字'.repeat(40) }, small);
    expect(issues.map((issue) => issue.code)).to.deep.equal(['RING_TOO_NARROW']);
  });

  it('names the character that the glyph source lacks', () => {
    const error = refusal('青岚〇院');
    expect(error.code).to.equal('FACE_GLYPH_MISSING');
    expect(error.facts['codePoint']).to.equal('U+3007');
  });

  it('refuses a glyph that is not of absolute M, L, C and Z', () => {
    expect(refusal('青岚乙院').code).to.equal('FACE_GLYPH_MALFORMED');
  });
});
