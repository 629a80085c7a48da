import { pdfDict, pdfRef } from '../../pdf/index.ts';
import type { SignatureFace } from '../signing-act.ts';
import { faceToForm } from './face-form.ts';
import type { FaceObjects } from './face-painter.ts';
import { formStream } from './face-stream.ts';
import type { FormStyle } from './form-style.ts';

/** The form of a drawn face. @throws {@link PadesError} `PADES_FACE_…` */
export function vectorFace(face: Extract<SignatureFace, { kind: 'vector' }>, firstNumber: number, style?: FormStyle): FaceObjects {
  const { content, bbox, widthUm, heightUm } = faceToForm(face.svg);
  const form = formStream(firstNumber, content, { bbox, resources: pdfDict({}), style });
  return { form: pdfRef(firstNumber), widthUm, heightUm, objects: [form] };
}
