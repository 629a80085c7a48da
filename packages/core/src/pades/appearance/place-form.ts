import { encodeLatin1 } from '../../bytes/index.ts';
import { pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber } from '../../pdf/index.ts';
import type { PlacementGeometry } from '../geometry/placement-geometry.ts';
import { points } from '../geometry/points.ts';
import { divide, formatDecimal } from '../geometry/rational.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import type { FaceObjects } from './face-painter.ts';
import type { FormStyle } from './form-style.ts';

/**
 * The form XObject of one place: its box is the part that is drawn (the slice of a straddle seal), and it draws the one
 * shared face scaled to the place's size, blended by Multiply so that text stays legible under it.
 */
export function placeForm(number: number, geometry: PlacementGeometry, face: FaceObjects, style?: FormStyle): RevisionObject {
  const horizontal = formatDecimal(divide(geometry.width, points(face.widthUm)));
  const vertical = formatDecimal(divide(geometry.height, points(face.heightUm)));
  const isFlat = style?.flat === true;
  const content = encodeLatin1(`${isFlat ? '' : '/Multiply gs\n'}${horizontal} 0 0 ${vertical} 0 0 cm\n/Face Do\n`);
  const dict = pdfDict({
    BBox: pdfArray(geometry.bbox.map(pdfNumber)),
    Length: pdfInteger(content.length),
    Matrix: pdfArray(geometry.matrix.map(pdfNumber)),
    Resources: pdfDict({
      ...(isFlat ? {} : { ExtGState: pdfDict({ Multiply: pdfDict({ BM: pdfName('Multiply'), Type: pdfName('ExtGState') }) }) }),
      XObject: pdfDict({ Face: face.form }),
    }),
    Subtype: pdfName('Form'),
    Type: pdfName('XObject'),
  });
  return { number, generation: 0, body: { kind: 'stream', dict, content } };
}

/** The form of a place that shows nothing. */
export function emptyForm(number: number): RevisionObject {
  const dict = pdfDict({
    BBox: pdfArray([0, 0, 0, 0].map(pdfInteger)),
    Length: pdfInteger(0),
    Resources: pdfDict({}),
    Subtype: pdfName('Form'),
    Type: pdfName('XObject'),
  });
  return { number, generation: 0, body: { kind: 'stream', dict, content: new Uint8Array() } };
}
