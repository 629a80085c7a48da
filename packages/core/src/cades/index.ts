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
export { httpTimestampAuthority, type HttpTimestampAuthorityOptions } from './http-timestamp-authority.ts';
export { signatureTimestampAttribute, signatureTimestampImprint } from './signature-timestamp.ts';
export { type ObtainedTimestamp, obtainTimestamp, type ObtainTimestampOptions, type TimestampFault } from './timestamp.ts';
export {
  gatherValidationMaterial,
  type GatherMaterialOptions,
  type MissingMaterial,
  type ValidationMaterialSet,
} from './validation-material.ts';
