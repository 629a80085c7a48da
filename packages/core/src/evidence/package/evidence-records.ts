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
