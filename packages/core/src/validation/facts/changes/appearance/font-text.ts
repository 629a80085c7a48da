import { type PdfDict, nameOf } from '../../../../pdf/index.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueAt } from '../revision-step.ts';
import { BASE_ENCODINGS, characterOfGlyph } from './character-sets.ts';
import { type UnicodeMap, parseUnicodeMap, utf16 } from './unicode-map.ts';

/** Text that codes stand for in a font; undefined where that cannot be decided. */
export type FontText = (codes: readonly number[]) => string | undefined;

/** Decoded octets of a stream that was loaded. */
export type StreamContent = (snapshot: RevisionSnapshot, dict: PdfDict, key: string) => Uint8Array | undefined;

const UNICODE_CMAP = /^Uni\w+-(?:UCS2|UTF16)-H$/;
const STANDARD_FONT = /^(?:[A-Z]{6}\+)?(?:Helvetica|Helv|Times|TimesNewRoman|Arial|Courier|CourierNew)(?:[,-].*)?$/;

/** A font that no resource names: readers put one of their own in its place, in which ASCII is ASCII. */
export const substituteFont: FontText = (codes) =>
  codes.every((code) => code >= 0x20 && code <= 0x7e) ? String.fromCharCode(...codes) : undefined;

/** How a font's codes read: by its encoding, and by /ToUnicode, which must not say otherwise. @see ISO 32000-2 §9.6.5, §9.10 */
export function readFontText(snapshot: RevisionSnapshot, font: PdfDict, content: StreamContent): FontText {
  const subtype = nameOf(valueAt(snapshot, font, 'Subtype'));
  const octets = content(snapshot, font, 'ToUnicode');
  const unicode = octets === undefined ? undefined : parseUnicodeMap(octets);
  if (subtype === 'Type0') return compositeText(nameOf(valueAt(snapshot, font, 'Encoding')), unicode);
  // The glyphs of a Type 3 font are drawings.
  if (subtype !== 'Type1' && subtype !== 'TrueType' && subtype !== 'MMType1') return () => undefined;
  const encoding = simpleEncoding(snapshot, font);
  return (codes) => {
    let text = '';
    for (const code of codes) {
      const named = encoding.get(code);
      const mapped = unicode?.codeLength === 1 ? unicode.texts.get(code) : undefined;
      if (named !== undefined && mapped !== undefined && named.normalize('NFKC') !== mapped.normalize('NFKC')) return undefined;
      const character = named ?? mapped;
      if (character === undefined) return undefined;
      text += character;
    }
    return text;
  };
}

function compositeText(encoding: string | undefined, unicode: UnicodeMap | undefined): FontText {
  if (encoding !== undefined && UNICODE_CMAP.test(encoding)) return (codes) => (codes.length % 2 === 0 ? utf16(codes) : undefined);
  if (encoding !== 'Identity-H' || unicode?.codeLength !== 2) return () => undefined;
  return (codes) => {
    let text = '';
    for (let index = 0; index < codes.length; index += 2) {
      const character = unicode.texts.get((codes[index] ?? 0) * 256 + (codes[index + 1] ?? 0));
      if (character === undefined) return undefined;
      text += character;
    }
    return text;
  };
}

/** Characters by code; empty where only the font program says what its codes are. */
function simpleEncoding(snapshot: RevisionSnapshot, font: PdfDict): ReadonlyMap<number, string> {
  const value = valueAt(snapshot, font, 'Encoding');
  const isStandard = STANDARD_FONT.test(nameOf(valueAt(snapshot, font, 'BaseFont')) ?? '');
  const implied = isStandard ? 'StandardEncoding' : '';
  if (value.kind !== 'dict') return BASE_ENCODINGS[nameOf(value) ?? implied] ?? new Map();
  const encoding = new Map(BASE_ENCODINGS[nameOf(valueAt(snapshot, value, 'BaseEncoding')) ?? implied] ?? []);
  let code = 0;
  for (const item of itemsAt(snapshot, value, 'Differences') ?? []) {
    if (item.kind === 'number') code = item.value;
    if (item.kind !== 'name') continue;
    const character = characterOfGlyph(item.value);
    if (character === undefined) encoding.delete(code);
    else encoding.set(code, character);
    code += 1;
  }
  return encoding;
}

/** The font of a name in resources, own ones first. */
export function findFont(snapshot: RevisionSnapshot, resources: readonly (PdfDict | undefined)[], name: string): PdfDict | undefined {
  for (const each of resources) {
    const fonts = each && dictAt(snapshot, each, 'Font');
    const font = fonts && dictAt(snapshot, fonts, name);
    if (font !== undefined) return font;
  }
  return undefined;
}
