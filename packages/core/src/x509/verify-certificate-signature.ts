import { CryptoError, signatureAlgorithmFromDer, type SignatureValueResult, verifySignatureValue } from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';

/** Verifies the signature of a certificate under the key of another. */
export async function verifyCertificateSignature(
  certificate: Pick<Certificate, 'tbs' | 'signatureAlgorithm' | 'signature'>,
  issuerSpki: Uint8Array,
): Promise<SignatureValueResult> {
  try {
    const algorithm = signatureAlgorithmFromDer(certificate.signatureAlgorithm, issuerSpki);
    return await verifySignatureValue({ algorithm, publicKey: issuerSpki, signature: certificate.signature, message: certificate.tbs });
  } catch (error) {
    if (error instanceof CryptoError) return 'invalid';
    throw error;
  }
}
