import type { SealPlacement } from '../../pades/index.ts';
import type { PasskeyAssertion } from '../intent/passkey-assertion.ts';
import type { ActLanguage } from './act-language.ts';

/** One page or person that computed the same document and frame digest and vouched for it. */
export interface PermitAttestation {
  readonly person: string;
  readonly role: 'requester' | 'approver';
  readonly time: string;
}

export interface PermitApproval {
  readonly person: string;
  readonly time: string;
  readonly decision: 'approved';
  /** What the approver's own passkey answered to the request digest as its challenge, where policy asks for it. */
  readonly assertion?: PasskeyAssertion;
}

/** What is asked of whoever approves. Part of the request: an approver sees it, and nobody leaves it out afterwards. */
export interface PermitApprovalPolicy {
  /** Every approval carries the assertion of a passkey of whoever gave it. */
  readonly countersigned: 'passkey';
}

/** How the person has to confirm the use. */
export interface PermitIntentPolicy {
  readonly required: boolean;
  /** Methods that are taken; each has at least the minimum assurance. */
  readonly methods: readonly string[];
  readonly minimumAssurance: number;
  /** Seconds from the start of a proof to the confirmation; without it, as long as the provider gives. */
  readonly maximumAge?: number;
  /** The signed attributes carry `commitment-type-indication` of this commitment. EN 319 122-1 §5.2.3 */
  readonly commitmentType?: 'proof-of-approval';
  /** One proof may stand for this act among others; without it, the act is confirmed by itself. */
  readonly batch?: boolean;
}

/** Payload of a use permit: one seal version, one document, these places, this person, once, until `expires`. */
export interface PermitPayload {
  readonly v: 1;
  readonly id: string;
  readonly tenant: string;
  readonly envelopeId: string;
  /** Null for a personal signature without a seal. `statement` is the digest of the statement's DER. */
  readonly seal: { readonly number: string; readonly version: number; readonly statement: string } | null;
  readonly document: { readonly digest: string; readonly length: number };
  /** Digest of the document frame. */
  readonly frame: string;
  /** `direct` where the server held the document itself and read its frame in that mode; without it, as in explained signing. */
  readonly frameMode?: 'direct';
  readonly placements: readonly SealPlacement[];
  /** Language in which a tagged document names the seal to whoever does not see it; without it, as an undescribed signature. */
  readonly language?: ActLanguage;
  /** Pseudonymous id of the person who signs. */
  readonly person: string;
  /** Digest of the signing certificate's DER. */
  readonly certificate: string;
  readonly issuer: string;
  readonly attestedBy: readonly PermitAttestation[];
  readonly approvals: readonly PermitApproval[];
  readonly intentPolicy: PermitIntentPolicy;
  /** Without it, an approval is what the register says of it. */
  readonly approvalPolicy?: PermitApprovalPolicy;
  readonly nonce: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  readonly expires: string;
}

/** Payload of a use record: which permit and intent this signature used, and the event that was durable before it. */
export interface UseRecordPayload {
  readonly v: 1;
  /** Digest of the permit's compact octets. */
  readonly permit: string;
  /** Digest of the intent proof record; null where policy required none. */
  readonly intent: string | null;
  /** Digest of the use event. */
  readonly event: string;
  readonly byteRangeDigest: string;
}

/** Payload of a receipt: what the server did, for a host to check with `verifyReceipt`. */
export interface ReceiptPayload {
  readonly v: 1;
  readonly act: string;
  readonly id: string;
  readonly tenant: string;
  readonly envelopeId: string | null;
  readonly person: string;
  readonly sealNumber: string | null;
  readonly permit: string | null;
  readonly originalDigest: string | null;
  readonly byteRangeDigest: string | null;
  readonly fileDigest: string | null;
  /** Digest of the event that records the act. */
  readonly event: string;
  readonly time: string;
  readonly nonce: string;
}
