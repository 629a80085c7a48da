import type { Bytes } from '../../bytes/index.ts';
import { type PdfDict, pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber } from '../../pdf/index.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import { type FormStyle, formGroup, formResources } from './form-style.ts';

/** The form XObject that draws a face. */
export function formStream(
  number: number,
  content: Bytes,
  { bbox, resources, style }: { readonly bbox: readonly string[]; readonly resources: PdfDict; readonly style: FormStyle },
): RevisionObject {
  const dict = pdfDict({
    BBox: pdfArray(bbox.map(pdfNumber)),
    ...formGroup(style),
    Length: pdfInteger(content.length),
    Resources: formResources(resources, style),
    Subtype: pdfName('Form'),
    Type: pdfName('XObject'),
  });
  return faceStream(number, dict, content);
}

export function faceStream(number: number, dict: PdfDict, content: Bytes): RevisionObject {
  return { number, generation: 0, body: { kind: 'stream', dict, content } };
}
