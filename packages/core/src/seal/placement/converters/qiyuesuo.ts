import type { JsonValue } from '../../../bytes/index.ts';
import type { KeywordRelation } from '../keyword-anchor.ts';
import type { DisplayedPage } from '../page-anchor.ts';
import { fraction } from '../units.ts';
import { type ForeignReader, foreignReader, numberOr, pageAt } from './foreign-json.ts';
import type { ImportOptions, RequestedPlacement } from './requested-placement.ts';
import { assertPlain, offsetIn, pageOf, placeAt, roleOf, shareOf, unsupported } from './vendor-lengths.ts';

const VENDOR = '契约锁';
const STRADDLE = 'ACROSS_PAGE';

/** Assumed: the seal begins where the keyword ends. Documented is only that the keyword is in the middle of the seal's height. */
export const QIYUESUO_KEYWORD_RELATION: KeywordRelation = 'right';

/** A stamper (签署位置), as far as it says where. Sizes are not part of it. */
export interface QiyuesuoStamper {
  readonly type: string;
  readonly page?: number;
  readonly keyword?: string;
  readonly keywordIndex?: number;
  readonly offsetX?: number;
  readonly offsetY: number;
}

/**
 * Reads 契约锁 stampers (the vendor's Go SDK, `CBSignatoryRect`, 签署位置). `offsetX` and `offsetY` are fractions of the page from its lower left to the lower left of the picture; pages
 * count from 1. With a keyword they move the seal right and up, and `keywordIndex` 0 is all hits, -1 the last, else the nth, 1 by default.
 * The size is the seal's own: `options.box`. Assumed: `ACROSS_PAGE` is on all pages, and the page is the one that is displayed.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromQiyuesuo(json: JsonValue, pages: readonly DisplayedPage[], options: ImportOptions): readonly RequestedPlacement[] {
  return foreignReader(VENDOR, json)
    .list()
    .map((stamper) => readStamper(stamper, pages, options));
}

function readStamper(stamper: ForeignReader, pages: readonly DisplayedPage[], { box }: ImportOptions): RequestedPlacement {
  const type = stamper.member('type').isAbsent() ? stamper.member('rectType') : stamper.member('type');
  const role = type.isAbsent() ? {} : { role: type.text() };
  const [offsetX, offsetY] = [stamper.member('offsetX'), stamper.member('offsetY')];
  if (role.role === STRADDLE) {
    const first = pageOf(pages, 1);
    const y = Math.round(first.heightUm * (1 - offsetY.number()) - box.heightUm);
    return { kind: 'straddle', ...role, pages: pages.map(({ page }) => page), y, box };
  }
  const keyword = stamper.member('keyword');
  if (!keyword.isAbsent()) {
    const index = stamper.member('keywordIndex').isAbsent() ? 1 : stamper.member('keywordIndex').integer();
    if (index < -1) throw stamper.member('keywordIndex').refuse('-1, 0 or a count');
    const offset = { unit: 'fraction', x: fraction(numberOr(offsetX, 0)), y: fraction(0 - numberOr(offsetY, 0)) } as const;
    const occurrences = index === 0 ? 'all' : [index];
    return { kind: 'keyword', ...role, anchor: { keyword: keyword.text(), occurrences, relation: QIYUESUO_KEYWORD_RELATION, offset }, box };
  }
  const page = pageAt(pages, stamper.member('page'));
  const y = page.heightUm * (1 - offsetY.number()) - box.heightUm;
  return { kind: 'place', ...role, placement: placeAt(page, page.widthUm * offsetX.number(), y, box) };
}

/**
 * Writes stampers, `COMPANY` where the request has no word of its own. The size is not written: the seal has it.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for form fields, turned places and slices, straddles on some pages, keywords on some
 * pages, with more than one hit that is not all, with another relation than {@link QIYUESUO_KEYWORD_RELATION}, or with an offset that is another
 * share of each page.
 */
export function toQiyuesuo(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): readonly QiyuesuoStamper[] {
  return requests.map((request) => writeStamper(request, pages));
}

function writeStamper(request: RequestedPlacement, pages: readonly DisplayedPage[]): QiyuesuoStamper {
  switch (request.kind) {
    case 'field':
      throw unsupported(VENDOR, 'field');
    case 'straddle': {
      if (request.pages.length !== pages.length) throw unsupported(VENDOR, 'pages');
      const { heightUm } = pageOf(pages, 1);
      return { type: STRADDLE, offsetY: shareOf(heightUm - request.y - request.box.heightUm, heightUm) };
    }
    case 'keyword':
      return { type: roleOf(request, 'COMPANY'), ...writeKeyword(request, pages) };
    case 'place': {
      const { placement } = request;
      assertPlain(VENDOR, placement);
      const { widthUm, heightUm } = pageOf(pages, placement.page);
      return {
        type: roleOf(request, 'COMPANY'),
        page: placement.page,
        offsetX: shareOf(placement.x, widthUm),
        offsetY: shareOf(heightUm - placement.y - placement.height, heightUm),
      };
    }
  }
}

function writeKeyword(
  { anchor }: RequestedPlacement & { readonly kind: 'keyword' },
  pages: readonly DisplayedPage[],
): Omit<QiyuesuoStamper, 'type'> {
  const keywordIndex = anchor.occurrences === 'all' ? 0 : anchor.occurrences[0];
  const isOne = anchor.occurrences === 'all' || (anchor.occurrences.length === 1 && keywordIndex !== undefined && keywordIndex >= -1);
  if (!isOne || keywordIndex === undefined) throw unsupported(VENDOR, 'occurrences');
  if (anchor.pages !== undefined) throw unsupported(VENDOR, 'pages');
  if (anchor.relation !== QIYUESUO_KEYWORD_RELATION) throw unsupported(VENDOR, 'relation');
  const { x, y } = offsetIn(VENDOR, anchor.offset, 'fraction', pages);
  return { keyword: anchor.keyword, keywordIndex, offsetX: x, offsetY: 0 - y };
}
