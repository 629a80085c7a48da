import type { GlyphOutline, GlyphSource, GlyphTypeface } from '@sealkit/core/ports';
import { GlyphError } from './glyph-error.ts';
import { decodeOutline } from './glyph-outline.ts';

/** One typeface in one weight within a glyph file. */
interface Cut {
  readonly typeface: GlyphTypeface;
  readonly weight: number;
  readonly count: number;
  readonly indexAt: number;
}

const SIGNATURE = 'SKGLYPH1';
const HEADER_SIZE = 12;
const CUT_SIZE = 11;
const ENTRY_SIZE = 8;
const TYPEFACES: readonly GlyphTypeface[] = ['song', 'grotesque'];

/**
 * Reads a glyph file as `tools/make-glyphs.py` describes it. Only its header is read here; a glyph is decoded when it is
 * asked for. A weight that the file lacks gives the nearest one of the typeface, a tie the heavier.
 *
 * @throws {@link GlyphError} `GLYPH_FILE_MALFORMED`, also from `outline` when the glyph itself is damaged.
 */
export function readGlyphFile(bytes: Uint8Array): GlyphSource {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { unitsPerEm, cuts } = readHeader(view);
  return {
    outline(codePoint, weight, typeface = 'song'): GlyphOutline | undefined {
      const cut = nearestCut(cuts, typeface, weight);
      const range = cut && findGlyph(view, cut, codePoint);
      return range && { unitsPerEm, ...decodeOutline(bytes, range.start, range.end) };
    },
  };
}

function readHeader(view: DataView): { readonly unitsPerEm: number; readonly cuts: readonly Cut[] } {
  if (view.byteLength < HEADER_SIZE || signatureOf(view) !== SIGNATURE) throw malformed('expected the signature SKGLYPH1');
  const unitsPerEm = view.getUint16(8);
  const cutCount = view.getUint16(10);
  if (unitsPerEm === 0) throw malformed('expected units per em above zero');
  if (view.byteLength < HEADER_SIZE + cutCount * CUT_SIZE) throw malformed('header is truncated');
  const cuts = Array.from({ length: cutCount }, (_, index) => readCut(view, HEADER_SIZE + index * CUT_SIZE));
  return { unitsPerEm, cuts };
}

function signatureOf(view: DataView): string {
  return Array.from({ length: SIGNATURE.length }, (_, index) => String.fromCharCode(view.getUint8(index))).join('');
}

function readCut(view: DataView, at: number): Cut {
  const typeface = TYPEFACES[view.getUint8(at)];
  const cut = { weight: view.getUint16(at + 1), count: view.getUint32(at + 3), indexAt: view.getUint32(at + 7) };
  if (typeface === undefined) throw malformed('typeface is unknown');
  const indexEnd = cut.indexAt + cut.count * ENTRY_SIZE + 4;
  if (indexEnd > view.byteLength) throw malformed('index is truncated');
  if (view.getUint32(indexEnd - 4) > view.byteLength) throw malformed('glyphs are truncated');
  return { typeface, ...cut };
}

function nearestCut(cuts: readonly Cut[], typeface: GlyphTypeface, weight: number): Cut | undefined {
  let nearest: Cut | undefined;
  for (const cut of cuts) {
    if (cut.typeface !== typeface) continue;
    const closer = nearest === undefined ? -1 : Math.abs(cut.weight - weight) - Math.abs(nearest.weight - weight);
    if (nearest === undefined || closer < 0 || (closer === 0 && cut.weight > nearest.weight)) nearest = cut;
  }
  return nearest;
}

function findGlyph(view: DataView, cut: Cut, codePoint: number): { readonly start: number; readonly end: number } | undefined {
  let low = 0;
  let high = cut.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.getUint32(cut.indexAt + middle * ENTRY_SIZE) < codePoint) low = middle + 1;
    else high = middle;
  }
  const entry = cut.indexAt + low * ENTRY_SIZE;
  if (low === cut.count || view.getUint32(entry) !== codePoint) return undefined;
  const last = low === cut.count - 1;
  return { start: view.getUint32(entry + 4), end: view.getUint32(entry + ENTRY_SIZE + (last ? 0 : 4)) };
}

function malformed(expectation: string): GlyphError {
  return new GlyphError('GLYPH_FILE_MALFORMED', `glyph file: ${expectation}`);
}
