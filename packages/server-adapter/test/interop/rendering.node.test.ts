import { concatBytes, encodeBase64, memorySource } from '@sealkit/core/bytes';
import { displayedSize, layOutText, readDocumentFrame, type SignatureFace, signDocument } from '@sealkit/core/pades';
import { drawSealFace } from '@sealkit/core/seal';
import { buildClassicPdf, streamObject, TEST_TIME, testPki } from '@sealkit/testkit';
import { loadBundledGlyphs } from '../../src/glyphs/index.ts';
import { CMYK_JPEG } from '../support/cmyk-jpeg.ts';
import { type Picture, PIXEL, type PixelSize, RENDERERS } from '../support/pdf-renderers.ts';
import { rgbaPng } from '../support/rgba-png.ts';

/** How far the ink of a seal may lie from where it belongs, and from where another reader has it: two pixels, 0.4 mm. */
const BOX_TOLERANCE = 2;
/** Two readers show something else where no pixel within one of another is as near as this in each channel. */
const DIFFERENT = 72;
/** The share of the pixels of a place in which they may: more where all is fine strokes, which each reader softens its own way. */
const PIXEL_TOLERANCE = { areas: 0.005, strokes: 0.025 } as const;
/** What a signature must change of a pixel to be ink. */
const INK = 24;

const A4 = '/MediaBox [0 0 595 842]';
const PAGES: readonly (readonly [string, string])[] = [
  ['upright', A4],
  ['turned by 90', `${A4} /Rotate 90`],
  ['turned by 180', `${A4} /Rotate 180`],
  ['turned by 270', `${A4} /Rotate 270`],
  ['cropped, with a negative origin', '/MediaBox [-100 -200 500 600] /CropBox [-50 -150 400 450.5]'],
  ['cropped and turned by 90', '/MediaBox [100 200 800 900] /CropBox [150 250 600 700] /Rotate 90'],
  ['in units of two points', '/MediaBox [0 0 300 420] /UserUnit 2'],
  ['in units of two points and turned by 270', '/MediaBox [0 0 300 420] /UserUnit 2 /Rotate 270'],
  ['A3 across', '/MediaBox [0 0 1190.55 841.89]'],
  ['A6', '/MediaBox [0 0 297.64 419.53]'],
];

/** A place of 40 mm, 25 mm from the left and 35 mm from the top of each page as displayed. */
const PLACE = { x: 25_000, y: 35_000, width: 40_000, height: 40_000, rotation: 0 } as const;

/** Pages with a grey bar under some of the places, so that what blends is seen to blend. */
function pagesDocument(): Uint8Array<ArrayBuffer> {
  const objects: Record<number, string> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Count ${PAGES.length} /Kids [${PAGES.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
  PAGES.forEach(([, entries], index) => {
    objects[4 + index * 2] =
      `<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + index * 2} 0 R ${entries} >>`;
    objects[5 + index * 2] = streamObject('0.8 g 0 250 2000 30 re f');
  });
  return buildClassicPdf([{ objects }]);
}

interface InkBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box around the pixels that the signature changed, from the upper left of the page. */
function inkBox({ before, after }: Shown): InkBox {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < after.rgb.length; at += 3) {
    if (distance(before, after, at) <= INK) continue;
    const pixel = at / 3;
    const [x, y] = [pixel % after.width, Math.floor(pixel / after.width)];
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x + 1);
    box.bottom = Math.max(box.bottom, y + 1);
  }
  return box;
}

/** How far a pixel of one picture is from one of another, in the channel that differs most. */
function distance(left: Picture, right: Picture, at: number, beside = at): number {
  let most = 0;
  for (let channel = 0; channel < 3; channel += 1)
    most = Math.max(most, Math.abs((left.rgb[at + channel] ?? 0) - (right.rgb[beside + channel] ?? 0)));
  return most;
}

