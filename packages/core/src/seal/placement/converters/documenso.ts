import type { JsonValue } from '../../../bytes/index.ts';
import type { DisplayedPage } from '../page-anchor.ts';
import { type ForeignReader, foreignReader, pageAt } from './foreign-json.ts';
import type { RequestedPlacement } from './requested-placement.ts';
import { assertPlain, decimal, pageOf, placeAt, roleOf, shareOf, unsupported } from './vendor-lengths.ts';

const VENDOR = 'Documenso';

/** A field as it is created through the API, as far as it says where. */
export interface DocumensoField {
  readonly type: string;
  readonly pageNumber: number;
  readonly pageX: number;
  readonly pageY: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads Documenso fields (insert-field-in-pdf.ts, get-page-size.ts; SDK, `DocumentCreateField`) in either spelling: `pageNumber`, `pageX`, `pageY` as they are created, or `page`, `positionX`, `positionY` as
 * they are kept. All are percent of the page as displayed, from its upper left to the upper left of the field; pages count from 1.
 * The page is cropped as it is displayed.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromDocumenso(
  json: JsonValue,
  pages: readonly DisplayedPage[],
): readonly (RequestedPlacement & { readonly kind: 'place' })[] {
  return foreignReader(VENDOR, json)
    .list()
    .map((field) => {
      const page = pageAt(pages, either(field, 'pageNumber', 'page'));
      const across = (reader: ForeignReader): number => (reader.number() / 100) * page.widthUm;
      const down = (reader: ForeignReader): number => (reader.number() / 100) * page.heightUm;
      const [x, y] = [across(either(field, 'pageX', 'positionX')), down(either(field, 'pageY', 'positionY'))];
      const [width, height] = [field.member('width').size(), field.member('height').size()];
      const box = { widthUm: (width / 100) * page.widthUm, heightUm: (height / 100) * page.heightUm };
      return { kind: 'place', role: field.member('type').text(), placement: placeAt(page, x, y, box) } as const;
    });
}

function either(field: ForeignReader, created: string, kept: string): ForeignReader {
  return field.member(created).isAbsent() ? field.member(kept) : field.member(created);
}

/**
 * Writes fields as the API creates them, `SIGNATURE` where the request has no type of its own.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for all but plain places: Documenso has no keywords, form fields or straddles here.
 */
export function toDocumenso(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): readonly DocumensoField[] {
  return requests.map((request) => {
    if (request.kind !== 'place') throw unsupported(VENDOR, request.kind);
    const { placement } = request;
    assertPlain(VENDOR, placement);
    const { widthUm, heightUm } = pageOf(pages, placement.page);
    const percentOf = (part: number, whole: number): number => decimal(100 * shareOf(part, whole), 6);
    return {
      type: roleOf(request, 'SIGNATURE'),
      pageNumber: placement.page,
      pageX: percentOf(placement.x, widthUm),
      pageY: percentOf(placement.y, heightUm),
      width: percentOf(placement.width, widthUm),
      height: percentOf(placement.height, heightUm),
    };
  });
}
