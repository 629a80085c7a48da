import type { ByteSource, CallOptions } from '../../bytes/index.ts';
import type { PdfDocument, PdfErrorCode } from '../../pdf/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import type { FormSnapshot } from './form-snapshot.ts';
import type { CertificatePool } from './certificate-pool.ts';
import type { FieldWidget } from './signature-widgets.ts';
import type { SignatureEntry } from './signature-dictionaries.ts';
import type { TrustAnchors } from './trust.ts';

export interface GatherOptions extends CallOptions {
  readonly trust: TrustAnchors;
  /** More certificates, DER, from which paths may be built; trusted for nothing. */
  readonly extraCertificates?: readonly Uint8Array[];
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
  /** DER of the security store's certificates and the caller's extra ones. */
  readonly candidates: readonly Uint8Array[];
  /** Where the document's signature fields show. */
  readonly widgets: readonly FieldWidget[];
  /** Why the octets after `document` cannot be read; null where it is the whole file. */
  readonly laterFault: LaterFault | null;
  /** The form as it was at the end of a revision. */
  formAt(revision: number): Promise<FormSnapshot>;
}