/** The share of pixels of the place that two readers show differently, edges that lie a pixel apart left out. */
function disagreement(one: Shown, other: Shown, byInk: boolean): number {
  const { width } = one.after;
  const [left, top, side] = [PLACE.x / PIXEL, PLACE.y / PIXEL, PLACE.width / PIXEL];
  const differs = (from: Shown, to: Shown, at: number, beside: number): boolean =>
    byInk ? isInk(from, at) !== isInk(to, beside) : distance(from.after, to.after, at, beside) > DIFFERENT;
  const isLost = (from: Shown, to: Shown, x: number, y: number): boolean => {
    for (const dy of NEAR)
      for (const dx of NEAR) if (!differs(from, to, (y * width + x) * 3, ((y + dy) * width + x + dx) * 3)) return false;
    return true;
  };
  let lost = 0;
  for (let y = top; y < top + side; y += 1)
    for (let x = left; x < left + side; x += 1) if (isLost(one, other, x, y) || isLost(other, one, x, y)) lost += 1;
  return lost / (side * side);
}

const NEAR = [-1, 0, 1] as const;

function isInk({ before, after }: Shown, at: number): boolean {
  return distance(before, after, at) > INK;
}

interface Shown {
  readonly name: string;
  readonly before: Picture;
  readonly after: Picture;
}

function farthest(one: InkBox, other: InkBox): number {
  return Math.max(...EDGES.map((edge) => Math.abs(one[edge] - other[edge])));
}

const EDGES = ['left', 'top', 'right', 'bottom'] as const;

/** The place itself, or the part of it that a margin leaves; in pixels. */
function placeBox(margin: number): InkBox {
  const horizontal = margin * PLACE.width;
  const vertical = margin * PLACE.height;
  return {
    left: (PLACE.x + horizontal) / PIXEL,
    top: (PLACE.y + vertical) / PIXEL,
    right: (PLACE.x + PLACE.width - horizontal) / PIXEL,
    bottom: (PLACE.y + PLACE.height - vertical) / PIXEL,
  };
}

interface FaceCase {
  readonly face: SignatureFace;
  /** The margin around its ink, in parts of the place; null where the text decides. */
  readonly margin: number | null;
  /** Compared by where there is ink: each reader has a conversion from CMYK of its own. */
  readonly byInk: boolean;
  readonly drawn: keyof typeof PIXEL_TOLERANCE;
}

type FaceName = 'a drawn seal' | 'a PNG with alpha' | 'a JPEG in CMYK' | 'a block of text';
const FACES: readonly FaceName[] = ['a drawn seal', 'a PNG with alpha', 'a JPEG in CMYK', 'a block of text'];

async function faces(): Promise<Readonly<Record<FaceName, FaceCase>>> {
  const glyphs = await loadBundledGlyphs();
  const seal = drawSealFace({ kind: 'official', ringText: '青岚数据科技有限公司', code: '3301060017428', testMaterial: false }, glyphs);
  // A ring in an empty margin, less and less opaque to the right.
  const ring = rgbaPng(200, 200, (x, y) => {
    const radius = Math.hypot(x - 99.5, y - 99.5);
    return [190, 20, 30, radius < 80 && radius > 40 ? 255 - Math.floor(x * 0.6) : 0];
  });
  const size = { widthUm: PLACE.width, heightUm: PLACE.height };
  const text = layOutText({ lines: ['合同专用章', '张爱达 签署', '2026-06-01', 'Signed by Ada'], sizeUm: 6_000, ...size }, glyphs);
  return {
    'a drawn seal': { face: { kind: 'vector', svg: seal.svg ?? '' }, margin: 0, byInk: false, drawn: 'areas' },
    'a PNG with alpha': {
      face: { kind: 'raster', format: 'png', base64: encodeBase64(ring), ...size },
      margin: 0.1,
      byInk: false,
      drawn: 'areas',
    },
    'a JPEG in CMYK': { face: { kind: 'raster', format: 'jpeg', base64: CMYK_JPEG, ...size }, margin: 0, byInk: true, drawn: 'areas' },
    'a block of text': { face: text, margin: null, byInk: false, drawn: 'strokes' },
  };
}

