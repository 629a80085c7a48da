import type { JsonValue } from '../../bytes/index.ts';
import type { Coverage } from '../report/report.ts';
import type { ChangeFact } from './changes/change-fact.ts';
import type { CertificatePathFacts } from './path-facts.ts';
import type { CmsFacts } from './cms-facts.ts';
import type { CopiedPicture, SealFacts } from './seal-facts.ts';
import type { EvidenceId } from './evidence-id.ts';
import type { EvidenceRecordFacts } from './evidence-record-facts.ts';
import type { RevocationFacts } from './revocation-facts.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { UseFacts } from './use-facts.ts';

/**
 * What was observed, and nothing that was decided: plain JSON, octets as base64 or hexadecimal. Judging these facts again
 * gives the same report. Trust anchors have gone into the certificate paths; policy and time have not been looked at.
 */
export interface ValidationFacts {
  readonly version: 1;
  readonly document: DocumentFacts;
  /** DER in base64 by SHA-256. */
  readonly certificates: { readonly [fingerprint: string]: string };
  readonly signatures: readonly SignatureFacts[];
  /** What is known of the status of the certificates in their paths. */
  readonly revocation: readonly RevocationFacts[];
}

export interface DocumentFacts {
  readonly kind: 'pdf' | 'cms' | 'time-stamp-token' | 'evidence-record' | 'asic-container';
  readonly size: number;
  /** `sha256:<hex>` over the whole file. */
  readonly digest: string;
  readonly encrypted: boolean;
  readonly pages: number | null;
  /** Ends of the revisions, oldest first. */
  readonly revisionEnds: readonly number[];
  /** The cross-reference data could not be used as they stand; objects were searched. */
  readonly repaired: boolean;
  readonly notices: readonly Notice[];
  /** Changes of all revisions after the first signed one. */
  readonly changes: readonly ChangeFact[];
  /** Why later revisions could not be compared; null when they were. */
  readonly changesFault: string | null;
  /** Loops in the page tree or the structure tree: no reader shows such a document the same way. */
  readonly structureFaults: readonly string[];
  /** Signatures that an earlier revision had and the last one has not: field names. */
  readonly lostSignatures: readonly string[];
  /** Pictures of statements that are drawn where no signature with that statement put them. */
  readonly copiedPictures: readonly CopiedPicture[];
}

export interface Notice {
  readonly code: string;
  readonly values: { readonly [name: string]: JsonValue };
}

/** One signature dictionary, or one SignerInfo of a CMS file. */
export interface SignatureFacts {
  readonly field: string | null;
  readonly fields: readonly string[];
  readonly kind: 'signature' | 'certification' | 'document-time-stamp' | 'time-stamp-token';
  /** Null for CMS files. */
  readonly dictionary: DictionaryFacts | null;
  readonly byteRange: ByteRangeFacts | null;
  /** `sha256:<hex>` and its siblings over the signed octets, by the digest that the signature uses, where it can be computed. */
  readonly byteRangeDigest: string | null;
  readonly permissions: PermissionFacts;
  readonly seedValueFaults: readonly string[];
  readonly cms: CmsFacts;
  readonly paths: CertificatePathFacts;
  readonly timestamps: readonly TimestampFacts[];
  readonly evidenceRecords: readonly EvidenceRecordFacts[];
  /** Signatures over the value of this one. */
  readonly counterSignatures: readonly SignatureFacts[];
  /** What a document time-stamp proves the existence of, where it holds; empty for a signature. */
  readonly covers: readonly EvidenceId[];
  /** What a time-stamp says itself, ISO 8601; null for a signature, and for a token that cannot be read. */
  readonly statedTime: string | null;
  readonly seal: SealFacts | null;
  readonly use: UseFacts | null;
  readonly places: readonly PlaceFacts[];
  /** Stable code of why the signed assertions could not be read; null when they could, or when there are none. */
  readonly assertionFault: string | null;
  /** Fields of this signature that draw something. */
  readonly drawnFields: readonly string[];
  /** Numbers of its widgets, `n g` without the generation. */
  readonly widgetNumbers: readonly number[];
}

export interface DictionaryFacts {
  /** Object of the signature dictionary, `n g`. */
  readonly object: string | null;
  readonly subFilter: string | null;
  /** The claimed time in ISO 8601 UTC, when /M is a date. */
  readonly claimedTime: string | null;
  readonly reason: string | null;
  readonly location: string | null;
  readonly name: string | null;
  /** `missing`, `not-string`, `empty`, `zeros`, or `present`. */
  readonly contents: 'missing' | 'not-string' | 'empty' | 'zeros' | 'present';
  /** Whether the signed revision has the same dictionary, and the same fields refer to it. Null where no revision is known. */
  readonly sameInSignedRevision: boolean | null;
  /** Fields that came to refer to it later. */
  readonly laterFields: readonly string[];
}

export interface ByteRangeFacts {
  /** As far as it is an array of numbers. */
  readonly numbers: readonly number[];
  /** Stable codes of what is wrong with the numbers. */
  readonly faults: readonly string[];
  /** Whether the gap is exactly the /Contents string of this dictionary. */
  readonly gapIsContents: boolean;
  /** Whether only zeros follow the signature in the gap. */
  readonly paddingIsZero: boolean;
  readonly coverage: Coverage;
  /** Counted from 1; null when the range ends at no revision. */
  readonly revision: number | null;
  /** Whether the range shares octets with another signature's in a way that appending cannot produce. */
  readonly collides: boolean;
}

export interface PermissionFacts {
  /** DocMDP of this signature. */
  readonly docMdp: 1 | 2 | 3 | null;
  readonly locks: readonly LockFacts[];
  /** Whether a certification came before this signature already. */
  readonly secondCertification: boolean;
  readonly faults: readonly string[];
}

export interface LockFacts {
  readonly source: 'FieldMDP' | 'Lock';
  readonly action: 'All' | 'Include' | 'Exclude';
  readonly fields: readonly string[];
}

export interface PlaceFacts {
  readonly field: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
