import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import type { SealPlacement } from '../seal-placement.ts';
import type { SignatureFace } from '../signing-act.ts';

const hasPoppler = spawnSync('pdftoppm', ['-v']).status === 0;
const describeDrawn = hasPoppler ? describe : describe.skip;
const title = 'faces as poppler draws them';

/** 40 mm: a frame of 2 mm, in it an L of 6 mm strokes; wide empty space at the upper right. */
const SVG =
  '<svg width="40mm" height="40mm" viewBox="0 0 40 40">' +
  '<path d="M 0 0 L 40 0 L 40 40 L 0 40 Z M 2 2 L 38 2 L 38 38 L 2 38 Z" fill="#FF0000" fill-rule="evenodd"/>' +
  '<path d="M 8 5 L 14 5 L 14 29 L 30 29 L 30 35 L 8 35 Z" fill="#FF0000"/></svg>';
const VECTOR: SignatureFace = { kind: 'vector', svg: SVG };
/** Points of the face in mm from its upper left corner, and whether ink is there. */
const INK: readonly (readonly [number, number, boolean])[] = [
  [1, 1, true],
  [39, 1, true],
  [1, 39, true],
  [39, 39, true],
  [11, 8, true],
  [11, 32, true],
  [28, 32, true],
  [28, 10, false],
  [20, 20, false],
  [5, 20, false],
];

interface Picture {
  readonly width: number;
  readonly height: number;
  pixel(x: number, y: number): readonly [number, number, number];
}

const DOTS_PER_INCH = 254;
const dots = (millimetres: number): number => Math.round(millimetres * (DOTS_PER_INCH / 25.4));

