import { zlibSync } from 'fflate';
import { type Bytes, copyBytes, decodeBase64, encodeLatin1 } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber, pdfRef } from '../../pdf/index.ts';
import { formatDecimal } from '../geometry/rational.ts';
import { PadesError } from '../pades-error.ts';
import type { SignatureFace } from '../signing-act.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import { faceToForm, points } from './face-form.ts';
import { type FormStyle, formGroup, formResources } from './form-style.ts';
import { readJpeg } from './jpeg-image.ts';
import { decodePng } from './png-image.ts';
import { textObjects } from './text-objects.ts';

/** The indirect objects that hold a face once, for all places of an act. */
export interface FaceObjects {
  /** The form that draws the face from its lower left corner. */
  readonly form: PdfObject;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly objects: readonly RevisionObject[];
}

interface ImageParts {
  readonly dict: PdfDict;
  readonly content: Bytes;
  readonly softMask?: { readonly dict: PdfDict; readonly content: Bytes };
}

const MAX_RASTER = 6 * 1024 * 1024;
/** Fixed, `mem` included, so that the same samples give the same octets wherever the revision is written. */
const COMPRESSION = { level: 9, mem: 8 } as const;

/**
 * The objects of a face, numbered from `firstNumber`: its form and, for a raster, the image and its soft mask.
 *
 * @throws {@link PadesError} `PADES_FACE_…`
 */
export function faceObjects(face: SignatureFace, firstNumber: number, style?: FormStyle): FaceObjects {
  if (face.kind === 'vector') {
    const { content, bbox, widthUm, heightUm } = faceToForm(face.svg);
    return {
      form: pdfRef(firstNumber),
      widthUm,
      heightUm,
      objects: [stream(firstNumber, formDict(bbox, pdfDict({}), content, style), content)],
    };
  }
  const { widthUm, heightUm } = face;
  if (face.kind === 'text') {
    const { content, fonts, objects } = textObjects(face, firstNumber + 1);
    const resources = pdfDict({ Font: pdfDict(new Map(fonts)) });
    const bbox = ['0', '0', formatDecimal(points(widthUm)), formatDecimal(points(heightUm))];
    return {
      form: pdfRef(firstNumber),
      widthUm,
      heightUm,
      objects: [stream(firstNumber, formDict(bbox, resources, content, style), content), ...objects],
    };
  }
  if (!isLength(widthUm) || !isLength(heightUm)) throw new PadesError('PADES_ACT_MALFORMED', 'face: expected a size in whole micrometres');
  const image = face.format === 'png' ? pngParts(face.base64) : jpegParts(face.base64);
  const width = formatDecimal(points(widthUm));
  const height = formatDecimal(points(heightUm));
  const content = encodeLatin1(`${width} 0 0 ${height} 0 0 cm\n/Image Do\n`);
  const resources = pdfDict({ XObject: pdfDict({ Image: pdfRef(firstNumber + 1) }) });
  const objects = [
    stream(firstNumber, formDict(['0', '0', width, height], resources, content, style), content),
    stream(
      firstNumber + 1,
      image.softMask === undefined ? image.dict : withEntry(image.dict, 'SMask', pdfRef(firstNumber + 2)),
      image.content,
    ),
  ];
  if (image.softMask !== undefined) objects.push(stream(firstNumber + 2, image.softMask.dict, image.softMask.content));
  return { form: pdfRef(firstNumber), widthUm, heightUm, objects };
}

function formDict(bbox: readonly string[], resources: PdfDict, content: Bytes, style: FormStyle): PdfDict {
  return pdfDict({
    BBox: pdfArray(bbox.map(pdfNumber)),
    ...formGroup(style),
    Length: pdfInteger(content.length),
    Resources: formResources(resources, style),
    Subtype: pdfName('Form'),
    Type: pdfName('XObject'),
  });
}

function pngParts(base64: string): ImageParts {
  const { width, height, components, samples, alpha } = decodePng(rasterOctets(base64));
  const colour = imageParts(width, height, components === 1 ? 'DeviceGray' : 'DeviceRGB', samples);
  return alpha === undefined ? colour : { ...colour, softMask: imageParts(width, height, 'DeviceGray', alpha) };
}

function imageParts(width: number, height: number, colourSpace: string, samples: Bytes): ImageParts {
  const content = copyBytes(zlibSync(samples, COMPRESSION));
  return { dict: imageDict(width, height, colourSpace, 'FlateDecode', content), content };
}

function jpegParts(base64: string): ImageParts {
  const content = rasterOctets(base64);
  const { width, height, components, inverted } = readJpeg(content);
  const colourSpace = components === 1 ? 'DeviceGray' : components === 3 ? 'DeviceRGB' : 'DeviceCMYK';
  const dict = imageDict(width, height, colourSpace, 'DCTDecode', content);
  return { dict: inverted ? withEntry(dict, 'Decode', pdfArray([1, 0, 1, 0, 1, 0, 1, 0].map(pdfInteger))) : dict, content };
}

function imageDict(width: number, height: number, colourSpace: string, filter: string, content: Bytes): PdfDict {
  return pdfDict({
    BitsPerComponent: pdfInteger(8),
    ColorSpace: pdfName(colourSpace),
    Filter: pdfName(filter),
    Height: pdfInteger(height),
    Length: pdfInteger(content.length),
    Subtype: pdfName('Image'),
    Type: pdfName('XObject'),
    Width: pdfInteger(width),
  });
}

function rasterOctets(base64: string): Bytes {
  if (base64.length > (MAX_RASTER * 4) / 3 + 4)
    throw new PadesError('PADES_FACE_TOO_LARGE', `expected a picture of at most ${MAX_RASTER} octets`);
  return decodeBase64(base64);
}

function withEntry(dict: PdfDict, key: string, value: PdfObject): PdfDict {
  return pdfDict(new Map([...dict.entries, [key, value]]));
}

function stream(number: number, dict: PdfDict, content: Bytes): RevisionObject {
  return { number, generation: 0, body: { kind: 'stream', dict, content } };
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= 10_000_000;
}
