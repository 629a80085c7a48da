export { OID_SEAL_DIMENSIONS, OID_SEAL_STATEMENT, OID_TEST_MATERIAL, OID_USE_PERMIT, OID_USE_RECORD } from './assertion-oids.ts';
export { CadesError, type CadesErrorCode } from './cades-error.ts';
export { type CadesSignatureParts, type CadesSizeQuery, encodeCadesSignature, estimateCadesSize } from './cades-signature.ts';
export { type ReadAssertion, readSignedAssertions } from './signed-assertions.ts';
export {
  encodeSignedAttributes,
  prepareSignedAttributes,
  type SignedAssertion,
  type SignedAttributesOptions,
} from './signed-attributes.ts';
export {
  type CertificateReference,
  matchSigningCertificate,
  readSigningCertificateReferences,
  type SigningCertificateMatch,
} from './signing-certificate-reference.ts';
export { httpTimestampAuthority, type HttpTimestampAuthorityOptions } from './http-timestamp-authority.ts';
export { signatureTimestampAttribute, signatureTimestampImprint } from './signature-timestamp.ts';
export {
  type ObtainedTimestamp,
  obtainTimestamp,
  type ObtainTimestampOptions,
  type TimestampCheck,
  type TimestampFault,
  verifyTimestampToken,
} from './timestamp.ts';
export { gatherValidationMaterial, type GatherMaterialOptions, type MissingMaterial } from './validation-material.ts';
export {
  archiveTimestampAttribute,
  archiveTimestampImprint,
  archiveTimestampInput,
  type ArchiveTimestampInput,
  type ArchiveTimestampQuery,
} from './archive-timestamp.ts';
export { archiveTimestampV2Tails } from './archive-timestamp-v2.ts';
export { ATS_HASH_INDEX_V3, type AtsHashIndex, encodeAtsHashIndex, indexedPieces, readAtsHashIndex } from './ats-hash-index.ts';
export { materialOfSignedData, materialOfSigner } from './signed-data-material.ts';
export { augmentCades, type AugmentCadesOptions, type AugmentedCades } from './augment-cades.ts';
export { augmentAttachedCades, type AugmentedAttachedCades } from './augment-attached-cades.ts';
export { type BaselineLevel, includesLevel } from './baseline-level.ts';
export { type SignerDocumentOptions } from './content-digest.ts';
export { type MaterialOptions } from './material-options.ts';
export { EXTERNAL_EVIDENCE_RECORD, hasEvidenceRecord, INTERNAL_EVIDENCE_RECORD, OLD_ARCHIVE_TIMESTAMPS } from './covering-forms.ts';
export { isEmptyMaterial, missingFrom, NO_MATERIAL, type ValidationMaterialSet } from './validation-material-set.ts';
export { readRevocationChoice } from './material-values.ts';
export {
  type ArchiveTimestamp,
  type ArchiveTimestampChain,
  type EvidenceRecord,
  parseEvidenceRecord,
} from './evidence-record/evidence-record.ts';
export {
  type ArchiveTimestampCover,
  type DataObject,
  type EvidenceRecordCover,
  readEvidenceRecordCover,
} from './evidence-record/evidence-record-cover.ts';
export { archivedForms } from './evidence-record/embedded-evidence-record.ts';
