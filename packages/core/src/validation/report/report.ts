import type { JsonValue } from '../../bytes/index.ts';
import type { SealPlacement } from '../../pades/index.ts';
import type { BlockVerdict, Verdict } from './verdict.ts';

/** One row: what was checked, how it ended, and the values behind it. Sentences for people live with whoever shows them, keyed by `id` and `reason`. */
export interface CheckResult {
  /** For instance `fc.byte-range-consistent`, `seal.picture-equal`, `use.permit-matches`. */
  readonly id: string;
  /** `Document` for later changes and file structure, else the building block or seal subject. */
  readonly group: 'document' | 'signature' | 'certificate' | 'time' | 'seal' | 'permit' | 'changes';
  readonly clause: string;
  readonly status: 'passed' | 'failed' | 'indeterminate' | 'not-checked' | 'not-applicable';
  readonly subIndication?: string;
  /** Stable code of the reason, for instance `DIGEST_DIFFERS`, `REVOCATION_DATA_MISSING`. Absent when the check passed. */
  readonly reason?: string;
  /** Values to fill into a sentence. */
  readonly values: { readonly [name: string]: JsonValue };
}

export type Integrity = 'intact' | 'broken' | 'malformed' | 'undetermined';
export type DocumentIntegrity = 'intact' | 'modified' | 'broken' | 'malformed' | 'undetermined';
export type Coverage = 'whole-file' | 'revision' | 'partial';
export type ChangeLevel = 'none' | 'validation-material' | 'form-filling' | 'annotations' | 'forbidden';

/** One later change by name: `code` such as `PAGE_CONTENT_CHANGED`, the object as `n g`, the page from 1 where there is one. */
export interface ChangeFinding {
  readonly code: string;
  readonly level: ChangeLevel;
  readonly revision: number;
  readonly object?: string;
  readonly page?: number;
  /** Fully qualified field name, annotation subtype or key that changed. */
  readonly subject?: string;
}

export interface LaterChanges {
  readonly level: ChangeLevel;
  readonly permitted: boolean;
  readonly findings: readonly ChangeFinding[];
}

export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly sha256: string;
  readonly commonName?: string;
  readonly organization?: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly keyAlgorithm: string;
  /** Carries the policy OID of demo certificates. */
  readonly testMaterial: boolean;
  /** DER, base64. */
  readonly der: string;
  /** Since when time-stamps prove that it was there, ISO 8601; absent where none does. */
  readonly provenAt?: string;
}

/**
 * What is known of whether one certificate was withdrawn, at the time that counts (`SignatureReport.certificatesAt`). Times are
 * ISO 8601.
 */
export interface CertificateStatusReport {
  /**
   * `stale`: what was said is too old for that time. `unreliable`: there are answers, and none can be relied on. `missing`: there is
   * none. `not-asked`: the certificate says that there is nobody to ask (RFC 9608).
   */
  readonly status: 'good' | 'revoked' | 'on-hold' | 'stale' | 'unreliable' | 'missing' | 'not-asked';
  /** What the status stands on; null where nothing is. */
  readonly answer: {
    readonly kind: 'crl' | 'ocsp';
    readonly source: 'document' | 'caller' | 'online';
    /** SHA-256 of its DER, lower-case hexadecimal. */
    readonly sha256: string;
    readonly thisUpdate: string | null;
    readonly nextUpdate: string | null;
    /** Since when time-stamps prove that it was there; absent where none does. */
    readonly provenAt?: string;
  } | null;
  /** Of `revoked` and `on-hold`. A revocation after the time that counts does not count against what was signed before. */
  readonly revokedAt?: string;
  /** CRLReason of a revocation (RFC 5280 §5.3.1), or the fault of answers that cannot be relied on. */
  readonly reason?: string;
}

/** One step of the certificate path, signer first. */
export interface PathStep {
  readonly certificate: CertificateSummary;
  readonly role: 'signer' | 'intermediate' | 'anchor';
  readonly verdict: BlockVerdict;
  /** Null for an anchor, and where no path leads to one. */
  readonly status: CertificateStatusReport | null;
}

/** The time at which the certificates of a path were judged, and why at that one. */
export interface CertificatesAt {
  readonly time: string;
  /** `best-signature-time`, `past-validation`: the signature is proven to be older (EN 319 102-1 §5.5.4, §5.6.2). */
  readonly because: 'validation-time' | 'best-signature-time' | 'past-validation';
}

/** A time-stamp inside a signature, or a document time-stamp over it. */
export interface TimestampReport {
  readonly kind:
    | 'content-time-stamp'
    | 'signature-time-stamp'
    | 'archive-time-stamp'
    | 'evidence-record-time-stamp'
    | 'document-time-stamp'
    | 'time-stamp-token';
  /** Of a document time-stamp. */
  readonly field: string | null;
  /** What it states, ISO 8601; null where it cannot be read. */
  readonly time: string | null;
  /** The certificate that signed it; null where it is not known. */
  readonly authority: CertificateSummary | null;
  /** Its certificates, that of the authority first; none where nothing can be said of it. */
  readonly path: readonly PathStep[];
  /** Null for one that was not judged. */
  readonly indication: BlockVerdict['indication'] | null;
  readonly subIndication?: string;
  /** Stable code; absent where it passed. */
  readonly reason?: string;
  /** Since when a later time-stamp proves that it was there; absent where none does. */
  readonly provenAt?: string;
}

