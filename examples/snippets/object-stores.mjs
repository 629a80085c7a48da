/** Where documents may lie by their digest. */
// #region objects
import { createDirectoryObjectStore, createS3ObjectStore } from '@sealkit/server-adapter/objects';

/** On a disk: several processes may share the directory. */
export function openDirectory(directory) {
  return createDirectoryObjectStore({ directory });
}

/** In a bucket of Amazon S3 or of a service that speaks its protocol. `readKeys` answers `{ accessKeyId, secretAccessKey }`. */
export function openBucket(endpoint, bucket, readKeys) {
  return createS3ObjectStore({ endpoint, region: 'eu-central-1', bucket, credentials: readKeys });
}
// #endregion objects
