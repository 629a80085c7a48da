export { type CertificateParts, readCertificateParts } from './certificate-parts.ts';
export { type Certificate, type CertificateKey, certificateFingerprint, parseCertificate } from './certificate.ts';
export {
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type Extension,
  type ExtensionView,
  KEY_USAGES,
  type KeyUsage,
  serialText,
} from './extensions.ts';
export { equalNames, type Name, type NameAttribute, readName } from './name.ts';
export { encodePem, parsePem, type PemBlock, readCertificates } from './pem.ts';
export { buildCertificatePaths, buildUnanchoredChain, type CertificatePath, PATH_LIMITS, type PathQuery } from './path-building.ts';
export {
  checkPath,
  type PathCheck,
  type PathPurpose,
  type PathReason,
  type PathResult,
  type PathStepResult,
  type PathVerdict,
} from './path-checking.ts';
export { type NameConstraintReason } from './name-constraints.ts';
export { type NameConstraints, type NameSubtree } from './name-subtree.ts';
export { type PolicyInputs, type PolicyReason } from './policy-checking.ts';
export { type PolicyConstraints, type PolicyMapping } from './policy-extensions.ts';
export {
  type DistributionPoint,
  distributionPointUrls,
  REVOCATION_REASON_FLAGS,
  type RevocationReasonFlag,
} from './distribution-points.ts';
export { type DistributionPointName, equalGeneralNames, type GeneralName } from './general-name.ts';
export { isAnswerCurrentAt, isAnswerFromFuture } from './revocation/answer-times.ts';
export { type CertId, matchesCertId } from './revocation/cert-id.ts';
export { type CrlEntries, type RevokedEntry } from './revocation/crl-entries.ts';
export { REVOCATION_REASONS, type RevocationReason } from './revocation/crl-reasons.ts';
export { type Crl, findRevokedEntry, type IssuingDistributionPoint, MAX_CRL_LENGTH, parseCrl } from './revocation/crl.ts';
export {
  type ConfiguredRevocationServices,
  httpRevocationSource,
  type HttpRevocationSourceOptions,
} from './revocation/http-revocation-source.ts';
export { encodeOcspResponse } from './revocation/encode-ocsp-response.ts';
export { encodeOcspRequest, type OcspRequestOptions } from './revocation/ocsp-request.ts';
export {
  type BasicOcspResponse,
  OCSP_LIMITS,
  type OcspResponse,
  type OcspResponseStatus,
  parseOcspResponse,
  type ResponderId,
  type SingleResponse,
} from './revocation/ocsp-response.ts';
export { type RevocationAnswer, type RevocationFault, type RevocationSubject } from './revocation/revocation-answer.ts';
export {
  type CombinableAnswer,
  type CombineOptions,
  combineRevocationAnswers,
  type Revocation,
  type RevocationStatus,
} from './revocation/combine-answers.ts';
export { parseCertsOnly } from './revocation/certs-only.ts';
export { continuesCrl, type CrlIdentity } from './revocation/delta-crl.ts';
export { hasNoRevocation } from './revocation/has-no-revocation.ts';
export { verifyCrl } from './revocation/verify-crl.ts';
export { verifyOcsp } from './revocation/verify-ocsp.ts';
export { verifyCertificateSignature } from './verify-certificate-signature.ts';
export { X509Error, type X509ErrorCode } from './x509-error.ts';
