export { OID_SEAL_DIMENSIONS, OID_SEAL_STATEMENT, OID_TEST_MATERIAL, OID_USE_PERMIT, OID_USE_RECORD } from './assertion-oids.ts';
export { CadesError, type CadesErrorCode } from './cades-error.ts';
export { type CadesSignatureParts, type CadesSizeQuery, encodeCadesSignature, estimateCadesSize } from './cades-signature.ts';
export { type ReadAssertion, readSignedAssertions } from './signed-assertions.ts';
export { encodeSignedAttributes, type SignedAssertion, type SignedAttributesOptions } from './signed-attributes.ts';
export {
  type CertificateReference,
  matchSigningCertificate,
  readSigningCertificateReferences,
  type SigningCertificateMatch,
} from './signing-certificate-reference.ts';
