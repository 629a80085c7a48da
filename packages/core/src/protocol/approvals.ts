import type { SealPlacement } from '../pades/index.ts';
import type { Amount, ApprovalTier, Approver } from '../seal/index.ts';
import type { IntentAnswer, PasskeyRequestOptions } from './intents.ts';
import type { PersonalText } from './personal-text.ts';
import type { Named } from './seals.ts';

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'expired';

/** A request for the use of a seal that waits for decisions, or had them. */
export interface ApprovalView {
  readonly id: string;
  /** The permit that it becomes. */
  readonly permitId: string;
  readonly status: ApprovalStatus;
  readonly requester: Named;
  readonly requestedAt: string;
  readonly expires: string;
  readonly reason: PersonalText;
  readonly envelope: Named;
  readonly documentClass: string | null;
  readonly amount: Amount | null;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  /** Digest of the document frame, as the requester's page computed it. */
  readonly frame: string;
  readonly seal: {
    readonly number: string;
    readonly name: string;
    readonly version: number;
    readonly face: { readonly type: 'SVG' | 'PNG'; readonly base64: string };
  };
  readonly placements: readonly SealPlacement[];
  readonly grantId: string;
  readonly mode: ApprovalTier['mode'];
  readonly waitingFor: readonly (Approver & { readonly name: string })[];
  readonly decisions: readonly {
    readonly person: Named;
    readonly decision: 'approved' | 'rejected';
    readonly comment: PersonalText;
    readonly time: string;
    /** The approver's page computed the same document and frame digest. */
    readonly attested: boolean;
    /** A passkey of this person answered the request digest. */
    readonly countersigned: boolean;
  }[];
  /** What an approval covers: digest of the permit without what the register adds when it grants it. */
  readonly requestDigest: string;
  readonly needsAttestation: boolean;
  /** By what whoever approves countersigns the request; null where that is not asked. */
  readonly countersigns: 'passkey' | null;
  /** What the register checked, each with its verdict, as of now. */
  readonly rules: readonly { readonly rule: ApprovalRule; readonly met: boolean }[];
  /** Whether the caller may decide now, and otherwise the code of the reason. */
  readonly decide: { readonly allowed: true } | { readonly allowed: false; readonly reason: string };
}

export type ApprovalRule = 'grant-covers' | 'requester-is-not-approver' | 'seal-active' | 'seal-version-current' | 'no-like-request';

/** Query of `GET /approvals`. */
export interface ApprovalQuery {
  /** `for-me`: the caller may decide; `mine`: the caller asked; `done`: ended. */
  readonly box: 'for-me' | 'mine' | 'done';
  readonly sealNumber?: string;
  readonly cursor?: string;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number;
}

export interface ApprovalList {
  /** Newest first. */
  readonly approvals: readonly ApprovalView[];
  readonly nextCursor: string | null;
}

/** `POST /approvals/{id}/decisions` */
export interface ApprovalDecisionRequest {
  readonly decision: 'approved' | 'rejected';
  /** Required for a rejection. */
  readonly comment: string;
  /** Digest that the page showed and the person approves. */
  readonly requestDigest: string;
  /** What the approver's own page computed from the file that the person saw. */
  readonly attestation: { readonly digest: string; readonly length: number; readonly frame: string } | null;
  /** `{ credential }`: what a passkey of the person answered to the request digest, where an approval has to be countersigned. */
  readonly countersignature?: IntentAnswer;
}

/** `GET /approvals/{id}/countersignature`: for `PublicKeyCredential.parseRequestOptionsFromJSON`; the challenge is the request digest. */
export interface ApprovalCountersignatureView {
  readonly requestDigest: string;
  readonly passkey: PasskeyRequestOptions;
}

export interface ApprovalResult {
  readonly approval: ApprovalView;
  /** Compact JWS. */
  readonly receipt: string;
}
