import { createHash } from 'node:crypto';
import type { ByteSource, CallOptions } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';
import { errnoOf, type FileSource, openFileSource } from '../../bytes/index.ts';
import { ObjectStoreError } from '../object-store-error.ts';

/** Octets at a time, where a whole file is read. */
const CHUNK = 1 << 20;

/**
 * The file of an object as a source that holds no descriptor between reads; undefined where there is none.
 *
 * @throws {@link ObjectStoreError} `OBJECT_BROKEN` where the digest of the file is another one.
 */
export async function openObjectFile(path: string, digest: string, options?: CallOptions): Promise<ByteSource | undefined> {
  options?.signal?.throwIfAborted();
  const size = await onFile(path, async (file) => {
    const actual = await digestOf(file, options);
    if (actual !== digest) throw new ObjectStoreError('OBJECT_BROKEN', `expected an object of ${digest}, found ${actual}`);
    return file.size;
  });
  if (size === undefined) return undefined;
  return {
    size,
    async read(start, end, call) {
      const octets = await onFile(path, (file) => {
        if (file.size !== size)
          throw new ObjectStoreError('OBJECT_BROKEN', `expected the object ${digest} of ${size} octets, found ${file.size}`);
        return file.read(start, end, call);
      });
      if (octets === undefined) throw new ObjectStoreError('OBJECT_BROKEN', `the object ${digest} was removed while it was read`);
      return octets;
    },
  };
}

async function digestOf(file: FileSource, options?: CallOptions): Promise<string> {
  const hash = createHash('sha256');
  for (let start = 0; start < file.size; start += CHUNK) hash.update(await file.read(start, Math.min(start + CHUNK, file.size), options));
  return `sha256:${hash.digest('hex')}`;
}

/** Does work on an open file; undefined where there is no file. */
async function onFile<T>(path: string, work: (file: FileSource) => Promise<T>): Promise<T | undefined> {
  let file: FileSource | undefined;
  try {
    file = await openFileSource(path);
    return await work(file);
  } catch (error) {
    if (!(error instanceof PortError) || error.port !== 'file') throw error;
    const errno = errnoOf(error.cause);
    if (file === undefined && errno === 'ENOENT') return undefined;
    throw objectFileError(error, errno);
  } finally {
    await file?.close();
  }
}

function objectFileError(error: PortError, errno: string): ObjectStoreError {
  if (error.code !== 'FILE_NOT_READABLE')
    return new ObjectStoreError('OBJECT_BROKEN', `expected the file of an object: ${error.message}`, { cause: error });
  const denied = errno === 'EACCES' || errno === 'EPERM';
  return new ObjectStoreError(denied ? 'OBJECT_STORE_REFUSED' : 'OBJECT_STORE_UNAVAILABLE', `an object: ${error.message}`, {
    cause: error,
  });
}
