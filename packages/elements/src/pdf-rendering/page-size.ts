/** Size of a page as displayed: CropBox, `/Rotate` and `/UserUnit` applied. */
export interface PageSize {
  readonly widthUm: number;
  readonly heightUm: number;
}

/** Micrometres in one CSS pixel (96 to the inch) and in one PDF point (72 to the inch). */
export const UM_PER_PIXEL: number = 25_400 / 96;
export const UM_PER_POINT: number = 25_400 / 72;

/** A4 upright: stands in until the first page of a document is known. */
export const A4: PageSize = { widthUm: 210_000, heightUm: 297_000 };

/** CSS pixels of a length at a zoom; zoom 1 shows true size. */
export function toPixels(micrometres: number, zoom: number): number {
  return (micrometres / UM_PER_PIXEL) * zoom;
}

/** Whole micrometres of a length on the screen. */
export function toMicrometres(pixels: number, zoom: number): number {
  return Math.round((pixels / zoom) * UM_PER_PIXEL);
}
