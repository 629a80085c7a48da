import type { ByteSource, CallOptions, JsonValue } from '../../bytes/index.ts';
import type { PrefixDigests } from '../../crypto/index.ts';
import type { PdfDocument, PdfErrorCode } from '../../pdf/index.ts';
import type { DigestEngine, RevocationSource } from '../../ports/index.ts';
import type { FormSnapshot } from './form-snapshot.ts';
import type { CertificatePool } from './certificate-pool.ts';
import type { PathsQuery } from './gather-paths.ts';
import type { MaterialPool } from './material-pool.ts';
import type { FieldWidget } from './signature-widgets.ts';
import type { SignatureEntry } from './signature-dictionaries.ts';
import type { TrustAnchors } from './trust.ts';

export interface GatherOptions extends CallOptions {
  readonly trust: TrustAnchors;
  /** More certificates, DER, from which paths may be built; trusted for nothing. */
  readonly extraCertificates?: readonly Uint8Array[];
  /** CRLs and OCSP responses that the caller has, DER; trusted for nothing. */
  readonly extraRevocation?: { readonly crls: readonly Uint8Array[]; readonly ocspResponses: readonly Uint8Array[] };
  /** Where issuers, CRLs and OCSP responses are asked for. Nobody is asked when absent. */
  readonly revocationSource?: RevocationSource;
  /** Proofs of intent that the caller has; each is judged with the use whose record names its digest. */
  readonly intentProofs?: readonly JsonValue[];
  readonly engine?: DigestEngine;
  /** Of an encrypted document. */
  readonly password?: string;
}

/** Stable code of why octets after a revision are read as no revision. */
export type LaterFault = PdfErrorCode | 'BYTES_NOT_COVERED' | 'XREF_REBUILT';

/** What gathering the facts of one signature may look at. */
export interface GatherContext {
  readonly document: PdfDocument;
  readonly source: ByteSource;
  readonly snapshot: FormSnapshot;
  readonly entries: readonly SignatureEntry[];
  readonly options: GatherOptions;
  readonly pool: CertificatePool;
  readonly material: MaterialPool;
  /** How certificates that are missing from paths are asked for, where they may be. */
  readonly issuers: Pick<PathsQuery, 'fetchIssuers'>;
  /** Digests over the beginnings of `source`. */
  readonly prefixes: PrefixDigests;
  /** Where the document's signature fields show. */
  readonly widgets: readonly FieldWidget[];
  /** Why the octets after `document` cannot be read; null where it is the whole file. */
  readonly laterFault: LaterFault | null;
  /** The form as it was at the end of a revision. */
  formAt(revision: number): Promise<FormSnapshot>;
}
