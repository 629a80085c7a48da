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
export { X509Error, type X509ErrorCode } from './x509-error.ts';
