import { createReadStream } from 'node:fs';
import { type Bytes, type ByteSource, decodeUtf8, memorySource } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';
import { readCertificates } from '@sealkit/core/x509';
import { errnoOf, openFileSource } from '../bytes/index.ts';
import { CliError, EXIT } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';

export const STANDARD_INPUT = '-';

/** Longest file that is read whole: keys, certificates, images, CMS. */
const MAX_WHOLE = 256 << 20;

/** A document to sign or verify, open until `work` ends. */
export async function withSource<T>(path: string, io: CommandIo, work: (source: ByteSource) => Promise<T>): Promise<T> {
  if (path === STANDARD_INPUT) return work(memorySource(await io.readStandardInput()));
  const source = await openFileSource(path);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

/** A small file, whole. @throws PortError `FILE_NOT_READABLE`, {@link CliError} `FILE_TOO_LARGE` */
export async function readWhole(path: string, io: CommandIo): Promise<Bytes> {
  if (path === STANDARD_INPUT) return io.readStandardInput();
  try {
    // Read on to the end, whatever size is stated: a pipe states none, and a device may have none.
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Uint8Array;
      length += bytes.length;
      if (length > MAX_WHOLE) throw new CliError('FILE_TOO_LARGE', `${path}: expected at most ${MAX_WHOLE} octets`, EXIT.notProcessed);
      chunks.push(bytes);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new PortError('file', 'FILE_NOT_READABLE', `${path}: cannot be read (${errnoOf(cause)})`, { retryable: false, cause });
  }
}

/** The first line of a secret file, without its line end. */
export async function readSecret(path: string, io: CommandIo): Promise<string> {
  const text = decodeUtf8(await readWhole(path, io)).replace(/^\u{feff}/u, '');
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Certificates of several PEM or DER files. */
export async function readCertificateFiles(paths: readonly string[], io: CommandIo): Promise<readonly Bytes[]> {
  const files = await Promise.all(paths.map((path) => readWhole(path, io)));
  return files.flatMap((file) => readCertificates(file));
}
