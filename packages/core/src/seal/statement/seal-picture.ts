import { decodeLatin1, encodeBase64 } from '../../bytes/index.ts';
import type { SignatureFace } from '../../pades/index.ts';
import type { SealInfo } from './seal-info.ts';

/** The face that a signature with this seal shows: the statement's picture at the statement's size, and nothing else. */
export function sealPictureToFace(info: Pick<SealInfo, 'picture' | 'widthUm' | 'heightUm'>): SignatureFace {
  const { picture, widthUm, heightUm } = info;
  if (picture.type === 'SVG') return { kind: 'vector', svg: decodeLatin1(picture.bytes) };
  return { kind: 'raster', format: 'png', base64: encodeBase64(picture.bytes), widthUm, heightUm };
}
