import { matchSigningCertificate } from '../../cades/index.ts';
import { findSignerCertificate, isNamedBy, type SignerInfo } from '../../cms/index.ts';
import type { Certificate } from '../../x509/index.ts';

/**
 * The certificate of a signer. Of several that issuer and serial number name, which happens where authorities were made anew, the one
 * that the signed attributes name by its digest; else the first, those of the container before others.
 *
 * @see ETSI EN 319 102-1 §5.2.3
 */
export async function identifySigner(
  signerInfo: SignerInfo,
  own: readonly Uint8Array[],
  known: readonly Certificate[],
): Promise<Certificate | undefined> {
  const first = findSignerCertificate(signerInfo, own);
  const candidates = [...(first === undefined ? [] : [first]), ...known.filter((certificate) => isNamedBy(certificate, signerInfo.sid))];
  for (const candidate of candidates) if ((await matchSigningCertificate(signerInfo, candidate)) === 'matches') return candidate;
  return candidates[0];
}
