import type { SignatureFace } from '../signing-act.ts';
import type { FaceObjects } from './face-painter.ts';
import type { FormStyle } from './form-style.ts';
import { jpegFace } from './jpeg-face.ts';
import { pngFace } from './png-face.ts';
import { textFace } from './text-face.ts';
import { vectorFace } from './vector-face.ts';

/**
 * The objects of a face of any kind, numbered from `firstNumber`: its form and, for a raster, the image and its soft mask.
 *
 * @throws {@link PadesError} `PADES_FACE_…`
 */
export function faceObjects(face: SignatureFace, firstNumber: number, style?: FormStyle): FaceObjects {
  if (face.kind === 'vector') return vectorFace(face, firstNumber, style);
  if (face.kind === 'text') return textFace(face, firstNumber, style);
  return face.format === 'png' ? pngFace(face, firstNumber, style) : jpegFace(face, firstNumber, style);
}
