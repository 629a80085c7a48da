import type { AssetUrls } from '../foundation/context.ts';
import { openDocument } from '../pdf-rendering/open-document.ts';
import { around, differentPlaces, type PixelBox } from './page-difference.ts';

/** A page as it was signed and as it is now, each cut to the part around what differs and marked there. */
export interface ChangedPage {
  readonly page: number;
  readonly before: HTMLCanvasElement;
  readonly after: HTMLCanvasElement;
  readonly places: number;
}

const ZOOM = 1;
const DENSITY = 1.5;
/** Pixels around the differing part that stay in the picture, and the least part of the page's height that is shown. */
const MARGIN = 72;
const LEAST_SHARE = 0.35;
/** Marks lie on paper, which is white in every theme. */
const MARK = '#93360c';

/**
 * Draws a page of two versions of a file and marks where they differ. A page that one version does not have is blank there.
 *
 * @throws {@link RenderingError} when a version cannot be opened or drawn.
 */
export async function drawChangedPage(
  versions: { readonly before: Blob; readonly after: Blob; readonly page: number; readonly assets: AssetUrls },
  signal: AbortSignal,
): Promise<ChangedPage> {
  const { page, assets } = versions;
  const before = await paint(versions.before, page, assets, signal);
  const after = await paint(versions.after, page, assets, signal);
  const width = Math.max(before?.width ?? 1, after?.width ?? 1);
  const height = Math.max(before?.height ?? 1, after?.height ?? 1);
  const [left, right] = [onPaper(before, width, height), onPaper(after, width, height)];
  const places = differentPlaces(pixelsOf(left), pixelsOf(right));
  const part = shownPart(places, width, height);
  return { page, before: cutOut(left, part, places, 'before'), after: cutOut(right, part, places, 'after'), places: places.length };
}

async function paint(document: Blob, page: number, assets: AssetUrls, signal: AbortSignal): Promise<HTMLCanvasElement | null> {
  const opened = await openDocument(document, assets, signal);
  try {
    return page > opened.pageCount ? null : await opened.paint(page, { zoom: ZOOM, density: DENSITY, signal });
  } finally {
    opened.close();
  }
}

function onPaper(drawn: HTMLCanvasElement | null, width: number, height: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return canvas;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  if (drawn) pen.drawImage(drawn, 0, 0);
  return canvas;
}

function pixelsOf(canvas: HTMLCanvasElement): ImageData {
  return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? new ImageData(1, 1);
}

/** The whole width of the page, from a little above the first difference to a little below the last. */
function shownPart(places: readonly PixelBox[], width: number, height: number): PixelBox {
  if (places.length === 0) return { x: 0, y: 0, width, height };
  const changed = around(places);
  const wanted = Math.min(height, Math.max(changed.height + 2 * MARGIN, height * LEAST_SHARE));
  const y = Math.max(0, Math.min(height - wanted, changed.y + changed.height / 2 - wanted / 2));
  return { x: 0, y: Math.round(y), width, height: Math.round(wanted) };
}

/** Dashed frames where something was, drawn ones with a hatch where something else stands now. */
function cutOut(page: HTMLCanvasElement, part: PixelBox, places: readonly PixelBox[], side: 'before' | 'after'): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: part.width, height: part.height });
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.drawImage(page, -part.x, -part.y);
  pen.strokeStyle = MARK;
  for (const { x, y, width, height } of places) {
    const frame = [x - part.x - 4, y - part.y - 4, width + 8, height + 8] as const;
    if (side === 'after') hatch(pen, frame);
    pen.lineWidth = 2;
    pen.setLineDash(side === 'before' ? [6, 4] : []);
    pen.strokeRect(...frame);
  }
  return canvas;
}

function hatch(pen: CanvasRenderingContext2D, [x, y, width, height]: readonly [number, number, number, number]): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.globalAlpha = 0.35;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.beginPath();
  for (let along = -height; along < width; along += 8) {
    pen.moveTo(x + along, y + height);
    pen.lineTo(x + along + height, y);
  }
  pen.stroke();
  pen.restore();
}
