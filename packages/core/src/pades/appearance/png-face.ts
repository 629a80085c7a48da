import { zlibSync } from 'fflate';
import { type Bytes, copyBytes } from '../../bytes/index.ts';
import { PadesError } from '../pades-error.ts';
import type { FaceObjects } from './face-painter.ts';
import type { FormStyle } from './form-style.ts';
import { decodePng } from './png-image.ts';
import { imageDict, type ImageParts, type RasterFace, rasterFace } from './raster-face.ts';

/** Fixed, `mem` included, so that the same samples give the same octets wherever the revision is written. */
const COMPRESSION = { level: 9, mem: 8 } as const;

/**
 * The form of a PNG picture: its samples compressed anew, its alpha as a soft mask.
 *
 * @throws {@link PadesError} `PADES_PDFA_TRANSPARENCY` for a transparent picture where nothing may blend (ISO 19005-1 §6.4).
 */
export function pngFace(face: RasterFace, firstNumber: number, style?: FormStyle): FaceObjects {
  return rasterFace(face, firstNumber, style, (octets) => {
    const { width, height, components, samples, alpha } = decodePng(octets);
    if (alpha !== undefined && style?.flat === true)
      throw new PadesError(
        'PADES_PDFA_TRANSPARENCY',
        'expected a picture without transparency for a PDF/A document of part 1 or without an output intent',
      );
    const colour = imageParts({ width, height }, components === 1 ? 'DeviceGray' : 'DeviceRGB', samples);
    return alpha === undefined ? colour : { ...colour, softMask: imageParts({ width, height }, 'DeviceGray', alpha) };
  });
}

function imageParts(size: { readonly width: number; readonly height: number }, colourSpace: string, samples: Bytes): ImageParts {
  const content = copyBytes(zlibSync(samples, COMPRESSION));
  return { dict: imageDict(size, colourSpace, 'FlateDecode', content), content };
}
