export { type Attribute, findAttributes, findSingleValue, parseSignedAttributes, type SignedAttributes } from './attribute.ts';
export { type AttributeFault, findAttributeFaults, findMessageDigest } from './attribute-faults.ts';
export { CmsError, type CmsErrorCode } from './cms-error.ts';
export { asCmsError, type CmsNotice, parseSignedData, type ParseSignedDataOptions, type SignedData } from './signed-data.ts';
export {
  encodeAttribute,
  encodeDigestIdentifier,
  encodeIssuerAndSerial,
  encodeSignedData,
  type SignedDataParts,
  type SignerInfoParts,
} from './signed-data-writer.ts';
export { findSignerCertificate, isNamedBy } from './signer-certificate.ts';
export {
  type DigestIdentifier,
  findClaimedSigningTime,
  readDigestIdentifier,
  type SignerIdentifier,
  type SignerInfo,
} from './signer-info.ts';
export { type SignerInfoFacts, type SignerInfoQuery, verifySignerInfo } from './signer-info-verification.ts';
export { parseTimestampToken, type TimestampToken, type TstInfo } from './timestamp-token.ts';
export { encodeTimestampRequest, type TimestampRequest } from './timestamp-request.ts';
export { parseTimestampResponse, type TimestampResponse, type TimestampStatus } from './timestamp-response.ts';
export { withUnsignedAttributes } from './unsigned-attributes.ts';
export { berChildren } from './ber-elements.ts';
export { type SignedDataMaterial, withAttributes, withDigestAlgorithm, withMaterial } from './signed-data-additions.ts';
export {
  encodeSignedDataElements,
  readSignedDataElements,
  type SignedDataElements,
  type SignerInfoElements,
} from './signed-data-elements.ts';
export { parseSignerInfo } from './parse-signer-info.ts';
export { splitSignedData, type SplitSignedData } from './split-signed-data.ts';
export { encapsulateContent, joinSignedData, MAX_CONTENT_INFO } from './join-signed-data.ts';
export { OCSP_RESPONSE_FORMAT } from './ocsp-response-format.ts';
