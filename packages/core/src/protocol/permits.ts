import type { SealPlacement } from '../pades/index.ts';
import type { ActLanguage } from '../seal/index.ts';
import type { PersonalText } from './personal-text.ts';

/** `POST /permits`: asks for one use. With a grant that needs no approval the permit is issued at once, else it is pending. */
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
  /** Why, for the approver. */
  readonly reason?: string;
}

/** The answer of `POST /permits`, and `GET /permits/{id}` for the person who asked. */
export interface PermitView {
  readonly id: string;
  readonly status: 'pending' | 'issued' | 'used' | 'expired' | 'refused';
  /** Compact JWS once issued. */
  readonly permit: string | null;
  readonly expires: string | null;
  readonly sealNumber: string | null;
  readonly sealVersion: number | null;
  /** The request for approval behind it, where its grant asks for one. */
  readonly approval: {
    readonly id: string;
    readonly waitingFor: readonly { readonly type: 'person' | 'role'; readonly id: string; readonly name: string }[];
    /** Until when a decision may be taken. */
    readonly expires: string;
    /** Comment of the rejection. */
    readonly comment: PersonalText | null;
  } | null;
}
