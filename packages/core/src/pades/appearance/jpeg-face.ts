import { pdfArray, pdfInteger } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';
import type { FaceObjects } from './face-painter.ts';
import type { FormStyle } from './form-style.ts';
import { readJpeg } from './jpeg-image.ts';
import { imageDict, type RasterFace, rasterFace, withEntry } from './raster-face.ts';

/**
 * The form of a JPEG picture, which the document holds as it is.
 *
 * @throws {@link PadesError} `PADES_PDFA_COLOUR` for a CMYK picture without a CMYK output intent (ISO 19005-2 §6.2.4.3).
 */
export function jpegFace(face: RasterFace, firstNumber: number, style?: FormStyle): FaceObjects {
  return rasterFace(face, firstNumber, style, (content) => {
    const { width, height, components, inverted } = readJpeg(content);
    if (components === 4 && style?.takesCmyk === false)
      throw new PadesError('PADES_PDFA_COLOUR', 'expected a picture in RGB or grey for a PDF/A document without a CMYK output intent');
    const colourSpace = components === 1 ? 'DeviceGray' : components === 3 ? 'DeviceRGB' : 'DeviceCMYK';
    const dict = imageDict({ width, height }, colourSpace, 'DCTDecode', content);
    return { dict: inverted ? withEntry(dict, 'Decode', pdfArray([1, 0, 1, 0, 1, 0, 1, 0].map(pdfInteger))) : dict, content };
  });
}
