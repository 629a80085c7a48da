import { inheritDsaParameters, type SignatureValueResult } from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';
import { verifyCertificateSignature } from './verify-certificate-signature.ts';

/** Certificates, leaf first, and whether each verifies under the key of the next. */
interface LinkedChain {
  readonly certificates: readonly Certificate[];
  readonly links: readonly SignatureValueResult[];
}

/**
 * A path whose signatures that could not be verified are tried again with the parameters that keys of authorities inherit from above.
 * A path without such keys stays as it is.
 *
 * @see RFC 5280 §6.1.4 (d) to (f)
 */
export async function withInheritedKeys<T extends LinkedChain>(path: T): Promise<T> {
  if (!path.links.includes('unsupported')) return path;
  const keys = workingKeys(path.certificates);
  const links = await Promise.all(
    path.links.map(async (link, index) => {
      const [child, issuer, key] = [path.certificates[index], path.certificates[index + 1], keys[index + 1]];
      return link !== 'unsupported' || child === undefined || key === undefined || key === issuer?.spki
        ? link
        : verifyCertificateSignature(child, key);
    }),
  );
  return { ...path, links };
}

/** The key of each certificate, completed from above. */
function workingKeys(certificates: readonly Certificate[]): readonly Uint8Array[] {
  const keys: Uint8Array[] = [];
  for (const { spki } of certificates.toReversed()) {
    const above = keys[0];
    keys.unshift((above === undefined ? undefined : inheritDsaParameters(spki, above)) ?? spki);
  }
  return keys;
}
