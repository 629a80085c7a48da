import type { SealPlacement } from '../../../pades/index.ts';
import type { KeywordAnchor } from '../keyword-anchor.ts';
import type { SealBox } from '../page-anchor.ts';

interface Request {
  /** The vendor's word for what stands there: kept and written back to the same vendor, not interpreted. */
  readonly role?: string;
}

/** What another vendor's JSON asks for. Only the first kind is a place yet: the others name what places follow from. */
export type RequestedPlacement =
  | (Request & { readonly kind: 'place'; readonly placement: SealPlacement })
  | (Request & { readonly kind: 'keyword'; readonly anchor: KeywordAnchor; readonly box: SealBox })
  | (Request & { readonly kind: 'field'; readonly field: string; readonly box: SealBox })
  | StraddleRequest;

/** One seal across the right edges of several pages. */
export interface StraddleRequest extends Request {
  readonly kind: 'straddle';
  readonly pages: readonly number[];
  /** From the top of the first of the pages to the top of the seal, in micrometres. */
  readonly y: number;
  readonly box: SealBox;
}

export interface ImportOptions {
  /** The seal's own size, for vendors and requests that name none. */
  readonly box: SealBox;
}
