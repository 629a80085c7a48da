import { type Bytes, encodeBase64, encodeHex } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';

/** Certificates by fingerprint: facts hold each once and name it by its digest. */
export interface CertificatePool {
  /** SHA-256 of the DER, lower-case hexadecimal. */
  add(der: Bytes): Promise<string>;
  /** DER in base64 by fingerprint. */
  contents(): Readonly<Record<string, string>>;
}

export function createCertificatePool(): CertificatePool {
  const held = new Map<string, string>();
  return {
    async add(der) {
      const fingerprint = encodeHex(await digest('SHA-256', der));
      held.set(fingerprint, encodeBase64(der));
      return fingerprint;
    },
    contents: () => Object.fromEntries(held),
  };
}
