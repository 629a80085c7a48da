import { type FileHandle, open } from 'node:fs/promises';
import type { Bytes, ByteSource } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';

/** A file read by ranges; close it when done. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/**
 * Opens a file as a byte source. The size is that of the moment of opening; a file that shrinks later is an error.
 *
 * @throws PortError `FILE_NOT_READABLE`, `FILE_NOT_REGULAR`; `FILE_CHANGED` from `read`.
 */
export async function openFileSource(path: string): Promise<FileSource> {
  const handle = await openHandle(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new PortError('file', 'FILE_NOT_REGULAR', 'expected a regular file', { retryable: false });
    return sourceOf(handle, stat.size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new PortError('file', 'FILE_NOT_READABLE', `the file cannot be opened (${errnoOf(cause)})`, { retryable: false, cause });
  }
}

function sourceOf(handle: FileHandle, size: number): FileSource {
  return {
    size,
    close: () => handle.close(),
    async read(start, end, options): Promise<Bytes> {
      options?.signal?.throwIfAborted();
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > size)
        throw new RangeError(`start, end: expected a range within ${size} octets, got ${start} to ${end}`);
      const bytes = new Uint8Array(end - start);
      for (let offset = 0; offset < bytes.length;) {
        const { bytesRead } = await readChunk(handle, bytes, offset, start + offset);
        if (bytesRead === 0) throw new PortError('file', 'FILE_CHANGED', 'the file became shorter while it was read', { retryable: false });
        offset += bytesRead;
      }
      return bytes;
    },
  };
}

async function readChunk(handle: FileHandle, bytes: Bytes, offset: number, position: number): Promise<{ readonly bytesRead: number }> {
  try {
    return await handle.read(bytes, offset, bytes.length - offset, position);
  } catch (cause) {
    throw new PortError('file', 'FILE_NOT_READABLE', `the file cannot be read (${errnoOf(cause)})`, { retryable: false, cause });
  }
}

/** The system's word for a fault, such as `ENOENT`. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown fault';
}
