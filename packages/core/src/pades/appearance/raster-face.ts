import { type Bytes, decodeBase64, encodeLatin1 } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, pdfDict, pdfInteger, pdfName, pdfRef } from '../../pdf/index.ts';
import { points } from '../geometry/points.ts';
import { formatDecimal } from '../geometry/rational.ts';
import { PadesError } from '../pades-error.ts';
import type { SignatureFace } from '../signing-act.ts';
import type { FaceObjects } from './face-painter.ts';
import { faceStream, formStream } from './face-stream.ts';
import type { FormStyle } from './form-style.ts';

export type RasterFace = Extract<SignatureFace, { kind: 'raster' }>;

/** An image XObject, and the mask that makes it transparent. */
export interface ImageParts {
  readonly dict: PdfDict;
  readonly content: Bytes;
  readonly softMask?: { readonly dict: PdfDict; readonly content: Bytes };
}

const MAX_RASTER = 6 * 1024 * 1024;
/** Micrometres of the longest side: ten metres. */
const MAX_LENGTH = 10_000_000;

/** The form of a picture, its image and its soft mask. @throws {@link PadesError} `PADES_FACE_…`, `PADES_ACT_MALFORMED` */
export function rasterFace(face: RasterFace, firstNumber: number, style: FormStyle, imageOf: (octets: Bytes) => ImageParts): FaceObjects {
  const { widthUm, heightUm } = face;
  if (!isLength(widthUm) || !isLength(heightUm)) throw new PadesError('PADES_ACT_MALFORMED', 'face: expected a size in whole micrometres');
  const image = imageOf(rasterOctets(face.base64));
  const width = formatDecimal(points(widthUm));
  const height = formatDecimal(points(heightUm));
  const content = encodeLatin1(`${width} 0 0 ${height} 0 0 cm\n/Image Do\n`);
  const resources = pdfDict({ XObject: pdfDict({ Image: pdfRef(firstNumber + 1) }) });
  const objects = [
    formStream(firstNumber, content, { bbox: ['0', '0', width, height], resources, style }),
    faceStream(
      firstNumber + 1,
      image.softMask === undefined ? image.dict : withEntry(image.dict, 'SMask', pdfRef(firstNumber + 2)),
      image.content,
    ),
  ];
  if (image.softMask !== undefined) objects.push(faceStream(firstNumber + 2, image.softMask.dict, image.softMask.content));
  return { form: pdfRef(firstNumber), widthUm, heightUm, objects };
}

/** The dictionary of an image of 8 bits a component. */
export function imageDict(
  size: { readonly width: number; readonly height: number },
  colourSpace: string,
  filter: string,
  content: Bytes,
): PdfDict {
  return pdfDict({
    BitsPerComponent: pdfInteger(8),
    ColorSpace: pdfName(colourSpace),
    Filter: pdfName(filter),
    Height: pdfInteger(size.height),
    Length: pdfInteger(content.length),
    Subtype: pdfName('Image'),
    Type: pdfName('XObject'),
    Width: pdfInteger(size.width),
  });
}

export function withEntry(dict: PdfDict, key: string, value: PdfObject): PdfDict {
  return pdfDict(new Map([...dict.entries, [key, value]]));
}

function rasterOctets(base64: string): Bytes {
  if (base64.length > (MAX_RASTER * 4) / 3 + 4)
    throw new PadesError('PADES_FACE_TOO_LARGE', `expected a picture of at most ${MAX_RASTER} octets`);
  return decodeBase64(base64);
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= MAX_LENGTH;
}
