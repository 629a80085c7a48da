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
export {
  buildCertificatePaths,
  buildUnanchoredChain,
  type CertificatePath,
  PATH_LIMITS,
  type PathQuery,
  verifyCertificateSignature,
} from './path-building.ts';
export {
  checkPath,
  type PathCheck,
  type PathPurpose,
  type PathReason,
  type PathResult,
  type PathStepResult,
  type PathVerdict,
} from './path-checking.ts';
export { X509Error, type X509ErrorCode } from './x509-error.ts';
