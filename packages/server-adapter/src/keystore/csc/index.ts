export { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
export type { CscAuthorization, CscCredential, CscFactor, CscInfo } from './csc-answers.ts';
export type { CscSignatureAlgorithm } from './csc-algorithm.ts';
export type { CscConsentAnswer, CscOauthOptions } from './csc-browser-consent.ts';
export { type CscAuthorizeRequest, type CscClient, createCscClient, type CscServiceOptions, type CscSignRequest } from './csc-client.ts';
export {
  type CscEntry,
  type CscFactorRequest,
  type CscFactorValues,
  type CscKeyStore,
  type CscKeyStoreOptions,
  createCscKeyStore,
} from './csc-key-store.ts';
