import type { CallOptions } from '../../bytes/index.ts';
import { dictOf, nameOf, type PdfDict, type PdfDocument, PdfError, type PdfObject, walkPages } from '../../pdf/index.ts';
import type { SealInfo } from '../../seal/index.ts';
import type { CopiedPicture } from './seal-facts.ts';
import { showsPicture } from './seal-picture.ts';

export interface KnownSeal {
  readonly seal: string;
  readonly info: Pick<SealInfo, 'picture' | 'widthUm' | 'heightUm'>;
  /** Numbers of the widgets that rightly show it. */
  readonly widgets: ReadonlySet<number>;
}

const OBJECTS_LIMIT = 20_000;
const DEPTH_LIMIT = 6;

/** Looks through what pages and annotations draw for pictures of the statements in the file. */
export async function findCopiedPictures(
  document: PdfDocument,
  seals: readonly KnownSeal[],
  options: CallOptions,
): Promise<readonly CopiedPicture[]> {
  const search: Search = { document, seals, options, shown: new Map(), visits: 0 };
  const found: CopiedPicture[] = [];
  try {
    for (const page of await walkPages(document, options)) {
      for (const seal of await pictureBelow(search, page.resources, 0))
        found.push({ seal, page: page.index, shownBy: 'page-content', object: null });
      found.push(...(await annotationCopies(search, page.dict, page.index)));
    }
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
  }
  return found;
}

interface Search {
  readonly document: PdfDocument;
  readonly seals: readonly KnownSeal[];
  readonly options: CallOptions;
  /** Seals whose picture an object shows, itself or below. */
  readonly shown: Map<number, ReadonlySet<string>>;
  visits: number;
}

async function annotationCopies(search: Search, page: PdfDict, index: number): Promise<readonly CopiedPicture[]> {
  const { document, options, seals } = search;
  const annotations = await document.lookup(page, 'Annots', options);
  const found: CopiedPicture[] = [];
  for (const item of annotations?.kind === 'array' ? annotations.items : []) {
    const dict = dictOf(await document.resolve(item, options));
    const number = item.kind === 'ref' ? item.number : null;
    if (dict === undefined) continue;
    for (const seal of await pictureBelow(search, dict.entries.get('AP'), 0)) {
      const own = number !== null && seals.some((known) => known.seal === seal && known.widgets.has(number));
      if (!own)
        found.push({
          seal,
          page: index,
          shownBy: nameOf(dict.entries.get('Subtype')) ?? '',
          object: item.kind === 'ref' ? `${item.number} ${item.generation}` : null,
        });
    }
  }
  return found;
}

const FOLLOWED_KEYS: ReadonlySet<string> = new Set(['XObject', 'Pattern', 'Resources', 'N', 'R', 'D', 'AP']);

/** Seals whose picture is drawn by an object or by what its resources name. */
async function pictureBelow(search: Search, object: PdfObject | undefined, depth: number): Promise<ReadonlySet<string>> {
  if (object === undefined || depth > DEPTH_LIMIT * 2 || search.visits > OBJECTS_LIMIT) return NONE;
  if (object.kind === 'ref') {
    const known = search.shown.get(object.number);
    if (known !== undefined) return known;
    search.shown.set(object.number, NONE);
    search.visits += 1;
    const below = await pictureBelow(search, await search.document.resolve(object, search.options), depth + 1);
    search.shown.set(object.number, below);
    return below;
  }
  const found = new Set<string>();
  if (object.kind === 'stream') {
    for (const { seal, info } of search.seals) if (await showsPicture(search.document, object, info, search.options)) found.add(seal);
  }
  const dict = dictOf(object);
  const isNameTable = depth > 0 && object.kind === 'dict';
  for (const [key, value] of dict?.entries ?? []) {
    if (key === 'Font' || (!FOLLOWED_KEYS.has(key) && !(isNameTable && value.kind === 'ref'))) continue;
    for (const seal of await pictureBelow(search, value, depth + 1)) found.add(seal);
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();
