export { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
export { type CertificateRequestOptions, createTokenCertificateRequest } from './certificate-request.ts';
export type { TokenIdentity, TokenName } from './find-token.ts';
export { Pkcs11Error, type Pkcs11ErrorCode } from './pkcs11-error.ts';
export { createPkcs11KeyStore, type Pkcs11KeyStoreOptions } from './pkcs11-key-store.ts';
export { openPkcs11Signer, type Pkcs11SignerOptions } from './pkcs11-signer.ts';
export { openPkcs11Token, type PinSource, type Pkcs11Token, type Pkcs11TokenOptions } from './pkcs11-token.ts';
export {
  destroyTokenKey,
  type GeneratedKey,
  generateTokenKey,
  type NewTokenKey,
  storeTokenCertificate,
  type TokenKeyKind,
} from './token-keys.ts';
export type { TokenKeyName } from './token-objects.ts';
export { tokenOneTimeKey, tokenOneTimeKeys } from './token-one-time-key.ts';
