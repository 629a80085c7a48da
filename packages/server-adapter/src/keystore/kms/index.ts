export { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
export { type AwsKmsOptions, awsKmsSigner } from './aws-kms.ts';
export {
  type AzureCertificateRequest,
  type AzureKeyVaultOptions,
  azureKeyVaultSigner,
  type AzureVaultOptions,
  fetchAzureCertificate,
} from './azure-key-vault.ts';
export { type GoogleKmsOptions, googleKmsSigner } from './google-kms.ts';
export type { KmsKeyOptions } from './kms-key.ts';
export { createKmsKeyStore, type KmsKeyStoreOptions } from './kms-key-store.ts';
export type { AwsCredentials } from '../../outbound/sigv4.ts';
export { type VaultTransitOptions, vaultTransitSigner } from './vault-transit.ts';
