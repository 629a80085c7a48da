import { encodeContext, encodeInteger, encodeOctetString, encodeOid, encodeSequence, encodeSet, OIDS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { type AnyDigestAlgorithm, digestAlgorithmOid } from '../crypto/index.ts';
import { type CertificateParts, readCertificateParts } from '../x509/index.ts';
import { retag } from './attribute.ts';

export interface SignerInfoParts {
  /** DER of the signer's certificate, from which the identifier is taken. */
  readonly certificate: Uint8Array;
  readonly digestAlgorithm: AnyDigestAlgorithm;
  /** DER of the SET OF signed attributes, exactly as signed. */
  readonly signedAttributes: Uint8Array;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  /** DER of the SET OF unsigned attributes. */
  readonly unsignedAttributes?: Uint8Array;
}

export interface SignedDataParts {
  readonly contentType?: string;
  /** Left out of a detached signature. */
  readonly content?: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly signerInfos: readonly SignerInfoParts[];
}

const IMPLICIT_0 = 0xa0;
const IMPLICIT_1 = 0xa1;

/** A ContentInfo with a SignedData in DER. @see RFC 5652 §5.1 */
export function encodeSignedData(parts: SignedDataParts): Bytes {
  const contentType = parts.contentType ?? OIDS.data;
  const content =
    parts.content === undefined ? new Uint8Array() : encodeContext(0, encodeOctetString(parts.content), { constructed: true });
  const digests = [...new Set(parts.signerInfos.map(({ digestAlgorithm }) => digestAlgorithm))];
  const signedData = encodeSequence(
    // RFC 5652 §5.1: 1 with plain certificates, version 1 signers and content of type data, else 3.
    encodeInteger(contentType === OIDS.data ? 1 : 3),
    encodeSet(...digests.map(encodeDigestIdentifier)),
    encodeSequence(encodeOid(contentType), content),
    parts.certificates.length === 0 ? new Uint8Array() : retag(encodeSet(...parts.certificates), IMPLICIT_0),
    encodeSet(...parts.signerInfos.map(encodeSignerInfo)),
  );
  return encodeSequence(encodeOid(OIDS.signedData), encodeContext(0, signedData, { constructed: true }));
}

/** AlgorithmIdentifier of a digest, parameters absent (RFC 5754 §2). */
export function encodeDigestIdentifier(algorithm: AnyDigestAlgorithm): Bytes {
  return encodeSequence(encodeOid(digestAlgorithmOid(algorithm)));
}

/** IssuerAndSerialNumber of a certificate (RFC 5652 §10.2.4). */
export function encodeIssuerAndSerial({ issuer, serialNumber }: Pick<CertificateParts, 'issuer' | 'serialNumber'>): Bytes {
  return encodeSequence(issuer, serialNumber);
}

/** One attribute with its values in DER. */
export function encodeAttribute(type: string, ...values: readonly Uint8Array[]): Bytes {
  return encodeSequence(encodeOid(type), encodeSet(...values));
}

function encodeSignerInfo(parts: SignerInfoParts): Bytes {
  return encodeSequence(
    encodeInteger(1),
    encodeIssuerAndSerial(readCertificateParts(parts.certificate)),
    encodeDigestIdentifier(parts.digestAlgorithm),
    retag(parts.signedAttributes, IMPLICIT_0),
    parts.signatureAlgorithm,
    encodeOctetString(parts.signature),
    parts.unsignedAttributes === undefined ? new Uint8Array() : retag(parts.unsignedAttributes, IMPLICIT_1),
  );
}
