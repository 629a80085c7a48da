import type { JsonValue } from '../../../bytes/index.ts';
import type { DisplayedPage } from '../page-anchor.ts';
import { type ForeignReader, foreignReader, pageAt } from './foreign-json.ts';
import type { RequestedPlacement } from './requested-placement.ts';
import { assertPlain, pageOf, placeAt, roleOf, shareOf, unsupported } from './vendor-lengths.ts';

const VENDOR = 'DocuSeal';

/** A field of a template, as far as it says where. */
export interface DocusealField {
  readonly type: string;
  readonly areas: readonly {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
    readonly page: number;
  }[];
}

export interface DocusealOptions {
  /** `stored` as templates are kept and read, with pages from 0; `request` as they are created through the API, with pages from 1. */
  readonly numbering: 'stored' | 'request';
}

/**
 * Reads DocuSeal fields, one place per area (lib/submissions/generate_result_attachments.rb; API, field areas). `x`, `y`, `w`, `h` are fractions of the page from its upper left to the upper left of the
 * area, of the page as displayed: DocuSeal flattens a rotation before it draws. `type` is the role. The page is
 * cropped as it is displayed (HexaPDF `Page#box`).
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromDocuseal(
  json: JsonValue,
  pages: readonly DisplayedPage[],
  { numbering }: DocusealOptions,
): readonly (RequestedPlacement & { readonly kind: 'place' })[] {
  return foreignReader(VENDOR, json)
    .list()
    .flatMap((field) => {
      const role = field.member('type').text();
      return field
        .member('areas')
        .list()
        .map((area) => ({ kind: 'place', role, placement: readArea(area, pages, numbering) }) as const);
    });
}

function readArea(
  area: ForeignReader,
  pages: readonly DisplayedPage[],
  numbering: DocusealOptions['numbering'],
): ReturnType<typeof placeAt> {
  const number = area.member('page');
  const page = pageAt(pages, number, number.integer() + (numbering === 'stored' ? 1 : 0));
  const [x, y] = [area.member('x').number() * page.widthUm, area.member('y').number() * page.heightUm];
  const box = { widthUm: area.member('w').size() * page.widthUm, heightUm: area.member('h').size() * page.heightUm };
  return placeAt(page, x, y, box);
}

/**
 * Writes fields of one area each, `signature` where the request has no type of its own.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for all but plain places: DocuSeal has no keywords, form fields or straddles here.
 */
export function toDocuseal(
  requests: readonly RequestedPlacement[],
  pages: readonly DisplayedPage[],
  { numbering }: DocusealOptions,
): readonly DocusealField[] {
  return requests.map((request) => {
    if (request.kind !== 'place') throw unsupported(VENDOR, request.kind);
    const { placement } = request;
    assertPlain(VENDOR, placement);
    const { widthUm, heightUm } = pageOf(pages, placement.page);
    const area = {
      x: shareOf(placement.x, widthUm),
      y: shareOf(placement.y, heightUm),
      w: shareOf(placement.width, widthUm),
      h: shareOf(placement.height, heightUm),
      page: placement.page - (numbering === 'stored' ? 1 : 0),
    };
    return { type: roleOf(request, 'signature'), areas: [area] };
  });
}
