import { deflateSync } from 'node:zlib';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A PNG of 8-bit RGBA samples. `pixel` gives red, green, blue and alpha of a column and a row. @see ISO/IEC 15948 §5, §11.2 */
export function rgbaPng(
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [number, number, number, number],
): Uint8Array<ArrayBuffer> {
  const rows: number[] = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) rows.push(...pixel(x, y));
  }
  const header = [...octets(width), ...octets(height), 8, 6, 0, 0, 0];
  const image = deflateSync(Uint8Array.from(rows));
  return Uint8Array.from([...SIGNATURE, ...chunk('IHDR', header), ...chunk('IDAT', [...image]), ...chunk('IEND', [])]);
}

function chunk(type: string, content: readonly number[]): readonly number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...content];
  return [...octets(content.length), ...body, ...octets(checksum(body))];
}

function octets(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** CRC-32 (ISO/IEC 15948 annex D). */
function checksum(body: readonly number[]): number {
  let value = 0xffffffff;
  for (const octet of body) {
    value ^= octet;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
