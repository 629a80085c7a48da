import type { PdfObject } from '../../pdf/index.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import type { FormStyle } from './form-style.ts';

/** The indirect objects that hold a face once, for all places of an act. */
export interface FaceObjects {
  /** The form that draws the face from its lower left corner. */
  readonly form: PdfObject;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly objects: readonly RevisionObject[];
}

/** Makes the objects of one face, numbered from `firstNumber`. @throws {@link PadesError} `PADES_FACE_…` */
export type FacePainter = (firstNumber: number, style?: FormStyle) => FaceObjects;
