import { type Bytes, type CallOptions, encodeHex, equalBytes } from '../bytes/index.ts';
import type { RevocationSource } from '../ports/index.ts';
import { type Certificate, type Crl, type OcspResponse, parseCertificate, parseCrl, parseOcspResponse, X509Error } from '../x509/index.ts';
import type { ValidationMaterialSet } from './validation-material-set.ts';

export interface MaterialSearchOptions extends CallOptions {
  readonly known: ValidationMaterialSet;
  readonly anchors: readonly Uint8Array[];
  readonly source?: RevocationSource;
  readonly now: Date;
}

/**
 * Bounds of one search, against documents made to blow it up: signers of answers that wait for each other, certificates whose
 * status is sought, known structures of one kind.
 */
export const MATERIAL_LIMITS = { depth: 4, statuses: 128, known: 4096 } as const;

/** What is known in one search; it grows by what services give, so that each is asked once for each thing. */
export class MaterialSearch {
  readonly anchors: readonly Uint8Array[];
  readonly source: RevocationSource | undefined;
  readonly now: Date;
  readonly signal: AbortSignal | undefined;
  readonly #certificates = new Map<string, { readonly der: Bytes; readonly parsed: Certificate }>();
  readonly #ocspResponses: OcspResponse[] = [];
  readonly #crls: Crl[] = [];
  #statuses = 0;

  constructor({ known, anchors, source, now, signal }: MaterialSearchOptions) {
    this.anchors = anchors;
    this.source = source;
    this.now = now;
    this.signal = signal;
    this.addCertificates([...anchors, ...known.certificates.slice(0, MATERIAL_LIMITS.known)]);
    for (const der of known.ocspResponses.slice(0, MATERIAL_LIMITS.known)) this.addOcspResponse(der);
    for (const der of known.crls.slice(0, MATERIAL_LIMITS.known)) this.addCrl(der);
  }

  get call(): CallOptions {
    return this.signal === undefined ? {} : { signal: this.signal };
  }

  /** DER of every certificate known so far. */
  get certificates(): readonly Bytes[] {
    return Array.from(this.#certificates.values(), ({ der }) => der);
  }

  get parsedCertificates(): readonly Certificate[] {
    return Array.from(this.#certificates.values(), ({ parsed }) => parsed);
  }

  get ocspResponses(): readonly OcspResponse[] {
    return [...this.#ocspResponses];
  }

  get crls(): readonly Crl[] {
    return [...this.#crls];
  }

  /** @returns false when no further status may be sought. */
  beginStatus(): boolean {
    this.#statuses += 1;
    return this.#statuses <= MATERIAL_LIMITS.statuses;
  }

  /** @returns how many were new and readable. */
  addCertificates(ders: readonly Uint8Array[]): number {
    const before = this.#certificates.size;
    for (const der of ders) {
      const parsed = readable(() => parseCertificate(der));
      if (parsed !== undefined) this.#certificates.set(encodeHex(parsed.raw), { der: parsed.raw, parsed });
    }
    return this.#certificates.size - before;
  }

  /** The response with the certificates in it; undefined when it is malformed. */
  addOcspResponse(der: Uint8Array): OcspResponse | undefined {
    const known = this.#ocspResponses.find(({ raw }) => equalBytes(raw, der));
    const response = known ?? readable(() => parseOcspResponse(der));
    if (response === undefined || response === known) return response;
    this.#ocspResponses.push(response);
    this.addCertificates(response.basic?.certificates ?? []);
    return response;
  }

  /** @returns undefined when it is malformed. */
  addCrl(der: Uint8Array): Crl | undefined {
    const known = this.#crls.find(({ raw }) => equalBytes(raw, der));
    const crl = known ?? readable(() => parseCrl(der));
    if (crl !== undefined && crl !== known) this.#crls.push(crl);
    return crl;
  }
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