const missing = RENDERERS.filter(({ present }) => !present).map(({ name }) => name);
const title = 'a signature as poppler, MuPDF and pdf.js show it, on pages turned, cropped, scaled and of any size';

(missing.length === 0 ? describe : describe.skip)(
  missing.length === 0 ? title : `${title} (skipped: ${missing.join(', ')} not found)`,
  () => {
    const original = pagesDocument();
    let sizes: readonly PixelSize[];
    let unsigned: ReadonlyMap<string, readonly Picture[]>;
    let cases: Readonly<Record<FaceName, FaceCase>>;

    beforeAll(async () => {
      const frame = await readDocumentFrame(memorySource(original), { algorithm: 'SHA-256', pages: PAGES.map((_, index) => index + 1) });
      sizes = frame.pages.map((page) => {
        const { widthUm, heightUm } = displayedSize(page);
        return [Math.round(widthUm / PIXEL), Math.round(heightUm / PIXEL)];
      });
      unsigned = await shown(original);
      cases = await faces();
    }, 120_000);

    const shown = async (pdf: Uint8Array): Promise<ReadonlyMap<string, readonly Picture[]>> =>
      new Map(await Promise.all(RENDERERS.map(async (renderer) => [renderer.name, await renderer.render(pdf, sizes)] as const)));

    for (const what of FACES) {
      it(`has ${what} in the same place with the same picture`, { timeout: 120_000 }, async () => {
        const { face, margin, byInk, drawn: kind } = cases[what];
        const places = PAGES.map((_, index) => ({
          placement: { page: index + 1, ...PLACE },
          field: { kind: 'new', name: `seal-${index + 1}` } as const,
        }));
        const { signer } = (await testPki()).signers.p256;
        const { appended } = await signDocument(memorySource(original), { act: { places, face }, signer, time: TEST_TIME });
        const drawn = await shown(concatBytes(original, appended));
        for (const [index, [page]] of PAGES.entries()) {
          const pictures = RENDERERS.map(({ name }): Shown => ({
            name,
            before: pictureOf(unsigned, name, index),
            after: pictureOf(drawn, name, index),
          }));
          for (const one of pictures) {
            const box = inkBox(one);
            if (margin === null) expect(isWithin(box, placeBox(0)), `${page}, ${one.name}: ${JSON.stringify(box)}`).to.be.true;
            else expect(farthest(box, placeBox(margin)), `${page}, ${one.name}: ${JSON.stringify(box)}`).to.be.at.most(BOX_TOLERANCE);
          }
          for (const [one, other] of pairsOf(pictures)) {
            const between = `${page}, ${one.name} and ${other.name}`;
            expect(farthest(inkBox(one), inkBox(other)), between).to.be.at.most(BOX_TOLERANCE);
            expect(disagreement(one, other, byInk), between).to.be.at.most(PIXEL_TOLERANCE[kind]);
          }
        }
      });
    }
  },
);

function pictureOf(pictures: ReadonlyMap<string, readonly Picture[]>, name: string, index: number): Picture {
  const picture = pictures.get(name)?.[index];
  if (picture === undefined) throw new RangeError(`expected a picture of page ${index + 1} by ${name}`);
  return picture;
}

function isWithin(box: InkBox, around: InkBox): boolean {
  const near = BOX_TOLERANCE;
  const started = box.left >= around.left - near && box.top >= around.top - near;
  return started && box.right <= around.right + near && box.bottom <= around.bottom + near && box.right > box.left;
}

function pairsOf(shown: readonly Shown[]): readonly (readonly [Shown, Shown])[] {
  return shown.flatMap((one, index) => shown.slice(index + 1).map((other) => [one, other] as const));
}