async function draw(pages: readonly string[], face: SignatureFace, placements: readonly SealPlacement[]): Promise<readonly Picture[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-drawing-'));
  try {
    const places = placements.map((placement, index) => ({ placement, field: { kind: 'new' as const, name: `seal-${index + 1}` } }));
    const signed = await signDocument(smallPdf(pagesPdf(pages)).bytes, testSigner(), { act: { places, face } });
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, signed);
    return pages.map((_, index) => {
      const page = String(index + 1);
      const options = { maxBuffer: 256 * 1024 * 1024 };
      return readPpm(execFileSync('pdftoppm', ['-r', String(DOTS_PER_INCH), '-f', page, '-l', page, '-cropbox', file], options));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readPpm(bytes: Uint8Array): Picture {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Array.from(bytes.subarray(0, 40), (byte) => String.fromCharCode(byte)).join(''));
  if (head === null) throw new TypeError('expected a PPM');
  const width = Number(head[1]);
  const data = bytes.subarray(head[0].length);
  const pixel = (x: number, y: number): readonly [number, number, number] => {
    const at = (y * width + x) * 3;
    return [data[at] ?? -1, data[at + 1] ?? -1, data[at + 2] ?? -1];
  };
  return { width, height: Number(head[2]), pixel };
}

const isRed = ([red, green, blue]: readonly [number, number, number]): boolean => red > 200 && green < 60 && blue < 60;
const isWhite = (pixel: readonly [number, number, number]): boolean => pixel.every((value) => value > 250);

describeDrawn(hasPoppler ? title : `${title} (skipped: pdftoppm not found)`, () => {
  const geometries: readonly (readonly [string, string])[] = [
    ['an upright page', '/MediaBox [0 0 595 842]'],
    ['a page turned by 90', '/MediaBox [0 0 595 842] /Rotate 90'],
    ['a page turned by 180', '/MediaBox [0 0 595 842] /Rotate 180'],
    ['a page turned by 270', '/MediaBox [0 0 595 842] /Rotate 270'],
    ['a cropped page with a negative origin', '/MediaBox [-100 -200 500 600] /CropBox [-50 -150 400 450.5]'],
    ['a cropped page turned by 90', '/MediaBox [-100 -200 500 600] /CropBox [-50 -150 400 450] /Rotate 90'],
    ['a cropped page turned by 270', '/MediaBox [100 200 800 900] /CropBox [150 250 600 700] /Rotate -90'],
  ];
  const at = (page: number, x: number, y: number, more: Partial<SealPlacement> = {}): SealPlacement => ({
    page,
    x: x * 1000,
    y: y * 1000,
    width: 40_000,
    height: 40_000,
    rotation: 0,
    ...more,
  });

  it('stand upright where they are placed, whatever the page', async () => {
    const pictures = await draw(
      geometries.map(([, entries]) => entries),
      VECTOR,
      geometries.map((_, index) => at(index + 1, 30, 50)),
    );
    geometries.forEach(([what], index) => {
      for (const [x, y, ink] of INK) {
        const pixel = pictures[index]?.pixel(dots(30 + x), dots(50 + y)) ?? [0, 0, 0];
        expect(ink ? isRed(pixel) : isWhite(pixel), `${what}: ${x}, ${y} is ${pixel.join(' ')}`).to.be.true;
      }
      const outside = [pictures[index]?.pixel(dots(29.5), dots(60)), pictures[index]?.pixel(dots(70.5), dots(60))];
      for (const pixel of outside) expect(pixel !== undefined && isWhite(pixel), what).to.be.true;
    });
  });

  it('turn clockwise about their centre', async () => {
    const [picture] = await draw(['/MediaBox [0 0 595 842]'], VECTOR, [at(1, 30, 50, { rotation: 30_000 })]);
    const [cosine, sine] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    for (const [x, y, ink] of INK) {
      const [dx, dy] = [x - 20, y - 20];
      const pixel = picture?.pixel(dots(50 + dx * cosine - dy * sine), dots(70 + dx * sine + dy * cosine)) ?? [0, 0, 0];
      expect(ink ? isRed(pixel) : isWhite(pixel), `${x}, ${y} is ${pixel.join(' ')}`).to.be.true;
    }
  });

  it('show their slice alone, in its place in the whole', async () => {
    const clip = { x: 0, y: 0, width: 20_000, height: 40_000 };
    const [picture] = await draw(['/MediaBox [0 0 595 842] /Rotate 90'], VECTOR, [at(1, 30, 50, { clip })]);
    for (const [x, y, ink] of INK) {
      if (x === 20) continue;
      const pixel = picture?.pixel(dots(30 + x), dots(50 + y)) ?? [0, 0, 0];
      expect(ink && x < 20 ? isRed(pixel) : isWhite(pixel), `${x}, ${y} is ${pixel.join(' ')}`).to.be.true;
    }
  });

  it('leave the text under them legible: the colours multiply', async () => {
    const page = '/MediaBox [0 0 595 842]';
    const solid = '<svg width="60mm" height="60mm" viewBox="0 0 1 1"><path d="M 0 0 L 1 0 L 1 1 L 0 1 Z" fill="#FF0000"/></svg>';
    const [picture] = await draw([page], { kind: 'vector', svg: solid }, [at(1, 15, 230, { width: 60_000, height: 60_000 })]);
    let dark = 0;
    for (let y = dots(235); y < dots(285); y += 1) {
      for (let x = dots(20); x < dots(70); x += 1) if ((picture?.pixel(x, y)[0] ?? 255) < 50) dark += 1;
    }
    expect(dark).to.be.above(500);
  });

  it('show a picture with its alpha', async () => {
    const sample = PNG_SAMPLES.find(({ what }) => what === 'RGBA, 8 bits');
    const face: SignatureFace = { kind: 'raster', format: 'png', base64: sample?.base64 ?? '', widthUm: 50_000, heightUm: 30_000 };
    const [picture] = await draw(['/MediaBox [0 0 595 842]'], face, [at(1, 30, 50, { width: 50_000, height: 30_000 })]);
    // Row 1 of the sample is opaque: 3C6414 in its second column; row 0, column 4 is F00000 with alpha 37.
    const opaque = picture?.pixel(dots(45), dots(65)) ?? [0, 0, 0];
    const faint = picture?.pixel(dots(75), dots(55)) ?? [0, 0, 0];
    [0x3c, 0x64, 0x14].forEach((value, index) => expect(Math.abs((opaque[index] ?? 0) - value)).to.be.at.most(6));
    const blended = [0xf0, 0, 0].map((value) => 255 - ((255 - value) * 0x37) / 255);
    blended.forEach((value, index) => expect(Math.abs((faint[index] ?? 0) - value)).to.be.at.most(12));
  });
});
