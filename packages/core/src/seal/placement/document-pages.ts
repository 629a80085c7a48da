import type { CallOptions } from '../../bytes/index.ts';
import { displayedSize, type PageBox, rectToPlacement } from '../../pades/index.ts';
import { type PdfDocument, type PdfPage, type PdfRectangle, walkPages } from '../../pdf/index.ts';
import type { DisplayedPage } from './page-anchor.ts';

type Corners = PageBox['cropBox'];

/** What readers show where no MediaBox is (ANSI A). */
const DEFAULT_BOX: Corners = ['0', '0', '612', '792'];

/**
 * A document's pages as displayed, with the MediaBox of those that show less than it.
 *
 * @throws `PadesError` `PADES_PAGE_GEOMETRY` for a page whose boxes have no area; `PdfError` for a page tree that cannot be read.
 */
export async function readDisplayedPages(document: PdfDocument, options?: CallOptions): Promise<readonly DisplayedPage[]> {
  return (await walkPages(document, options)).map(displayedPage);
}

export function displayedPage(page: PdfPage): DisplayedPage {
  const { media, crop } = boxesOf(page);
  const size = { page: page.index, ...displayedSize(crop) };
  if (media.cropBox.every((edge, index) => Number(edge) === Number(crop.cropBox[index]))) return size;
  const { x, y } = rectToPlacement(media.cropBox, page.index, crop);
  return { ...size, mediaBox: { x, y, ...displayedSize(media) } };
}

/** The geometry of what readers show. @see ISO 32000-2 §7.7.3.3, §14.11.2 */
export function pageBox(page: PdfPage): PageBox {
  return boxesOf(page).crop;
}

function boxesOf(page: PdfPage): { readonly media: PageBox; readonly crop: PageBox } {
  const media = cornersOf(page.mediaBox) ?? DEFAULT_BOX;
  const turned = (((page.rotate?.value ?? 0) % 360) + 360) % 360;
  const turn = { rotate: turned === 90 || turned === 180 || turned === 270 ? turned : 0, userUnit: unitOf(page) } as const;
  return { media: { cropBox: media, ...turn }, crop: { cropBox: intersection(media, cornersOf(page.cropBox) ?? media), ...turn } };
}

function unitOf(page: PdfPage): string {
  return page.userUnit !== undefined && page.userUnit.value > 0 ? page.userUnit.text : '1';
}

function intersection(media: Corners, crop: Corners): Corners {
  const inner = (one: string, other: string, choose: (left: number, right: number) => number): string =>
    choose(Number(one), Number(other)) === Number(one) ? one : other;
  const box: Corners = [
    inner(media[0], crop[0], Math.max),
    inner(media[1], crop[1], Math.max),
    inner(media[2], crop[2], Math.min),
    inner(media[3], crop[3], Math.min),
  ];
  return Number(box[0]) < Number(box[2]) && Number(box[1]) < Number(box[3]) ? box : media;
}

/** Left, bottom, right, top, whichever corners the file names. */
function cornersOf(box: PdfRectangle | undefined): Corners | undefined {
  if (box === undefined) return undefined;
  const [x0, y0, x1, y1] = box;
  const [left, right] = x0.value <= x1.value ? [x0, x1] : [x1, x0];
  const [bottom, top] = y0.value <= y1.value ? [y0, y1] : [y1, y0];
  return [left.text, bottom.text, right.text, top.text];
}