export interface SealReport {
  readonly statement: {
    readonly indication: BlockVerdict['indication'];
    readonly subIndication?: string;
    readonly number: string;
    readonly version: number;
    readonly kind: string;
    readonly name: string;
    readonly ordinal: number;
    readonly widthUm: number;
    readonly heightUm: number;
    readonly validStart: string;
    readonly validEnd: string;
    readonly maker: CertificateSummary | null;
    readonly testMaterial: boolean;
    readonly picture: { readonly type: string; readonly base64: string };
  };
  readonly places: readonly {
    readonly field: string;
    readonly page: number | null;
    readonly placement: SealPlacement | null;
    readonly picture: 'equal' | 'different' | 'not-checked';
  }[];
  readonly permit: {
    readonly indication: BlockVerdict['indication'];
    readonly subIndication?: string;
    readonly id: string;
    readonly person: string;
    readonly issuer: string;
    /** Who approved, and when, as the register says. */
    readonly approvals: readonly {
      readonly person: string;
      readonly time: string;
      /** The approver's passkey over the request, with the SHA-256 of its key's SubjectPublicKeyInfo; null without one. */
      readonly passkey: { readonly indication: BlockVerdict['indication']; readonly rpId: string; readonly key: string | null } | null;
    }[];
  } | null;
  /** Null where policy required no intent proof. */
  readonly intent: { readonly indication: BlockVerdict['indication'] } | null;
}

/** A signature over the value of another: its own answer, of which that other's does not depend. */
export interface CounterSignatureReport {
  readonly indication: Verdict['indication'];
  readonly subIndication?: string;
  readonly integrity: Integrity;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  readonly claimedSigningTime: string | null;
  readonly signer: CertificateSummary | null;
  readonly path: readonly PathStep[];
  readonly counterSignatures: readonly CounterSignatureReport[];
  readonly checks: readonly CheckResult[];
}

/** One signature dictionary, or one SignerInfo of a CMS file. Member names are those of the command's JSON. */
export interface SignatureReport {
  readonly field: string | null;
  readonly fields: readonly string[];
  readonly kind: 'signature' | 'certification' | 'document-time-stamp' | 'time-stamp-token';
  readonly indication: Verdict['indication'];
  readonly subIndication?: string;
  readonly integrity: Integrity;
  readonly coverage: Coverage | null;
  /** Counted from 1: the revision that the signature ends. */
  readonly revision: number | null;
  readonly laterChanges: LaterChanges | null;
  readonly baselineLevel: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | null;
  readonly subFilter: string | null;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  readonly claimedSigningTime: string | null;
  readonly bestSignatureTime: string;
  readonly bestSignatureTimeSource: 'time-stamp' | 'validation-time';
  readonly signer: CertificateSummary | null;
  readonly path: readonly PathStep[];
  readonly certificatesAt: CertificatesAt;
  /** Inside and over this signature, oldest first; those that cannot be read come last. A time-stamp is among its own. */
  readonly timestamps: readonly TimestampReport[];
  /**
   * Until when the file itself is enough to judge the signature (policy `long-term`), as certificates and algorithms are known now;
   * null where services are needed.
   */
  readonly selfContainedUntil: string | null;
  /** They say nothing of this signature. */
  readonly counterSignatures: readonly CounterSignatureReport[];
  /** Null without a seal statement. */
  readonly seal: SealReport | null;
  /** The permit of a personal signature, which has no seal; null when the seal report holds it or there is none. */
  readonly permit: SealReport['permit'];
  readonly byteRangeDigest: string | null;
  readonly reason?: string;
  readonly location?: string;
  /** Pages on which the fields show, with their rectangles as displayed, in micrometres. */
  readonly places: readonly {
    readonly field: string;
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly checks: readonly CheckResult[];
}

export interface ValidationReport {
  readonly version: 1;
  /** Name of the policy and what it asked for. */
  readonly policy: ValidationPolicy;
  readonly validationTime: string;
  readonly document: {
    /** Null for a file without signatures. */
    readonly indication: Verdict['indication'] | null;
    readonly subIndication?: string;
    readonly integrity: DocumentIntegrity | null;
    readonly signatures: number;
    readonly timestamps: number;
    readonly encrypted: boolean;
    readonly pages: number | null;
    readonly revisions: number;
    /** `sha256:<hex>` over the whole file. */
    readonly digest: string;
    readonly size: number;
    readonly checks: readonly CheckResult[];
  };
  readonly signatures: readonly SignatureReport[];
  /** Oddities that change no verdict: code and values. */
  readonly notices: readonly { readonly code: string; readonly values: { readonly [name: string]: JsonValue } }[];
}

/** What the caller asks of a signature. Data only; trust anchors travel beside it. */
export interface ValidationPolicy {
  readonly name: string;
  readonly revocation: 'require' | 'if-present' | 'ignore';
  readonly permittedChanges: Exclude<ChangeLevel, 'forbidden'>;
  /** Asks for a proven time, and for all certificates' status in the file itself. */
  readonly longTerm: boolean;
  /** Seconds that a revocation answer may be older than the time that counts. The time until its authority's next one when absent. */
  readonly revocationFreshness?: number;
  /**
   * At which time the status of a time-stamping authority must be known where nothing newer proves its time-stamp: now (when absent), or
   * when it made it, so that a file can be judged from itself alone for as long as the authority's certificate lasts.
   */
  readonly timestampStatus?: 'validation-time' | 'stated-time';
}
