import type { CallOptions } from '../../bytes/index.ts';
import { findSignatureFields, PadesError, type PageBox, rectToPlacement, type SealPlacement } from '../../pades/index.ts';
import { type PdfDict, type PdfDocument, PdfError, type PdfPage, type PdfRectangle, walkPages } from '../../pdf/index.ts';
import type { PlaceFacts } from './validation-facts.ts';

/** Where a signature field shows, read once for all signatures. */
export interface FieldWidget {
  /** Fully qualified name of its field. */
  readonly field: string;
  readonly number: number | null;
  readonly dict: PdfDict;
  readonly page: number | null;
  readonly box: PageBox | null;
  readonly rect: readonly [string, string, string, string] | null;
}

export async function readFieldWidgets(document: PdfDocument, options: CallOptions): Promise<readonly FieldWidget[]> {
  try {
    const pages = await walkPages(document, options);
    const fields = await findSignatureFields(document, options);
    return fields.flatMap((field) =>
      field.widgets.map(({ ref, dict, page, rect }): FieldWidget => {
        const found = page === null ? undefined : pages[page - 1];
        return { field: field.name, number: ref?.number ?? null, dict, page, rect, box: found === undefined ? null : pageBoxOf(found) };
      }),
    );
  } catch (error) {
    if (error instanceof PdfError || error instanceof PadesError) return [];
    throw error;
  }
}

/** The widget's rectangle as displayed; undefined where it shows nowhere or covers nothing. */
export function placeOf(widget: FieldWidget): PlaceFacts | undefined {
  const placement = placementOf(widget);
  if (placement === undefined || placement.width === 0 || placement.height === 0) return undefined;
  const { page, x, y, width, height } = placement;
  return { field: widget.field, page, x, y, width, height };
}

export function placementOf(widget: FieldWidget, form?: Parameters<typeof rectToPlacement>[3]): SealPlacement | undefined {
  if (widget.page === null || widget.rect === null || widget.box === null) return undefined;
  try {
    return rectToPlacement(widget.rect, widget.page, widget.box, form);
  } catch (error) {
    if (error instanceof PadesError) return undefined;
    throw error;
  }
}

/** CropBox within MediaBox, quarter turns, user unit. @see ISO 32000-2 §7.7.3.3, §14.11.2 */
function pageBoxOf(page: PdfPage): PageBox {
  const media = corners(page.mediaBox) ?? DEFAULT_BOX;
  const crop = corners(page.cropBox) ?? media;
  const within = (index: 0 | 1 | 2 | 3, choose: (left: number, right: number) => number): string =>
    Number(crop[index]) === choose(Number(crop[index]), Number(media[index])) ? crop[index] : media[index];
  const turned = (((page.rotate?.value ?? 0) % 360) + 360) % 360;
  const rotate = turned === 90 || turned === 180 || turned === 270 ? turned : 0;
  return {
    cropBox: [within(0, Math.max), within(1, Math.max), within(2, Math.min), within(3, Math.min)],
    rotate,
    userUnit: page.userUnit !== undefined && page.userUnit.value > 0 ? page.userUnit.text : '1',
  };
}

/** What readers show where no MediaBox is. */
const DEFAULT_BOX = ['0', '0', '612', '792'] as const;

/** Left, bottom, right, top, whichever corners the file names. */
function corners(box: PdfRectangle | undefined): readonly [string, string, string, string] | undefined {
  if (box === undefined) return undefined;
  const [x0, y0, x1, y1] = box;
  const [left, right] = x0.value <= x1.value ? [x0, x1] : [x1, x0];
  const [bottom, top] = y0.value <= y1.value ? [y0, y1] : [y1, y0];
  return [left.text, bottom.text, right.text, top.text];
}
