export { ObjectStoreContractError } from './contract/contract-steps.ts';
export { OBJECT_STORE_CONTRACT, type ObjectStoreContractCase } from './contract/object-store-contract.ts';
export { createDirectoryObjectStore, type DirectoryObjectStoreOptions } from './directory/directory-object-store.ts';
export { createMemoryObjectStore } from './memory-object-store.ts';
export type { NewObject, ObjectReference, ObjectStore } from './object-store.ts';
export { ObjectStoreError, type ObjectStoreErrorCode } from './object-store-error.ts';
export { createS3ObjectStore, type S3ObjectStoreOptions } from './s3/s3-object-store.ts';
export type { AwsCredentials } from '../outbound/sigv4.ts';
