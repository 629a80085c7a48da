import { randomBytes } from 'node:crypto';
import { link, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteSource } from '@sealkit/core/bytes';
import { errnoOf, syncFolder, writeAll } from '../bytes/index.ts';
import { CliError, EXIT } from './cli-error.ts';
import { STANDARD_INPUT } from './input-files.ts';

export interface OutputOptions {
  readonly force: boolean;
  /** The input, which must not be the output. */
  readonly input?: string;
  readonly signal: AbortSignal;
}

const CHUNK = 1 << 20;

/**
 * Writes a file whole or not at all: beside its place, synced, then moved there. What exists is replaced only by force.
 *
 * @throws {@link CliError} `OUTPUT_EXISTS`, `OUTPUT_IS_INPUT`, `OUTPUT_NOT_WRITABLE`, all with exit code 74.
 */
export async function writeOutput(path: string, parts: readonly ByteSource[], options: OutputOptions): Promise<void> {
  await assertOutputFree(path, options);
  // Not after the output: its own name may be as long as names can be.
  const temporary = join(dirname(path), `.sealkit-${randomBytes(8).toString('hex')}.part`);
  try {
    await writeParts(temporary, parts, options.signal);
    if (options.force) await rename(temporary, path);
    else {
      // A hard link fails where something came into being meanwhile; a rename would replace it.
      await link(temporary, path);
      await unlink(temporary);
    }
    // Not every system can sync a folder; the file itself is synced.
    await syncFolder(dirname(path)).catch(() => undefined);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw outputError(path, error);
  }
}

/** Refuses early, before work is done for an output that cannot be. */
export async function assertOutputFree(path: string, options: Pick<OutputOptions, 'force' | 'input'>): Promise<void> {
  if (options.input !== undefined && options.input !== STANDARD_INPUT && (await isSameFile(path, options.input)))
    throw new CliError('OUTPUT_IS_INPUT', `${path}: expected an output other than the input`, EXIT.output);
  const target = await kindOf(path);
  if (target !== 'nothing' && target !== 'a file')
    throw new CliError('OUTPUT_NOT_WRITABLE', `${path}: is ${target}; an output replaces files only`, EXIT.output);
  if (!options.force && target === 'a file') throw existsError(path);
  await assertFolder(dirname(path), path);
}

/** Refuses a folder for outputs that is not there, or is none. */
export async function assertFolder(folder: string, subject: string = folder): Promise<void> {
  const kind = await kindOf(folder);
  if (kind === 'a folder') return;
  const fault = kind === 'nothing' ? 'the folder does not exist' : `${folder} is ${kind}, not a folder`;
  throw new CliError('OUTPUT_NOT_WRITABLE', `${subject}: ${fault}`, EXIT.output);
}

async function writeParts(path: string, parts: readonly ByteSource[], signal: AbortSignal): Promise<void> {
  const handle = await open(path, 'wx', 0o644);
  try {
    for (const part of parts) {
      for (let offset = 0; offset < part.size; offset += CHUNK) {
        signal.throwIfAborted();
        await writeAll(handle, await part.read(offset, Math.min(offset + CHUNK, part.size), { signal }));
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What lies at a path, links followed. */
async function kindOf(path: string): Promise<'nothing' | 'a file' | 'a folder' | 'a device' | 'a pipe' | 'a socket'> {
  try {
    const found = await stat(path);
    if (found.isFile()) return 'a file';
    if (found.isDirectory()) return 'a folder';
    if (found.isFIFO()) return 'a pipe';
    return found.isSocket() ? 'a socket' : 'a device';
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return 'nothing';
    throw new CliError('OUTPUT_NOT_WRITABLE', `${path}: cannot be looked at (${errno})`, EXIT.output, error);
  }
}

async function isSameFile(left: string, right: string): Promise<boolean> {
  const [first, second] = await Promise.all([left, right].map((path) => realpath(path).catch(() => undefined)));
  return first !== undefined && first === second;
}

function outputError(path: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (error instanceof CliError || !/^E[A-Z]+$/.test(errno)) return error;
  if (errno === 'EEXIST') return existsError(path);
  return new CliError('OUTPUT_NOT_WRITABLE', `${path}: cannot be written (${errno})`, EXIT.output, error);
}

function existsError(path: string): CliError {
  return new CliError('OUTPUT_EXISTS', `${path} exists (--force replaces it)`, EXIT.output);
}
