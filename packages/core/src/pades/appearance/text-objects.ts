import { type Bytes, encodeLatin1 } from '../../bytes/index.ts';
import { type PdfObject, pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber, pdfRef } from '../../pdf/index.ts';
import { points } from '../geometry/points.ts';
import { formatDecimal, rational } from '../geometry/rational.ts';
import { PadesError } from '../pades-error.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import type { TextFace, TextGlyph } from '../signing-act.ts';

/** Codes of one simple font: 0 stays free, since readers treat it oddly. */
const CODES = 255;
const COORDINATES = { M: 2, L: 2, C: 6, Z: 0 } as const;
const OPERATORS = { M: 'm', L: 'l', C: 'c', Z: 'h' } as const;

/** What draws a text face: its content stream, its fonts, and their objects. */
export interface TextObjects extends Omit<TextFonts, 'codes'> {
  readonly content: Bytes;
}

/** Type 3 fonts and their objects. */
export interface TextFonts {
  /** Name in the resources, and reference. */
  readonly fonts: readonly (readonly [string, PdfObject])[];
  readonly objects: readonly RevisionObject[];
  /** Where each code point is found. */
  readonly codes: GlyphCodes;
}

/** Font, counted from 0, and code within it, of each code point. */
export type GlyphCodes = ReadonlyMap<number, { readonly font: number; readonly code: number }>;

/** The content stream and the fonts of one text face. */
export function textObjects(face: TextFace, firstNumber: number): TextObjects {
  const { fonts, objects, codes } = textFonts(face.glyphs, firstNumber);
  return { content: textContent(face, codes), fonts, objects };
}

/**
 * Glyphs as Type 3 fonts that hold exactly them, with the way back to Unicode: text can be searched, copied and read aloud
 * (ISO 32000-2 §9.6.4, §9.10.3). Fonts are named F1, F2 … in resources.
 */
export function textFonts(all: readonly TextGlyph[], firstNumber: number): TextFonts {
  const objects: RevisionObject[] = [];
  const next = (): number => firstNumber + objects.length;
  const fonts: (readonly [string, PdfObject])[] = [];
  const codes = new Map<number, { readonly font: number; readonly code: number }>();
  for (let start = 0; start < all.length; start += CODES) {
    const glyphs = all.slice(start, start + CODES);
    glyphs.forEach(({ codePoint }, index) => codes.set(codePoint, { font: fonts.length, code: index + 1 }));
    const procedures = glyphs.map((glyph, index) => {
      const ref = pdfRef(next());
      objects.push(stream(ref.number, glyphProcedure(glyph)));
      return [`g${index + 1}`, ref] as const;
    });
    const toUnicode = pdfRef(next());
    objects.push(stream(toUnicode.number, unicodeMap(glyphs)));
    const font = pdfRef(next());
    objects.push({ number: font.number, generation: 0, body: { kind: 'object', object: fontDictionary(glyphs, procedures, toUnicode) } });
    fonts.push([`F${fonts.length + 1}`, font]);
  }
  return { fonts, objects, codes };
}

/** Content stream operators that show runs of text, from the lower left corner of an area of this height. */
export function textContent(face: Pick<TextFace, 'colour' | 'heightUm' | 'runs'>, codes: GlyphCodes): Bytes {
  const lines = [`${[1, 3, 5].map((at) => decimal(Number.parseInt(face.colour.slice(at, at + 2), 16) / 255)).join(' ')} rg`, 'BT'];
  for (const { text, xUm, baselineUm, sizeUm } of face.runs) {
    const size = formatDecimal(points(sizeUm));
    lines.push(`1 0 0 1 ${formatDecimal(points(xUm))} ${formatDecimal(points(face.heightUm - baselineUm))} Tm`);
    for (const { font, string } of piecesOf(text, codes)) lines.push(`/F${font + 1} ${size} Tf`, `<${string}> Tj`);
  }
  return encodeLatin1(`${lines.join('\n')}\nET\n`);
}

