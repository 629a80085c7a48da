import type { CallOptions } from '../../bytes/index.ts';
import { type PageTree, type PdfDocument, type PdfPage, type PdfRectangle, entryOf, integerOf } from '../../pdf/index.ts';
import type { FramePage } from '../document-frame.ts';
import { parseDecimal } from '../geometry/rational.ts';
import { PadesError } from '../pades-error.ts';
import { type Box, effectiveBoxes } from './effective-box.ts';
import type { ReferenceCount } from './object-survey.ts';
import { spell } from './spell.ts';

/**
 * The frames of the wanted pages, in page order.
 *
 * @throws {@link PadesError} `PADES_PAGE_MISSING`, `PADES_PAGE_GEOMETRY`, `PADES_SHARED_ANNOTS`, `PADES_OBJECT_UNSPELLABLE`.
 */
export async function readFramePages(
  document: PdfDocument,
  tree: PageTree,
  wanted: readonly number[],
  references: ReferenceCount,
  options?: CallOptions,
): Promise<readonly FramePage[]> {
  const frames: FramePage[] = [];
  for (const index of [...new Set(wanted)].sort((left, right) => left - right)) {
    const page = tree.pages[index - 1];
    if (page === undefined)
      throw new PadesError('PADES_PAGE_MISSING', `expected page ${index} of ${tree.pages.length}`, {
        facts: { page: index, pages: tree.pages.length },
      });
    frames.push(await readFramePage(document, page, references, options));
  }
  return frames;
}

async function readFramePage(document: PdfDocument, page: PdfPage, references: ReferenceCount, options?: CallOptions): Promise<FramePage> {
  return {
    index: page.index,
    ref: spell(page.ref, 'page'),
    dictionary: spell(page.dict, 'page'),
    annots: await readAnnots(document, page, references, options),
    ...effectiveBoxes(texts(page.mediaBox), texts(page.cropBox)),
    rotate: rotation(page),
    userUnit: userUnit(page),
    parents: page.parents.map((parent) => spell(parent, 'parent')),
  };
}

/** A reference that leads to no array counts as absent: the page then gets an array of its own. */
async function readAnnots(
  document: PdfDocument,
  page: PdfPage,
  references: ReferenceCount,
  options?: CallOptions,
): Promise<FramePage['annots']> {
  const entry = entryOf(page.dict, 'Annots');
  const array = entry === undefined ? undefined : await document.resolve(entry, options);
  if (entry === undefined || array?.kind !== 'array') return null;
  if (entry.kind !== 'ref') return { ref: null, array: spell(array, 'Annots') };
  if ((await references(entry.number)) > 1)
    throw new PadesError('PADES_SHARED_ANNOTS', `page ${page.index}: expected an /Annots array of its own`, {
      facts: { page: page.index },
    });
  return { ref: spell(entry, 'Annots'), array: spell(array, 'Annots') };
}

function rotation(page: PdfPage): FramePage['rotate'] {
  const degrees = page.rotate === undefined ? 0 : integerOf(page.rotate);
  const turned = degrees === undefined ? undefined : ((degrees % 360) + 360) % 360;
  if (turned === 0 || turned === 90 || turned === 180 || turned === 270) return turned;
  throw geometryFault(page, 'expected a rotation by quarter turns');
}

function userUnit(page: PdfPage): string {
  const text = page.userUnit?.text ?? '1';
  const unit = parseDecimal(text);
  if (unit === undefined || unit.numerator <= 0n) throw geometryFault(page, 'expected a positive user unit');
  return text;
}

function texts(box: PdfRectangle | undefined): Box | undefined {
  return box === undefined ? undefined : [box[0].text, box[1].text, box[2].text, box[3].text];
}

function geometryFault(page: PdfPage, expectation: string): PadesError {
  return new PadesError('PADES_PAGE_GEOMETRY', `page ${page.index}: ${expectation}`, { facts: { page: page.index } });
}
