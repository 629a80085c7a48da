import { pdfDict, pdfRef } from '../../pdf/index.ts';
import { points } from '../geometry/points.ts';
import { formatDecimal } from '../geometry/rational.ts';
import type { TextFace } from '../signing-act.ts';
import type { FaceObjects } from './face-painter.ts';
import { formStream } from './face-stream.ts';
import type { FormStyle } from './form-style.ts';
import { textObjects } from './text-objects.ts';

/** The form of a block of text, and its fonts. @throws {@link PadesError} `PADES_FACE_…` */
export function textFace(face: TextFace, firstNumber: number, style?: FormStyle): FaceObjects {
  const { widthUm, heightUm } = face;
  const { content, fonts, objects } = textObjects(face, firstNumber + 1);
  const resources = pdfDict({ Font: pdfDict(new Map(fonts)) });
  const bbox = ['0', '0', formatDecimal(points(widthUm)), formatDecimal(points(heightUm))];
  return {
    form: pdfRef(firstNumber),
    widthUm,
    heightUm,
    objects: [formStream(firstNumber, content, { bbox, resources, style }), ...objects],
  };
}
