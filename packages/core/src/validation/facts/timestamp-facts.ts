import type { SignatureValueResult } from '../../crypto/index.ts';
import type { EvidenceId } from './evidence-id.ts';
import type { CertificatePathFacts } from './path-facts.ts';

/** A time-stamp token among the attributes of a signature, or in an evidence record there. */
export interface TimestampFacts {
  readonly kind: 'signature-time-stamp' | 'content-time-stamp' | 'archive-time-stamp' | 'evidence-record-time-stamp';
  /** Null when the token could be read. */
  readonly fault: string | null;
  /** Whether the token's certificate is there and the one that it names; null when the token could not be read. */
  readonly certificate: 'identified' | 'missing' | 'reference-differs' | null;
  /** What the token says, ISO 8601. */
  readonly time: string | null;
  /** Whether it is over what a token of its kind stands for; null where that was not computed. */
  readonly imprintMatches: boolean | null;
  /** Whether the authority signed what the token says; null where the token or its certificate is missing. */
  readonly signature: SignatureValueResult | null;
  /** What its word rests on; null for a token that cannot be read. */
  readonly algorithms: {
    readonly digest: string | null;
    readonly signature: string | null;
    readonly signatureDigest: string | null;
  } | null;
  /** What it proves the existence of, where it holds. */
  readonly covers: readonly EvidenceId[];
  /** From the authority's certificate to the anchors of time-stamping authorities. */
  readonly paths: CertificatePathFacts;
}
