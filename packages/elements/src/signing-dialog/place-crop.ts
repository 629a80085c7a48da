import { decodeBase64, decodeUtf8 } from '@sealkit/core/bytes';
import { parseFaceSvg, type SealPlacement } from '@sealkit/core/pades';
import type { SigningState } from '../controllers/signing-state.ts';
import type { AssetUrls } from '../foundation/context.ts';
import type { FacePicture } from '../foundation/seal-picture.ts';
import { openDocument } from '../pdf-rendering/open-document.ts';
import { RenderingError } from '../pdf-rendering/rendering-error.ts';

/** CSS pixels in a millimetre at zoom 1. */
const PIXELS_PER_MM = 96 / 25.4;
const SCALE = 2.2;

/** The picture of the first place of an act; a newer one ends what is still being drawn. */
export class PlaceCrop {
  #drawing: AbortController | undefined;

  draw(canvas: HTMLCanvasElement | null, { request, seal }: SigningState, assets: AssetUrls): void {
    this.stop();
    const [placement] = request?.placements ?? [];
    if (!canvas || !request || !placement) return;
    this.#drawing = new AbortController();
    void drawPlaceCrop(canvas, { document: request.document, placement, face: seal?.current?.face ?? null, assets }, this.#drawing.signal);
  }

  stop(): void {
    this.#drawing?.abort();
  }
}

/**
 * Draws the part of a page around a place, with the seal where it will be. The page comes from the document; where it cannot be
 * drawn, the paper stays white and the seal shows alone. Ends early with its signal.
 */
async function drawPlaceCrop(
  canvas: HTMLCanvasElement,
  shown: { readonly document: Blob; readonly placement: SealPlacement; readonly face: FacePicture | null; readonly assets: AssetUrls },
  signal: AbortSignal,
): Promise<void> {
  const density = Math.max(1, Math.min(devicePixelRatio, 3));
  const width = Math.max(1, canvas.clientWidth);
  const height = Math.max(1, canvas.clientHeight);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const { placement } = shown;
  // Left top of the part shown, in millimetres: the place stands in its middle.
  const left = (placement.x + placement.width / 2) / 1000 - width / SCALE / 2;
  const top = (placement.y + placement.height / 2) / 1000 - height / SCALE / 2;
  const draw = (page: HTMLCanvasElement | null): void => {
    pen.resetTransform();
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    if (page) pen.drawImage(page, -left * SCALE * density, -top * SCALE * density);
    pen.setTransform(SCALE * density, 0, 0, SCALE * density, -left * SCALE * density, -top * SCALE * density);
    if (shown.face) drawFace(pen, shown.face, placement);
  };
  draw(null);
  const page = await paintPage(shown.document, placement.page, SCALE / PIXELS_PER_MM, density, shown.assets, signal);
  if (page && !signal.aborted) draw(page);
}

async function paintPage(
  document: Blob,
  page: number,
  zoom: number,
  density: number,
  assets: AssetUrls,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | null> {
  try {
    const opened = await openDocument(document, assets, signal);
    try {
      return await opened.paint(page, { zoom, density, signal });
    } finally {
      opened.close();
    }
  } catch (error) {
    // The position is right without the page's picture; the step before has shown the page.
    if (error instanceof RenderingError || signal.aborted) return null;
    throw error;
  }
}

/** Draws a vector face in millimetres of the page; a raster face is left to its outline. */
function drawFace(pen: CanvasRenderingContext2D, picture: FacePicture, placement: SealPlacement): void {
  const [x, y, width, height] = [placement.x, placement.y, placement.width, placement.height].map((length) => length / 1000) as [
    number,
    number,
    number,
    number,
  ];
  pen.translate(x + width / 2, y + height / 2);
  pen.rotate((placement.rotation / 1000) * (Math.PI / 180));
  if (picture.type === 'SVG') {
    const face = parseFaceSvg(decodeUtf8(decodeBase64(picture.base64)));
    const [boxLeft, boxTop, boxWidth, boxHeight] = face.viewBox.map((thousandths) => thousandths / 1000) as [
      number,
      number,
      number,
      number,
    ];
    pen.scale(width / boxWidth, height / boxHeight);
    pen.translate(-boxLeft - boxWidth / 2, -boxTop - boxHeight / 2);
    for (const path of face.paths) {
      pen.fillStyle = path.fill;
      pen.fill(outlineOf(path.d), path.fillRule);
    }
  } else {
    pen.strokeStyle = '#7e8994';
    pen.lineWidth = 0.3;
    pen.strokeRect(-width / 2, -height / 2, width, height);
  }
}

function outlineOf(d: string): Path2D {
  return new Path2D(d);
}
