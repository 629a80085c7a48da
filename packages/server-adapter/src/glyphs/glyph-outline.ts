import { GlyphError } from './glyph-error.ts';

/** Longest number in a glyph: 28 bits are far beyond any coordinate. */
const LONGEST_NUMBER = 4;

/** Advance and path of the glyph in `bytes[start, end)`, which it must fill exactly. @throws {@link GlyphError} */
export function decodeOutline(bytes: Uint8Array, start: number, end: number): { readonly advance: number; readonly path: string } {
  const reader = new GlyphReader(bytes, start, end);
  const advance = reader.number();
  const contours = reader.number();
  const path: string[] = [];
  for (let index = 0; index < contours; index += 1) appendContour(reader, path);
  if (!reader.atEnd()) throw malformed('octets follow the last contour');
  return { advance, path: path.join('') };
}

function appendContour(reader: GlyphReader, path: string[]): void {
  let remaining = reader.number();
  path.push(`M${reader.point()}`);
  while (remaining > 0) {
    const run = reader.number();
    const length = run >>> 1;
    if (length === 0 || length > remaining) throw malformed('a run does not fit its contour');
    for (let step = 0; step < length; step += 1)
      path.push((run & 1) === 0 ? `L${reader.point()}` : `C${reader.point()} ${reader.point()} ${reader.point()}`);
    remaining -= length;
  }
  path.push('Z');
}

/** A cursor over one glyph: variable-length numbers, and points as distances from the one before. */
class GlyphReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position: number;
  #x = 0;
  #y = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    if (start > end || end > bytes.length) throw malformed('a glyph lies outside the file');
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  atEnd(): boolean {
    return this.#position === this.#end;
  }

  number(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_NUMBER; index += 1) {
      if (this.#position >= this.#end) throw malformed('a glyph is truncated');
      const octet = this.#bytes[this.#position] ?? 0;
      this.#position += 1;
      value |= (octet & 0x7f) << (7 * index);
      if (octet < 0x80) return value;
    }
    throw malformed('a number is too long');
  }

  point(): string {
    this.#x += this.#signed();
    this.#y += this.#signed();
    return `${this.#x} ${this.#y}`;
  }

  #signed(): number {
    const value = this.number();
    return (value >>> 1) ^ -(value & 1);
  }
}

function malformed(expectation: string): GlyphError {
  return new GlyphError('GLYPH_FILE_MALFORMED', `glyph file: ${expectation}`);
}
