import { type Bytes, encodeBase64, encodeHex } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';

/** Certificates by fingerprint: facts hold each once and name it by its digest. */
export interface CertificatePool {
  /** SHA-256 of the DER, lower-case hexadecimal. */
  add(der: Bytes): Promise<string>;
  /** DER by fingerprint. */
  find(fingerprint: string): Bytes | undefined;
  /** DER in base64 by fingerprint. */
  contents(): Readonly<Record<string, string>>;
}

export function createCertificatePool(): CertificatePool {
  const held = new Map<string, Bytes>();
  return {
    async add(der) {
      const fingerprint = encodeHex(await digest('SHA-256', der));
      held.set(fingerprint, der);
      return fingerprint;
    },
    find: (fingerprint) => held.get(fingerprint),
    contents: () => Object.fromEntries(Array.from(held, ([fingerprint, der]) => [fingerprint, encodeBase64(der)])),
  };
}
