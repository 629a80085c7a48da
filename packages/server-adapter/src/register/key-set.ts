import { encodeBase64, encodeBase64Url } from '@sealkit/core/bytes';
import type { Signer } from '@sealkit/core/ports';
import { certificateFingerprint, parseCertificate } from '@sealkit/core/x509';

/**
 * The register's public key as a JWK set, a convenience beside the certificates that every permit and receipt carries.
 *
 * @see RFC 7517 §5, RFC 7518 §6.2.1
 */
export async function describeKeys(signer: Signer): Promise<{ readonly keys: readonly object[] }> {
  const [leaf] = signer.certificates;
  if (leaf === undefined) return { keys: [] };
  // The last 65 octets of a P-256 SubjectPublicKeyInfo are the uncompressed point.
  const point = parseCertificate(leaf).spki.subarray(-65);
  return {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        kid: await certificateFingerprint(leaf),
        x: encodeBase64Url(point.subarray(1, 33)),
        y: encodeBase64Url(point.subarray(33)),
        x5c: signer.certificates.map(encodeBase64),
      },
    ],
  };
}
