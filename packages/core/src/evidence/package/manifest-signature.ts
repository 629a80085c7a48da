import type { Bytes, CallOptions } from '../../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes } from '../../cades/index.ts';
import { digest } from '../../crypto/index.ts';
import type { SignatureAlgorithm, Signer, SigningDigest } from '../../ports/index.ts';
import { EvidenceError } from '../evidence-error.ts';

/** The one algorithm of the signature over the manifest: that of the register's other statements. */
export const ES256: SignatureAlgorithm = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

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
