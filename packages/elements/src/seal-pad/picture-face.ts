import { encodeBase64 } from '@sealkit/core/bytes';
import { PAD_SIZE } from './pad-strokes.ts';
import { type Pixels, visibleBox, withoutPaper } from './paper.ts';

/** A picture as a face: PNG without what the file carried beside its pixels. */
export interface PictureFace {
  readonly kind: 'raster';
  readonly format: 'png';
  readonly base64: string;
  readonly widthUm: number;
  readonly heightUm: number;
}

/** Why a picture is not taken. */
export type PictureFault = 'picture-type' | 'picture-size' | 'picture-small' | 'picture-large' | 'picture-broken' | 'picture-empty';

export const PICTURE_LIMITS = { octets: 4 * 1024 * 1024, leastWidth: 60, leastHeight: 20, most: 6000 } as const;
/** Pixels of the longer side that a face keeps: 600 dpi on the width of the pad. */
const KEPT = 1417;
/** Pixels of an em of a written name, and of the widest one. */
const WRITTEN = 220;
const WIDEST = 1417;
const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];

/** A PNG or JPEG as pixels, or why not. What it is, is told by its first octets, not by its name. */
export async function readPicture(file: Blob): Promise<ImageBitmap | PictureFault> {
  if (file.size > PICTURE_LIMITS.octets) return 'picture-size';
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const is = (magic: readonly number[]): boolean => magic.every((octet, index) => head[index] === octet);
  if (!is(PNG) && !is(JPEG)) return 'picture-type';
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const fault = width > PICTURE_LIMITS.most || height > PICTURE_LIMITS.most ? 'picture-large' : null;
    if (fault === null && width >= PICTURE_LIMITS.leastWidth && height >= PICTURE_LIMITS.leastHeight) return picture;
    picture.close();
    return fault ?? 'picture-small';
  } catch (error) {
    if (error instanceof DOMException) return 'picture-broken';
    throw error;
  }
}

/** The picture as a face that fits into the pad, cut to what can be seen; on wish without its paper. */
export async function pictureFace(picture: ImageBitmap, options: { readonly clear: boolean }): Promise<PictureFace | PictureFault> {
  const scale = Math.min(1, KEPT / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const whole = new OffscreenCanvas(width, height);
  const pen = whole.getContext('2d', { willReadFrequently: true });
  if (!pen) return 'picture-broken';
  pen.drawImage(picture, 0, 0, width, height);
  const read = pen.getImageData(0, 0, width, height);
  return (await faceOfPixels(options.clear ? withoutPaper(read) : read)) ?? 'picture-empty';
}

/** A name in a font of this computer as a face, for a page that has no outlines of glyphs; null for an empty name. */
export async function writtenFace(name: string, font: string, colour: string): Promise<PictureFace | null> {
  if (name.trim() === '') return null;
  const measuring = new OffscreenCanvas(1, 1).getContext('2d');
  if (!measuring) return null;
  measuring.font = `${WRITTEN}px ${font}`;
  const width = Math.ceil(measuring.measureText(name).width) + WRITTEN;
  const size = Math.min(WRITTEN, (WRITTEN * WIDEST) / width);
  const canvas = new OffscreenCanvas(Math.min(width, WIDEST), 2 * WRITTEN);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return null;
  pen.font = `${size}px ${font}`;
  pen.fillStyle = colour;
  pen.fillText(name, size / 4, 1.4 * WRITTEN);
  return faceOfPixels(pen.getImageData(0, 0, canvas.width, canvas.height));
}

/** What can be seen of the pixels, as PNG; null where nothing can. */
async function faceOfPixels(pixels: Pixels): Promise<PictureFace | null> {
  const box = visibleBox(pixels);
  if (box === null) return null;
  const cut = new OffscreenCanvas(box.width, box.height);
  cut.getContext('2d')?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), -box.left, -box.top);
  const octets = new Uint8Array(await (await cut.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return { kind: 'raster', format: 'png', base64: encodeBase64(octets), ...fitted(box) };
}

/** As large as the pad takes it, in micrometres. */
export function fitted({ width, height }: { readonly width: number; readonly height: number }) {
  const scale = Math.min(PAD_SIZE.width / width, PAD_SIZE.height / height);
  return { widthUm: Math.max(1, Math.round(width * scale)), heightUm: Math.max(1, Math.round(height * scale)) };
}
