import type { JsonValue } from '../../bytes/index.ts';
import type { CountersignatureFacts, IntentProofFacts } from '../../seal/index.ts';
import type { CertificatePathFacts } from './path-facts.ts';

/** A compact JWS of the register, with how its value verified. */
export interface JwsFacts {
  /** Stable code of why it is none of its kind; null when it is. */
  readonly fault: string | null;
  /** Whether `kid` names the leaf of `x5c`. */
  readonly keyIdMatches: boolean;
  readonly signatureValue: 'valid' | 'invalid' | 'unsupported' | 'not-verified';
  /** Null with a fault. */
  readonly payload: JsonValue;
  readonly paths: CertificatePathFacts;
  /** Digest of the compact octets, `sha256:<hex>`. */
  readonly digest: string;
}

/** What the signature's use permit and use record say, and what the file itself says of the same. */
export interface UseFacts {
  readonly permit: JwsFacts | null;
  readonly record: JwsFacts | null;
  /** The proof of intent that the record names; null where the caller gave none, absent in facts from before it was looked for. */
  readonly intent?: IntentProofFacts | null;
  /** What the passkeys of those who approved answered, in the order of the approvals; absent in facts from before it was looked at. */
  readonly countersignatures?: readonly CountersignatureFacts[];
  readonly observed: ObservedUse;
}

/** Observed in the file; the checks compare it with the permit. */
export interface ObservedUse {
  /** Length of the document before this revision, and its digest by the permit's algorithm. */
  readonly originalLength: number | null;
  readonly originalDigest: string | null;
  /** Digest of the frame computed from the prefix; null with `frameFault` when there is none. */
  readonly frameDigest: string | null;
  readonly frameFault: string | null;
  /** Whether the revision's octets are what the permit makes of the frame; null where it could not be replayed. */
  readonly revisionEqual: boolean | null;
  readonly revisionFault: string | null;
  readonly statementDigest: string | null;
  readonly sealNumber: string | null;
  /** Digest of the signing certificate's DER, `sha256:<hex>`. */
  readonly certificateDigest: string | null;
  readonly byteRangeDigest: string | null;
}
