import type { FramePage } from '../document-frame.ts';
import { compare, parseDecimal, type Rational } from '../geometry/rational.ts';
import { PadesError } from '../pades-error.ts';

export type Box = FramePage['mediaBox'];

/** What readers show where no MediaBox is (ANSI A). */
const DEFAULT_BOX: Box = ['0', '0', '612', '792'];

/** The box of the medium and the part of it that readers show (ISO 32000-2 §14.11.2.1), from what the file says or inherits. */
export function effectiveBoxes(mediaBox?: Box, cropBox?: Box): { readonly mediaBox: Box; readonly cropBox: Box } {
  const media = normalised(mediaBox) ?? DEFAULT_BOX;
  return { mediaBox: media, cropBox: intersection(media, normalised(cropBox) ?? media) };
}

/** Lower left and upper right corner, whichever corners the file names. */
function normalised(box: Box | undefined): Box | undefined {
  if (box === undefined) return undefined;
  const [x0, y0, x1, y1] = box;
  return [smaller(x0, x1), smaller(y0, y1), larger(x0, x1), larger(y0, y1)];
}

function intersection(media: Box, crop: Box): Box {
  const box: Box = [larger(media[0], crop[0]), larger(media[1], crop[1]), smaller(media[2], crop[2]), smaller(media[3], crop[3])];
  return compare(number(box[0]), number(box[2])) < 0 && compare(number(box[1]), number(box[3])) < 0 ? box : media;
}

function smaller(left: string, right: string): string {
  return compare(number(left), number(right)) <= 0 ? left : right;
}

function larger(left: string, right: string): string {
  return compare(number(left), number(right)) >= 0 ? left : right;
}

function number(text: string): Rational {
  const value = parseDecimal(text);
  if (value === undefined) throw new PadesError('PADES_PAGE_GEOMETRY', 'expected box numbers of at most twenty digits');
  return value;
}
