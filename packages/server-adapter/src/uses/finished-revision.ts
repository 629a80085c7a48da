import { type Bytes, decodeHex, decodeLatin1, equalBytes } from '@sealkit/core/bytes';
import { matchSigningCertificate } from '@sealkit/core/cades';
import { CmsError, findSignerCertificate, parseSignedData, type SignedData, verifySignerInfo } from '@sealkit/core/cms';
import { formatDigest, resumeDigest } from '@sealkit/core/crypto';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { PreparedRevision } from '../storage/records.ts';

/**
 * Whether a finished revision holds, read from its octets as a validator reads them and not from what made it: outside of the hole it is
 * the revision that was confirmed; inside lies one detached signature, by the certificate that the permit names, over the digest of the
 * byte range, with the certificates of its key and nothing but zeros behind it.
 *
 * @param certificate digest of the certificate's DER
 */
export async function isFinishedRevisionIntact(
  prepared: PreparedRevision,
  bytes: Bytes,
  { certificate, certificates }: { readonly certificate: string; readonly certificates: readonly Bytes[] },
): Promise<boolean> {
  const { holeStart, holeEnd, stateAtHole, messageDigest } = prepared;
  const sameOutside =
    bytes.length === prepared.bytes.length &&
    equalBytes(bytes.subarray(0, holeStart + 1), prepared.bytes.subarray(0, holeStart + 1)) &&
    equalBytes(bytes.subarray(holeEnd - 1), prepared.bytes.subarray(holeEnd - 1));
  const signedData = sameOutside ? readHole(bytes.subarray(holeStart + 1, holeEnd - 1)) : undefined;
  const [signerInfo, another] = signedData?.signerInfos ?? [];
  if (signedData === undefined || signerInfo === undefined || another !== undefined || signedData.content !== undefined) return false;
  if (signedData.notices.length > 0 || !equalLists(signedData.certificates, certificates)) return false;
  const signer = findSignerCertificate(signerInfo, signedData.certificates);
  if (signer === undefined || (await certificateFingerprint(signer.raw)) !== certificate) return false;

  const digest = resumeDigest(stateAtHole);
  digest.update(bytes.subarray(holeEnd));
  const contentDigest = await digest.digest();
  if (formatDigest(stateAtHole.algorithm, contentDigest) !== messageDigest) return false;
  const { contentType } = signedData;
  const verified = await verifySignerInfo({ signerInfo, certificate: signer, contentType, contentDigest });
  return (
    verified.messageDigestMatches === true &&
    verified.signatureValue === 'valid' &&
    verified.attributeFaults.length === 0 &&
    !verified.digestAlgorithmsDiffer &&
    (await matchSigningCertificate(signerInfo, signer)) === 'matches'
  );
}

/** The signature in a hole; undefined where there is none, or something else behind it. */
function readHole(digits: Bytes): SignedData | undefined {
  const text = decodeLatin1(digits);
  if (text.length % 2 !== 0 || !/^[0-9A-F]+$/.test(text)) return undefined;
  try {
    const signedData = parseSignedData(decodeHex(text.toLowerCase()), { allowTrailing: true });
    return signedData.trailing.every((octet) => octet === 0) ? signedData : undefined;
  } catch (error) {
    if (error instanceof CmsError) return undefined;
    throw error;
  }
}

function equalLists(left: readonly Bytes[], right: readonly Bytes[]): boolean {
  return left.length === right.length && left.every((octets) => right.some((other) => equalBytes(octets, other)));
}
