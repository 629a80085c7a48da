import type { Bytes } from '@sealkit/core/bytes';
import type { CertificateOrder, IssueOutcome } from '@sealkit/core/ports';
import { certificatesOfKey } from '../../keystore/certificates-of-key.ts';
import { KeyStoreError } from '../../keystore/key-store-error.ts';
import { readCertificationRequest } from '../request/certification-request.ts';
import { IssuerError } from './issuer-error.ts';

/**
 * The public key that an order is for; of a request, after it proved to have the private one.
 *
 * @throws {@link IssuerError} `ISSUER_REQUEST_MALFORMED`, `ISSUER_REQUEST_NOT_SIGNED`
 */
export async function orderedPublicKey({ key }: Pick<CertificateOrder, 'key'>): Promise<Bytes> {
  return key.certificationRequest === undefined ? key.publicKey : (await readCertificationRequest(key.certificationRequest)).publicKey;
}

/**
 * The answer with which an issuer hands out certificates: that of the ordered key first, its issuers behind it.
 *
 * @throws {@link IssuerError} `ISSUER_CERTIFICATE_MISMATCH` where none is of the ordered key
 */
export function issuedTo(publicKey: Bytes, certificates: readonly Uint8Array[]): IssueOutcome {
  const [leaf, ...chain] = chainOrThrow(publicKey, certificates);
  if (leaf === undefined) throw new IssuerError('ISSUER_CERTIFICATE_MISMATCH', 'expected a certificate of the ordered key');
  return { status: 'issued', certificates: [leaf, ...chain] };
}

function chainOrThrow(publicKey: Bytes, certificates: readonly Uint8Array[]): readonly Bytes[] {
  try {
    return certificatesOfKey(publicKey, certificates);
  } catch (error) {
    if (!(error instanceof KeyStoreError)) throw error;
    throw new IssuerError('ISSUER_CERTIFICATE_MISMATCH', 'expected a certificate of the ordered key');
  }
}
