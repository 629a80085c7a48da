import type { JsonValue } from '../../../bytes/index.ts';
import type { KeywordRelation } from '../keyword-anchor.ts';
import type { DisplayedPage, SealBox } from '../page-anchor.ts';
import { MICROMETRES_PER_MILLIMETRE, pt } from '../units.ts';
import { type ForeignReader, foreignReader, numberOr, pageAt } from './foreign-json.ts';
import type { ImportOptions, RequestedPlacement } from './requested-placement.ts';
import { assertPlain, boxOf, decimal, fromPoints, offsetIn, placeAt, roleOf, toPoints, unsupported } from './vendor-lengths.ts';

const VENDOR = '法大大';
const STRADDLE = 'corp_seal_cross_page';

/** Offsets are measured from the keyword's centre. */
export const FADADA_KEYWORD_RELATION: KeywordRelation = 'centre';

/** A control (FASC OpenAPI `Field` with its `FieldPosition`), as far as it says where. */
export interface FadadaField {
  readonly fieldType: string;
  readonly position: {
    readonly positionMode: 'pixel' | 'keyword';
    readonly positionPageNo?: number;
    readonly positionX?: string;
    readonly positionY?: string;
    readonly positionKeyword?: string;
    readonly keywordOffsetX?: string;
    readonly keywordOffsetY?: string;
  };
  /** Sizes in millimetres, as is assumed. */
  readonly fieldCorpSeal?: { readonly width: number; readonly height: number };
}

/**
 * Reads FASC controls (`Field`, `FieldPosition`): `positionMode` `pixel` with `positionPageNo` from 1 and the control's centre in
 * `positionX`, `positionY`, or `keyword` with `positionKeyword`, at all hits, and offsets from the keyword's centre, right and down;
 * `corp_seal_cross_page` is a straddle for which `positionY` alone counts. Numbers are texts. Assumed, as no source was found: px of 1/72
 * inch from the upper left of the page as displayed, sizes in millimetres, a straddle on all pages. Sources differ on whether a keyword's
 * offset leads down or up; the newer one is followed.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromFadada(json: JsonValue, pages: readonly DisplayedPage[], options: ImportOptions): readonly RequestedPlacement[] {
  return foreignReader(VENDOR, json)
    .list()
    .map((field) => readField(field, pages, options));
}

function readField(field: ForeignReader, pages: readonly DisplayedPage[], options: ImportOptions): RequestedPlacement {
  const role = field.member('fieldType').text();
  const position = field.member('position');
  const mode = position.member('positionMode');
  const box = readBox(field, options);
  if (mode.text() === 'keyword') {
    const x = pt(numberOr(position.member('keywordOffsetX'), 0));
    const y = pt(numberOr(position.member('keywordOffsetY'), 0));
    const keyword = position.member('positionKeyword').text();
    const anchor = { keyword, occurrences: 'all', relation: FADADA_KEYWORD_RELATION, offset: { unit: 'pt', x, y } } as const;
    return { kind: 'keyword', role, anchor, box };
  }
  if (mode.text() !== 'pixel') throw mode.refuse('pixel or keyword');
  const y = fromPoints(position.member('positionY').number()) - box.heightUm / 2;
  if (role === STRADDLE) return { kind: 'straddle', role, pages: pages.map(({ page }) => page), y: Math.round(y), box };
  const page = pageAt(pages, position.member('positionPageNo'));
  return { kind: 'place', role, placement: placeAt(page, fromPoints(position.member('positionX').number()) - box.widthUm / 2, y, box) };
}

function readBox(field: ForeignReader, options: ImportOptions): SealBox {
  const seal = field.member('fieldCorpSeal');
  if (seal.isAbsent() || seal.member('width').isAbsent() || seal.member('height').isAbsent()) return options.box;
  const side = (name: string): number => Math.round(seal.member(name).size() * MICROMETRES_PER_MILLIMETRE);
  return { widthUm: side('width'), heightUm: side('height') };
}

/**
 * Writes FASC controls, `corp_seal` where the request has no word of its own.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for form fields, turned places and slices, straddles on some pages, and keywords
 * on some pages, at some hits or with another relation than {@link FADADA_KEYWORD_RELATION}.
 */
export function toFadada(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): readonly FadadaField[] {
  return requests.map((request) => writeField(request, pages));
}

function writeField(request: RequestedPlacement, pages: readonly DisplayedPage[]): FadadaField {
  switch (request.kind) {
    case 'field':
      throw unsupported(VENDOR, 'field');
    case 'straddle':
      if (request.pages.length !== pages.length) throw unsupported(VENDOR, 'pages');
      return {
        fieldType: STRADDLE,
        position: { positionMode: 'pixel', positionY: String(toPoints(request.y + request.box.heightUm / 2)) },
        fieldCorpSeal: writeBox(request.box),
      };
    case 'keyword':
      return {
        fieldType: roleOf(request, 'corp_seal'),
        position: writeKeyword(request, pages),
        fieldCorpSeal: writeBox(request.box),
      };
    case 'place': {
      const { placement } = request;
      assertPlain(VENDOR, placement);
      return {
        fieldType: roleOf(request, 'corp_seal'),
        position: {
          positionMode: 'pixel',
          positionPageNo: placement.page,
          positionX: String(toPoints(placement.x + placement.width / 2)),
          positionY: String(toPoints(placement.y + placement.height / 2)),
        },
        fieldCorpSeal: writeBox(boxOf(placement)),
      };
    }
  }
}

function writeBox({ widthUm, heightUm }: SealBox): { readonly width: number; readonly height: number } {
  return { width: decimal(widthUm / MICROMETRES_PER_MILLIMETRE, 3), height: decimal(heightUm / MICROMETRES_PER_MILLIMETRE, 3) };
}

function writeKeyword(
  { anchor }: RequestedPlacement & { readonly kind: 'keyword' },
  pages: readonly DisplayedPage[],
): FadadaField['position'] {
  if (anchor.occurrences !== 'all') throw unsupported(VENDOR, 'occurrences');
  if (anchor.pages !== undefined) throw unsupported(VENDOR, 'pages');
  if (anchor.relation !== FADADA_KEYWORD_RELATION) throw unsupported(VENDOR, 'relation');
  const { x, y } = offsetIn(VENDOR, anchor.offset, 'pt', pages);
  return {
    positionMode: 'keyword',
    positionKeyword: anchor.keyword,
    keywordOffsetX: String(x),
    keywordOffsetY: String(y),
  };
}
