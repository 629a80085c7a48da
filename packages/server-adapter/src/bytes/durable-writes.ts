import { type FileHandle, open } from 'node:fs/promises';

/** Writes all octets at the place where the file stands; the system may take fewer at a time. */
export async function writeAll(handle: FileHandle, octets: Uint8Array): Promise<void> {
  for (let offset = 0; offset < octets.length;) offset += (await handle.write(octets, offset)).bytesWritten;
}

/** Makes the names in a folder durable: a file that was renamed into it is still there after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
