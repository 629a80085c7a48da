import type { SignatureFace } from '../signing-act.ts';
import type { FacePainter } from './face-painter.ts';

/** Loads what draws this kind of face, and no more: a page that seals with a drawing needs no PNG. */
export async function loadFacePainter(face: SignatureFace): Promise<FacePainter> {
  if (face.kind === 'vector') {
    const { vectorFace } = await import('./vector-face.ts');
    return (firstNumber, style) => vectorFace(face, firstNumber, style);
  }
  if (face.kind === 'text') {
    const { textFace } = await import('./text-face.ts');
    return (firstNumber, style) => textFace(face, firstNumber, style);
  }
  if (face.format === 'png') {
    const { pngFace } = await import('./png-face.ts');
    return (firstNumber, style) => pngFace(face, firstNumber, style);
  }
  const { jpegFace } = await import('./jpeg-face.ts');
  return (firstNumber, style) => jpegFace(face, firstNumber, style);
}
