import { type Bytes, type CallOptions, concatBytes, equalBytes } from '../../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes } from '../../cades/index.ts';
import { CmsError, findSignerCertificate, parseSignedData } from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import type { SignatureAlgorithm, Signer, SigningDigest } from '../../ports/index.ts';
import { EvidenceError } from '../evidence-error.ts';

/** The one algorithm of the signature over the manifest: that of the register's other statements. */
const ES256: SignatureAlgorithm = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

/**
 * The detached CAdES B-B signature over the manifest, with the signer's certificates.
 *
 * @throws {@link EvidenceError} `EVIDENCE_PACKAGE_UNBUILDABLE` unless the signer is ES256 with its certificate.
 * @see EN 319 122-1 §6
 */
export async function signManifest(manifest: Uint8Array, signer: Signer<SigningDigest>, time: Date, options?: CallOptions): Promise<Bytes> {
  const { algorithm, certificates } = signer;
  const [signingCertificate] = certificates;
  if (signingCertificate === undefined || algorithm.name !== 'ECDSA' || algorithm.curve !== 'P-256' || algorithm.digest !== 'SHA-256')
    throw new EvidenceError('EVIDENCE_PACKAGE_UNBUILDABLE', `expected a signer of ES256 with its certificate, got ${algorithm.name}`);
  const messageDigest = await digest('SHA-256', manifest);
  const signedAttributes = await encodeSignedAttributes({
    messageDigest,
    digestAlgorithm: 'SHA-256',
    signingCertificate,
    signingTime: time,
  });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest('SHA-256', signedAttributes) }, options);
  return encodeCadesSignature({ signedAttributes, digestAlgorithm: 'SHA-256', signatureAlgorithm: ES256, signature, certificates });
}

/**
 * Whether a signature has the one form that a package knows: made again from its signed attributes, its value and its certificates it
 * is the same octets, and every certificate is an entry of the package. docs/evidence-format.md §4
 */
export function isCanonicalSignature(cms: Uint8Array, certificateEntries: readonly Uint8Array[]): boolean {
  try {
    const { signerInfos, certificates } = parseSignedData(cms);
    const [signerInfo] = signerInfos;
    const leaf = signerInfo && findSignerCertificate(signerInfo, certificates);
    if (signerInfo?.signedAttributes === undefined || leaf === undefined) return false;
    const others = certificates.filter((certificate) => !equalBytes(certificate, leaf.raw));
    const again = encodeCadesSignature({
      signedAttributes: signerInfo.signedAttributes.der,
      digestAlgorithm: 'SHA-256',
      signatureAlgorithm: ES256,
      signature: signerInfo.signature,
      certificates: [leaf.raw, ...others],
    });
    const isEntry = (certificate: Uint8Array): boolean => certificateEntries.some((entry) => equalBytes(entry, certificate));
    return equalBytes(again, concatBytes(cms)) && certificates.every(isEntry);
  } catch (error) {
    if (error instanceof CmsError) return false;
    throw error;
  }
}
