import type { Bytes } from '../../bytes/index.ts';
import type { SealPicture } from '../statement/seal-info.ts';
import { faceCircle } from './face-circle.ts';
import { encodeLikeness } from './likeness-octets.ts';
import { inkOfFace } from './ink-of-face.ts';
import { polarMap } from './polar-map.ts';

/**
 * What a face looks like, in 1249 octets: how much ink there is in each cell of a polar map around its middle. Colour of the
 * ink, size and place in the picture leave no trace; an angle shifts the map. Null where a face has no ink to measure.
 *
 * @throws {@link PadesError} `PADES_FACE_…` where the face is not of the closed profile or the PNG cannot be read.
 */
export async function likenessOfFace(face: SealPicture): Promise<Bytes | null> {
  const raster = await inkOfFace(face);
  const circle = raster === null ? null : faceCircle(raster);
  return raster === null || circle === null ? null : encodeLikeness(polarMap(raster, circle));
}
