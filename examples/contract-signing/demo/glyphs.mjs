/** Outlines of characters, for the seal maker and, a few at a time, for the page that previews a face. */
import { loadBundledGlyphs } from '@sealkit/server-adapter/glyphs';
import { SECURITY_HEADERS } from './static-files.mjs';

/** What the bundled file holds of each character. */
const CUTS = [
  { typeface: 'song', weight: 600 },
  { typeface: 'song', weight: 700 },
  { typeface: 'grotesque', weight: 700 },
];
const MOST_CHARACTERS = 200;

let bundled;
/** Five megabytes, read once. */
export const glyphs = () => (bundled ??= loadBundledGlyphs());

/** `GET /demo/glyphs?text=…`: the outlines of each character by typeface and weight; a character without any is left out. */
export async function answerGlyphs({ searchParams }) {
  const source = await glyphs();
  const characters = [...new Set(searchParams.get('text') ?? '')].slice(0, MOST_CHARACTERS);
  const found = characters.map((character) => [
    character,
    CUTS.flatMap((cut) => {
      const outline = source.outline(character.codePointAt(0), cut.weight, cut.typeface);
      return outline ? [{ ...cut, ...outline }] : [];
    }),
  ]);
  return Response.json(Object.fromEntries(found.filter(([, cuts]) => cuts.length > 0)), {
    headers: { ...SECURITY_HEADERS, 'cache-control': 'private, max-age=86400' },
  });
}
