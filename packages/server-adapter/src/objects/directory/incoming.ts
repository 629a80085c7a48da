import { randomBytes } from 'node:crypto';
import { open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '@sealkit/core/bytes';
import { errnoOf, writeAll } from '../../bytes/index.ts';
import { onFiles } from './directory-errors.ts';

/** Writes octets into a new file of a folder and makes them durable; answers its path. Nothing stays where that fails. */
export async function receive(folder: string, octets: AsyncIterable<Bytes>): Promise<string> {
  const path = join(folder, randomBytes(16).toString('hex'));
  const handle = await onFiles('an object cannot be received', () => open(path, 'wx', 0o600));
  try {
    for await (const part of octets) await onFiles('an object cannot be written', () => writeAll(handle, part));
    await onFiles('an object cannot be made durable', () => handle.sync());
  } catch (error) {
    await onFiles('an object cannot be removed again', async () => {
      await handle.close();
      await removeFile(path);
    });
    throw error;
  }
  await onFiles('an object cannot be closed', () => handle.close());
  return path;
}

/** Removes what processes left that died while they received: files that nobody has written to since an instant. */
export async function sweep(folder: string, before: Date): Promise<void> {
  await onFiles('what was left half received cannot be swept', async () => {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const modified = await lastModified(path);
      if (modified !== undefined && modified < before) await removeFile(path);
    }
  });
}

/** Undefined where another process took it away meanwhile. */
async function lastModified(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a file, if it is still there. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
