import type { Bytes, JsonValue } from '../../bytes/index.ts';

type JsonRecord = { readonly [name: string]: JsonValue };

/** What is known of one envelope, as the server gathers it. What is null or absent was not there, and leaves no line. */
export interface EvidenceRecords {
  readonly tenant: string;
  /** When, for whom and by whom the package is made. */
  readonly issued: { readonly at: string; readonly personId: string; readonly issuer: string };
  /** The envelope as its events digest it; `evidence.json` repeats it octet by octet. */
  readonly envelope: JsonRecord & { readonly id: string };
  /** Whoever acts in it, as the register names them. */
  readonly persons: readonly EvidencePerson[];
  readonly organisations: readonly EvidenceOrganisation[];
  readonly seals: readonly EvidenceSeal[];
  /** The last version, whose first octets are the earlier ones. */
  readonly document: Bytes | null;
  /** Events of the envelope's chain from the first, each without its own digest. */
  readonly events: readonly JsonRecord[] | null;
  readonly log: EvidenceLog | null;
  readonly uses: readonly EvidenceUse[];
  /** DER, of signers, seal makers, registers and authorities. */
  readonly certificates: readonly Bytes[];
  readonly crls: readonly Bytes[];
  readonly ocspResponses: readonly Bytes[];
  /** What the issuer found when it validated the document, by its own anchors; null where it did not. */
  readonly signatures: readonly EvidenceSignature[] | null;
  /** Where chains and notaries were told of the case. */
  readonly anchors: readonly EvidenceAnchor[];
  readonly environment: EvidenceEnvironment | null;
  /** How `report.pdf` is drawn; null for a package without it. */
  readonly report: EvidenceReportSettings | null;
  /** What the issuer asked for and did not get, with the reason. */
  readonly missing: readonly EvidenceGap[];
}

/** Answer of a full validation, in the words of EN 319 102-1. */
export interface EvidenceSignature {
  readonly field: string;
  readonly indication: string;
  readonly subIndication: string | null;
  readonly level: string | null;
  readonly signer: string | null;
  readonly issuer: string | null;
  readonly claimedSigningTime: string | null;
  readonly bestSignatureTime: string;
  readonly bestSignatureTimeSource: string;
}

/** What a judicial chain or a notary answered; `receipt` is what it sent, as it sent it. */
export interface EvidenceAnchor {
  /** Of letters, digits, dash and underscore: names the entry of the receipt. */
  readonly name: string;
  readonly kind: 'judicial-chain' | 'notary';
  readonly state: 'recorded' | 'pending' | 'failed';
  /** Number under which the other side keeps it. */
  readonly reference: string | null;
  readonly at: string | null;
  /** Why it is not recorded. */
  readonly reason: string | null;
  readonly receipt: Bytes | null;
}

/** Where the package was made, as the server describes itself. */
export interface EvidenceEnvironment {
  readonly software: string;
  readonly runtime: string;
  readonly clock: string;
}

export interface EvidenceReportSettings {
  /** Name of the glyphs that it is drawn with: whoever has them makes it again. */
  readonly glyphs: string;
  /** URL of a page that checks packages; null for none. */
  readonly checkPage: string | null;
}

export interface EvidenceGap {
  readonly what: string;
  readonly reason: string;
}

export interface EvidencePerson {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
}

export interface EvidenceOrganisation {
  readonly id: string;
  readonly name: string;
  readonly verifiedName: string;
}

/** One version of a seal; `statement` is the DER of the maker's statement. */
export interface EvidenceSeal {
  readonly number: string;
  readonly version: number;
  readonly name: string;
  readonly kind: string;
  readonly organisationId: string;
  readonly statement: Bytes | null;
}

/** That the last event of the chain is in the tenant's transparency log. */
export interface EvidenceLog {
  /** C2SP vkey of the log. */
  readonly key: string;
  /** C2SP tlog-proof. */
  readonly tlogProof: string;
  /** DER of the RFC 3161 token over the checkpoint. */
  readonly timestampToken: Bytes | null;
}

/** A completed use: what was signed, and what the register and the person said about it. */
export interface EvidenceUse {
  readonly facts: EvidenceUseFacts;
  /** Compact JWS. */
  readonly permit: string | null;
  readonly record: string | null;
  readonly receipt: string | null;
  /** The proof of intent as it was accepted. */
  readonly intent: JsonRecord | null;
}

export interface EvidenceUseFacts {
  readonly id: string;
  readonly permitId: string;
  readonly personId: string;
  /** Both null for a personal signature without a seal. */
  readonly sealNumber: string | null;
  readonly sealVersion: number | null;
  /** Digest of the signing certificate's DER. */
  readonly certificate: string;
  readonly signingTime: string;
  readonly originalDigest: string;
  readonly byteRange: readonly number[];
  readonly byteRangeDigest: string;
  readonly fileDigest: string;
}
