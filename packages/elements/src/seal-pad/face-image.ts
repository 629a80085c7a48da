import { decodeBase64 } from '@sealkit/core/bytes';
import { parseFaceSvg, type SignatureFace } from '@sealkit/core/pades';

const MICROMETRES_PER_INCH = 25_400;

/** A face as a PNG file: one that was drawn, at a resolution; one that is a picture, as it is. */
export async function faceImage(face: SignatureFace, dpi: number): Promise<File> {
  const octets = face.kind === 'vector' ? await drawnImage(face.svg, dpi) : face.kind === 'raster' ? decodeBase64(face.base64) : null;
  if (octets === null) throw new TypeError('face: expected a drawn face or a picture');
  return new File([octets], 'signature.png', { type: 'image/png' });
}

async function drawnImage(svg: string, dpi: number): Promise<Blob> {
  const face = parseFaceSvg(svg);
  const [left, top, boxWidth] = face.viewBox.map((thousandths) => thousandths / 1000);
  const width = Math.max(1, Math.round((face.widthUm * dpi) / MICROMETRES_PER_INCH));
  const height = Math.max(1, Math.round((face.heightUm * dpi) / MICROMETRES_PER_INCH));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (!pen) throw new TypeError('canvas: expected a browser that draws');
  const scale = width / (boxWidth ?? 1);
  pen.setTransform(scale, 0, 0, scale, -(left ?? 0) * scale, -(top ?? 0) * scale);
  for (const path of face.paths) {
    pen.fillStyle = path.fill;
    const outline = new Path2D(path.d);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is filled, no array
    pen.fill(outline, path.fillRule);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
