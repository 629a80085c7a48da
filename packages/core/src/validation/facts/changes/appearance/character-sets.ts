/** Character encodings of simple fonts and of text strings, as far as Latin text goes. @see ISO 32000-2 annex D */

const NONE = '\u0000';
const ASCII = range(0x20, 0x7e);
const LATIN_1 = range(0xa0, 0xff);

const WIN_ANSI_MIDDLE = `€${NONE}‚ƒ„…†‡ˆ‰Š‹Œ${NONE}Ž${NONE}${NONE}‘’“”•–—˜™š›œ${NONE}žŸ`;
const MAC_ROMAN_UPPER =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u0000ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';
const PDF_DOC_LOW = '˘ˇˆ˙˝˛˚˜';
const PDF_DOC_MIDDLE = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž';

function range(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)).join('');
}

function table(...pieces: readonly (readonly [number, string])[]): ReadonlyMap<number, string> {
  const entries = pieces.flatMap(([start, text]) => Array.from(text, (character, index) => [start + index, character] as const));
  return new Map(entries.filter(([, character]) => character !== NONE));
}

const STANDARD = table(
  [0x20, ASCII.replace("'", '’').replace('`', '‘')],
  [0xa1, `¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ${NONE}–†‡·${NONE}¶•‚„”»…‰${NONE}¿${NONE}\`´ˆ˜¯˘˙¨${NONE}˚¸${NONE}˝˛ˇ—`],
  [0xe1, `Æ${NONE}ª`],
  [0xe8, 'ŁØŒº'],
  [0xf1, 'æ'],
  [0xf5, 'ı'],
  [0xf8, 'łøœß'],
);
const PDF_DOC = table([0x18, PDF_DOC_LOW], [0x20, ASCII], [0x80, PDF_DOC_MIDDLE], [0xa0, `€${LATIN_1.slice(1)}`]);

export const BASE_ENCODINGS: Readonly<Record<string, ReadonlyMap<number, string>>> = {
  StandardEncoding: STANDARD,
  WinAnsiEncoding: table([0x20, ASCII], [0x80, WIN_ANSI_MIDDLE], [0xa0, LATIN_1]),
  MacRomanEncoding: table([0x20, ASCII], [0x80, MAC_ROMAN_UPPER]),
  PDFDocEncoding: PDF_DOC,
};

/** A text string in PDFDocEncoding (§7.9.2.2); control characters stand for themselves. */
export function decodePdfDoc(bytes: Iterable<number>): string {
  return Array.from(bytes, (octet) => PDF_DOC.get(octet) ?? String.fromCharCode(octet)).join('');
}

const NAMES_OF_ASCII =
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde';
const NAMES_OF_LATIN_1 =
  'nbspace exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot softhyphen registered macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis';
const NAMES_OF_PDF_DOC =
  'breve caron circumflex dotaccent hungarumlaut ogonek ring tilde bullet dagger daggerdbl ellipsis emdash endash florin fraction guilsinglleft guilsinglright minus perthousand quotedblbase quotedblleft quotedblright quoteleft quoteright quotesinglbase trademark fi fl Lslash OE Scaron Ydieresis Zcaron dotlessi lslash oe scaron zcaron Euro';

const GLYPHS: ReadonlyMap<string, string> = new Map([
  ...pairs(NAMES_OF_ASCII, ASCII),
  ...pairs(NAMES_OF_LATIN_1, LATIN_1),
  ...pairs(NAMES_OF_PDF_DOC, `${PDF_DOC_LOW}${PDF_DOC_MIDDLE}€`),
]);

function pairs(names: string, characters: string): readonly (readonly [string, string])[] {
  const each = Array.from(characters);
  return names.split(' ').map((name, index) => [name, each[index] ?? NONE] as const);
}

/** The character that a glyph's name stands for, by the Adobe Glyph List's rules; undefined for other names. */
export function characterOfGlyph(name: string): string | undefined {
  const code = /^uni([0-9A-F]{4})$|^u([0-9A-F]{4,6})$/.exec(name);
  if (code === null) return GLYPHS.get(name);
  const value = Number.parseInt(code[1] ?? code[2] ?? '', 16);
  return value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff) ? undefined : String.fromCodePoint(value);
}
