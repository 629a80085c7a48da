import { encodeContext, encodeOctetString, encodeOid, encodeSequence, OIDS } from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { parseCertificate } from '../certificate.ts';
import { encodeCertId } from './cert-id.ts';

export interface OcspRequestOptions {
  /** DER of the certificate that is asked about. */
  readonly certificate: Uint8Array;
  /** DER of the certificate that issued it. */
  readonly issuer: Uint8Array;
  /** 1 to 128 octets (RFC 9654 §2.1). */
  readonly nonce?: Uint8Array;
  /** Of the CertID; SHA-1 by default, which every responder knows (RFC 5019 §2.1.1). It protects nothing. */
  readonly hash?: 'SHA-1' | 'SHA-256';
}

const MAX_NONCE = 128;

/**
 * An unsigned request about one certificate.
 *
 * @throws X509Error `X509_CERTIFICATE_MALFORMED`; RangeError for a nonce of another length.
 * @see RFC 6960 §4.1.1
 */
export async function encodeOcspRequest(options: OcspRequestOptions): Promise<Bytes> {
  const { nonce } = options;
  if (nonce !== undefined && (nonce.length < 1 || nonce.length > MAX_NONCE))
    throw new RangeError(`nonce: expected 1 to ${MAX_NONCE} octets, got ${nonce.length}`);
  const certificate = parseCertificate(options.certificate);
  const certId = await encodeCertId(certificate, parseCertificate(options.issuer), options.hash ?? 'SHA-1');
  const requestList = encodeSequence(encodeSequence(certId));
  return encodeSequence(encodeSequence(requestList, ...(nonce === undefined ? [] : [extensionsWith(nonce)])));
}

function extensionsWith(nonce: Uint8Array): Bytes {
  const extension = encodeSequence(encodeOid(OIDS.ocspNonce), encodeOctetString(encodeOctetString(nonce)));
  return encodeContext(2, encodeSequence(extension), { constructed: true });
}
