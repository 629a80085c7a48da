import { CryptoError, signatureAlgorithmFromDer, signatureAlgorithmName } from '../../crypto/index.ts';
import type { Certificate, CertificatePath } from '../../x509/index.ts';
import { type AlgorithmLimit, type AlgorithmUse, limitReached } from './algorithm-catalogue.ts';

/** A limit with the certificate whose signature had reached it. */
export interface CertificateLimit extends AlgorithmLimit {
  readonly certificate: Certificate;
}

/**
 * The first certificate of a path, leaf first, whose issuer signed it in a way that proved nothing any more at the time until which
 * it is proven to have been there. Anchors are not trusted for their signature.
 *
 * @see ETSI EN 319 102-1 §5.2.8.4
 */
export function pathLimit(
  { certificates }: CertificatePath,
  provenAt: (certificate: Certificate, index: number) => Date,
): CertificateLimit | undefined {
  for (const [index, certificate] of certificates.slice(0, -1).entries()) {
    const limit = limitReached(signatureUse(certificate, certificates[index + 1]), provenAt(certificate, index));
    if (limit !== undefined) return { ...limit, certificate };
  }
  return undefined;
}

/** How a certificate was signed. */
export function signatureUse(certificate: Certificate, issuer: Certificate | undefined): AlgorithmUse {
  const key = issuer === undefined ? {} : { key: issuer.publicKey };
  try {
    const algorithm = signatureAlgorithmFromDer(certificate.signatureAlgorithm, issuer?.spki);
    return { ...key, signature: signatureAlgorithmName(algorithm), ...(algorithm.name === 'unknown' ? {} : { digest: algorithm.digest }) };
  } catch (error) {
    if (error instanceof CryptoError) return key;
    throw error;
  }
}
