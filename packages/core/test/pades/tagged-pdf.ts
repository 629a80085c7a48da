import { pagesPdf, type SmallPdf, smallPdf } from './small-pdf.ts';
import type { Bytes } from '../../src/bytes/index.ts';

const A4 = '/MediaBox [0 0 595 842]';

/** Objects of the structure: root 20, `/Document` 21, a paragraph 22, parent tree 23; 24 to 29 are free for variants. */
export const TAGGED_OBJECTS: Readonly<Record<number, string>> = {
  1: '<< /Type /Catalog /Pages 2 0 R /Lang (de) /MarkInfo << /Marked true >> /StructTreeRoot 20 0 R >>',
  20: '<< /Type /StructTreeRoot /K 21 0 R /ParentTree 23 0 R >>',
  21: '<< /Type /StructElem /S /Document /P 20 0 R /K [22 0 R] >>',
  22: '<< /Type /StructElem /S /P /P 21 0 R /Pg 4 0 R /K 0 >>',
  23: '<< /Nums [0 [22 0 R]] >>',
};

/** Two tagged pages, objects 4 and 6, with parts of the structure exchanged. */
export function taggedPdf(objects: Readonly<Record<number, string>> = {}, pages: string = A4, form?: SmallPdf['form']): Bytes {
  const pdf = pagesPdf([`${pages} /StructParents 0`, A4], {
    objects: { ...TAGGED_OBJECTS, ...objects },
    ...(form === undefined ? {} : { form }),
  });
  return smallPdf(pdf).bytes;
}
