import { type Bytes, encodeHex } from '../../bytes/index.ts';
import type { ValidationMaterialSet } from '../../cades/index.ts';
import { digest } from '../../crypto/index.ts';
import {
  type Certificate,
  type Crl,
  type OcspResponse,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  X509Error,
} from '../../x509/index.ts';
import { answerId, certificateId, type EvidenceId } from './evidence-id.ts';
import type { RevocationFacts } from './revocation-facts.ts';

/** A revocation answer that could be read, and where it came from. */
export interface KnownAnswer<T> {
  /** SHA-256 of its DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly value: T;
  readonly source: RevocationFacts['source'];
}

/**
 * Certificates and revocation answers at hand while facts are gathered, each once; what came first keeps its source. Nothing
 * is trusted because it lies here.
 */
export interface MaterialPool {
  /** @returns the names of all that is in the set, also of what cannot be read. */
  add(material: ValidationMaterialSet, source: RevocationFacts['source']): Promise<readonly EvidenceId[]>;
  /** DER. */
  readonly certificates: readonly Bytes[];
  /** Those of them that can be read. */
  readonly parsedCertificates: readonly Certificate[];
  readonly crls: readonly KnownAnswer<Crl>[];
  readonly ocspResponses: readonly KnownAnswer<OcspResponse>[];
}

/**
 * Structures of one kind that are taken from a document, against those made to blow validation up. What the caller and services give is
 * always taken: no document pushes it out.
 */
const MAX_KNOWN = 4096;

export function createMaterialPool(): MaterialPool {
  const certificates = new Map<string, { readonly der: Bytes; readonly parsed: Certificate | undefined }>();
  const crls = new Map<string, KnownAnswer<Crl> | undefined>();
  const ocspResponses = new Map<string, KnownAnswer<OcspResponse> | undefined>();
  const addCertificate = async (der: Bytes, source: RevocationFacts['source']): Promise<EvidenceId> => {
    const fingerprint = encodeHex(await digest('SHA-256', der));
    if (!certificates.has(fingerprint) && (source !== 'document' || certificates.size < MAX_KNOWN))
      certificates.set(fingerprint, { der, parsed: readable(() => parseCertificate(der)) });
    return certificateId(fingerprint);
  };
  return {
    async add(material, source) {
      const names: EvidenceId[] = [];
      for (const der of material.certificates) names.push(await addCertificate(der, source));
      for (const der of material.crls) names.push(answerId(await keep(crls, der, source, parseCrl)));
      for (const der of material.ocspResponses) {
        const fingerprint = await keep(ocspResponses, der, source, parseOcspResponse);
        names.push(answerId(fingerprint));
        for (const inside of ocspResponses.get(fingerprint)?.value.basic?.certificates ?? [])
          names.push(await addCertificate(inside, source));
      }
      return names;
    },
    get certificates() {
      return Array.from(certificates.values(), ({ der }) => der);
    },
    get parsedCertificates() {
      return [...certificates.values()].flatMap(({ parsed }) => parsed ?? []);
    },
    get crls() {
      return [...crls.values()].filter((each) => each !== undefined);
    },
    get ocspResponses() {
      return [...ocspResponses.values()].filter((each) => each !== undefined);
    },
  };
}

async function keep<T>(
  known: Map<string, KnownAnswer<T> | undefined>,
  der: Bytes,
  source: RevocationFacts['source'],
  parse: (der: Uint8Array) => T,
): Promise<string> {
  const fingerprint = encodeHex(await digest('SHA-256', der));
  if (known.has(fingerprint) || (source === 'document' && known.size >= MAX_KNOWN)) return fingerprint;
  const value = readable(() => parse(der));
  known.set(fingerprint, value === undefined ? undefined : { fingerprint, value, source });
  return fingerprint;
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
