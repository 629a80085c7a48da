import type { CallOptions } from '../../../bytes/index.ts';
import type { SealPlacement } from '../../../pades/index.ts';
import type { PageTextSource } from '../../../ports/index.ts';
import { placeOnField } from '../field-anchor.ts';
import type { FieldPlace } from '../field-places.ts';
import { findKeyword } from '../find-keyword.ts';
import { placeAtKeyword } from '../keyword-anchor.ts';
import type { DisplayedPage } from '../page-anchor.ts';
import type { RequestedPlacement, StraddleRequest } from './requested-placement.ts';

/** The document that requests are resolved on. */
export interface RequestTargets extends CallOptions {
  readonly pages: readonly DisplayedPage[];
  readonly text: PageTextSource;
  readonly fields: readonly FieldPlace[];
}

/**
 * The places that a request has on a document. A straddle is cut into slices by whoever draws it and is not a request here.
 *
 * @throws `SealError` `KEYWORD_NOT_FOUND`, `KEYWORD_NO_TEXT`, `KEYWORD_HIT_MISSING`, `KEYWORD_MALFORMED`, `PLACEMENT_FIELD_MISSING`,
 * `PLACEMENT_FIELD_NOT_SHOWN`
 * @throws `PortError` of port `page-text`
 */
export async function resolveRequest(
  request: Exclude<RequestedPlacement, StraddleRequest>,
  { pages, text, fields, signal }: RequestTargets,
): Promise<readonly SealPlacement[]> {
  switch (request.kind) {
    case 'place':
      return [request.placement];
    case 'field':
      return placeOnField(fields, request.field, request.box);
    case 'keyword': {
      const { anchor, box } = request;
      const options = { ...(anchor.pages === undefined ? {} : { pages: anchor.pages }), ...(signal === undefined ? {} : { signal }) };
      return placeAtKeyword(await findKeyword(text, anchor.keyword, options), anchor, box, pages);
    }
  }
}
