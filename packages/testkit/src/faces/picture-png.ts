import { crc32, deflateSync } from 'node:zlib';
import type { Colour, FacePicture } from './face-picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The picture as PNG of 8-bit RGB; with `ink`, as that ink on nothing: RGBA, opaque where the picture is dark. */
export function encodePicture({ width, height, samples }: FacePicture, ink?: Colour): Uint8Array<ArrayBuffer> {
  const channels = ink === undefined ? 3 : 4;
  const lines = new Uint8Array(height * (1 + width * channels));
  for (let at = 0; at < width * height; at += 1) {
    const target = Math.floor(at / width) * (1 + width * channels) + 1 + (at % width) * channels;
    if (ink === undefined) for (let index = 0; index < 3; index += 1) lines[target + index] = Math.round(samples[at * 3 + index] ?? 0);
    else lines.set([...ink, 255 - Math.round(samples[at * 3 + 1] ?? 0)], target);
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, ink === undefined ? 2 : 6], 8);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 1 })),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const framed = new Uint8Array(body.length + 12);
  const view = new DataView(framed.buffer);
  view.setUint32(0, body.length);
  framed.set(Buffer.from(type, 'latin1'), 4);
  framed.set(body, 8);
  view.setUint32(body.length + 8, crc32(framed.subarray(4, body.length + 8)));
  return framed;
}
