import type { SealPlacement } from '../pades/index.ts';
import type { ActLanguage } from '../seal/index.ts';

/** `POST /permits`: asks for one use. With a grant that needs no approval the permit is issued at once. */
export interface PermitRequest {
  readonly envelopeId: string;
  /** Null for a personal signature without a seal. */
  readonly sealNumber: string | null;
  /** Version that the person saw; a permit for another version is never issued in its place. */
  readonly sealVersion: number | null;
  readonly document: { readonly digest: string; readonly length: number };
  /** Digest of the document frame. */
  readonly frame: string;
  readonly placements: readonly SealPlacement[];
  /** Language of the page, in which a tagged document names the seal to whoever does not see it. */
  readonly language?: ActLanguage;
}

export interface PermitView {
  readonly id: string;
  readonly status: 'pending' | 'issued' | 'used' | 'expired' | 'refused';
  /** Compact JWS once issued. */
  readonly permit: string | null;
  readonly expires: string | null;
  readonly sealNumber: string | null;
  readonly sealVersion: number | null;
}
