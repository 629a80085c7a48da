import { toPixels, type PageSize } from '../pdf-rendering/page-size.ts';

/** Where each page lies in the column of pages, in CSS pixels from its top. */
export interface PageLayout {
  readonly zoom: number;
  readonly boxes: readonly PageBox[];
  /** Size of the whole column, padding included. */
  readonly width: number;
  readonly height: number;
}

export interface PageBox {
  /** Counted from 1. */
  readonly page: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutSpacing {
  readonly gap: number;
  readonly block: number;
  readonly inline: number;
}

/** How large pages show: a factor where 1 is true size, or what they are fitted to. */
export type Zoom = number | 'fit-width' | 'fit-page';

export const ZOOM_LIMITS = { least: 0.1, most: 8 } as const;
/** The steps of zooming in and out. */
const ZOOM_STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8] as const;

export function layoutPages(sizes: readonly PageSize[], zoom: number, spacing: LayoutSpacing): PageLayout {
  const boxes: PageBox[] = [];
  let top = spacing.block;
  let widest = 0;
  for (const [index, size] of sizes.entries()) {
    // Whole pixels keep the edges of paper and canvas sharp.
    const width = Math.round(toPixels(size.widthUm, zoom));
    const height = Math.round(toPixels(size.heightUm, zoom));
    boxes.push({ page: index + 1, top, width, height });
    top += height + spacing.gap;
    widest = Math.max(widest, width);
  }
  const height = boxes.length === 0 ? 0 : top - spacing.gap + spacing.block;
  return { zoom, boxes, width: widest + 2 * spacing.inline, height };
}

/** The pages that touch a stretch of the column; found by halving, so that length costs nothing. */
export function pagesBetween(layout: PageLayout, from: number, to: number): readonly PageBox[] {
  const { boxes } = layout;
  let start = firstEndingAfter(boxes, from);
  const found: PageBox[] = [];
  for (let box = boxes[start]; box !== undefined && box.top < to; box = boxes[start]) {
    found.push(box);
    start += 1;
  }
  return found;
}

/** The page at a height in the column; between two pages the one above, and the first or last beyond the ends. */
export function pageAt(layout: PageLayout, offset: number): number {
  const { boxes } = layout;
  const next = boxes[firstEndingAfter(boxes, offset)];
  if (next === undefined) return Math.max(1, boxes.length);
  return offset < next.top && next.page > 1 ? next.page - 1 : next.page;
}

/** Pages in a window of the column, and those whose end is in it. */
export interface PagesInSight {
  readonly pages: readonly number[];
  readonly ended: readonly number[];
}

/** What a window of the column shows. An edge that is less than two pixels away counts as reached: offsets are rounded. */
export function pagesInSight(layout: PageLayout, top: number, height: number): PagesInSight {
  const boxes = pagesBetween(layout, top, top + height);
  return {
    pages: boxes.map(({ page }) => page),
    ended: boxes.filter((box) => box.top + box.height <= top + height + 2).map(({ page }) => page),
  };
}

/** The factor that a zoom means. Fitting goes by the width that most pages have, so that one large plan does not shrink a contract. */
export function zoomFactor(
  zoom: Zoom,
  sizes: readonly PageSize[],
  page: number,
  room: { readonly width: number; readonly height: number },
  spacing: LayoutSpacing,
): number {
  if (typeof zoom === 'number') return clampZoom(zoom);
  const width = Math.max(1, room.width - 2 * spacing.inline);
  const byWidth = width / toPixels(commonWidth(sizes), 1);
  if (zoom === 'fit-width') return clampZoom(byWidth);
  const size = sizes[page - 1] ?? sizes[0];
  if (size === undefined) return 1;
  const height = Math.max(1, room.height - 2 * spacing.block);
  return clampZoom(Math.min(width / toPixels(size.widthUm, 1), height / toPixels(size.heightUm, 1)));
}

/** The next larger or smaller step from a factor. */
export function zoomStep(factor: number, direction: 1 | -1): number {
  const near = 0.005;
  const next = direction > 0 ? ZOOM_STEPS.find((step) => step > factor + near) : ZOOM_STEPS.findLast((step) => step < factor - near);
  return next ?? clampZoom(factor);
}

export function clampZoom(factor: number): number {
  return Number.isFinite(factor) ? Math.min(ZOOM_LIMITS.most, Math.max(ZOOM_LIMITS.least, factor)) : 1;
}

/** Reads a `zoom` attribute: a factor, or one of the two words. */
export function parseZoom(text: string | null): Zoom {
  if (text === 'fit-page' || text === 'fit-width') return text;
  const factor = Number(text);
  return text !== null && text.trim() !== '' && Number.isFinite(factor) && factor > 0 ? clampZoom(factor) : 'fit-width';
}

function commonWidth(sizes: readonly PageSize[]): number {
  const counts = new Map<number, number>();
  for (const { widthUm } of sizes) counts.set(widthUm, (counts.get(widthUm) ?? 0) + 1);
  let best = 0;
  let most = 0;
  for (const [width, count] of counts) {
    if (count <= most) continue;
    best = width;
    most = count;
  }
  return best === 0 ? 210_000 : best;
}

function firstEndingAfter(boxes: readonly PageBox[], offset: number): number {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle];
    if (box !== undefined && box.top + box.height <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