/** Runs of characters that one font has. */
function piecesOf(text: string, codes: GlyphCodes): readonly { readonly font: number; readonly string: string }[] {
  const pieces: { font: number; string: string }[] = [];
  for (const character of text) {
    const found = codes.get(character.codePointAt(0) ?? 0);
    if (found === undefined) throw new PadesError('PADES_ACT_MALFORMED', 'text: expected the glyphs of its characters');
    const code = found.code.toString(16).padStart(2, '0');
    const last = pieces.at(-1);
    if (last?.font === found.font) last.string += code;
    else pieces.push({ font: found.font, string: code });
  }
  return pieces;
}

function fontDictionary(
  glyphs: readonly TextGlyph[],
  procedures: readonly (readonly [string, PdfObject])[],
  toUnicode: PdfObject,
): PdfObject {
  return pdfDict({
    CharProcs: pdfDict(new Map(procedures)),
    Encoding: pdfDict({
      Differences: pdfArray([pdfInteger(1), ...procedures.map(([name]) => pdfName(name))]),
      Type: pdfName('Encoding'),
    }),
    FirstChar: pdfInteger(1),
    FontBBox: pdfArray([0, 0, 0, 0].map(pdfInteger)),
    FontMatrix: pdfArray(['0.001', '0', '0', '0.001', '0', '0'].map(pdfNumber)),
    LastChar: pdfInteger(glyphs.length),
    Resources: pdfDict({}),
    Subtype: pdfName('Type3'),
    ToUnicode: toUnicode,
    Type: pdfName('Font'),
    Widths: pdfArray(glyphs.map(({ advance }) => pdfNumber(decimal(advance)))),
  });
}

/** A glyph without colour of its own: it takes that of the text (`d1`). */
function glyphProcedure({ advance, path }: TextGlyph): Bytes {
  const segments = segmentsOf(path);
  const numbers = segments.flatMap(({ coordinates }) => coordinates);
  const horizontal = numbers.filter((_, index) => index % 2 === 0);
  const vertical = numbers.filter((_, index) => index % 2 === 1);
  const box =
    numbers.length === 0 ? [0, 0, 0, 0] : [Math.min(...horizontal), Math.min(...vertical), Math.max(...horizontal), Math.max(...vertical)];
  const drawn = segments.map(({ command, coordinates }) => [...coordinates.map(decimal), OPERATORS[command]].join(' '));
  const fill = drawn.length === 0 ? [] : ['f'];
  return encodeLatin1(`${[decimal(advance), '0', ...box.map(decimal), 'd1'].join(' ')}\n${[...drawn, ...fill].join('\n')}\n`);
}

function segmentsOf(path: string): readonly { readonly command: keyof typeof COORDINATES; readonly coordinates: readonly number[] }[] {
  return Array.from(path.matchAll(/([MLCZ])([^MLCZ]*)/g), ([, letter = 'Z', rest = '']) => {
    const command = letter as keyof typeof COORDINATES;
    const coordinates = (rest.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
    if (coordinates.length !== COORDINATES[command])
      throw new PadesError('PADES_ACT_MALFORMED', 'text: expected outlines of M, L, C and Z');
    return { command, coordinates };
  });
}

function unicodeMap(glyphs: readonly TextGlyph[]): Bytes {
  const pairs = glyphs.map(({ codePoint }, index) => `<${(index + 1).toString(16).padStart(2, '0')}> <${utf16(codePoint)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < pairs.length; start += 100) {
    const block = pairs.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return encodeLatin1(
    [
      '/CIDInit /ProcSet findresource begin',
      '12 dict begin',
      'begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def',
      '/CMapType 2 def',
      '1 begincodespacerange\n<00> <ff>\nendcodespacerange',
      ...blocks,
      'endcmap',
      'CMapName currentdict /CMap defineresource pop',
      'end',
      'end',
      '',
    ].join('\n'),
  );
}

function utf16(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0')).join('');
}

function decimal(value: number): string {
  return formatDecimal(rational(BigInt(Math.round(value * 10_000)), 10_000));
}

function stream(number: number, content: Bytes): RevisionObject {
  return { number, generation: 0, body: { kind: 'stream', dict: pdfDict({ Length: pdfInteger(content.length) }), content } };
}
