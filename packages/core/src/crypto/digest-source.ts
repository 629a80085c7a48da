import type { Bytes, ByteSource, CallOptions } from '../bytes/index.ts';
import type { DigestEngine, DigestStream, SigningDigest } from '../ports/index.ts';
import { digest } from './digest.ts';
import { createSigningDigest } from './signing-digest.ts';

export interface DigestSourceOptions extends CallOptions {
  readonly engine?: DigestEngine;
  /** First octet, included; 0 by default. */
  readonly start?: number;
  /** Last octet, excluded; the size of the source by default. */
  readonly end?: number;
}

/** Octets read at a time: memory does not grow with the document. */
const CHUNK = 1 << 20;
/** What is short enough for the one-shot digest of WebCrypto, which is native. */
export const ONE_SHOT: number = 4 << 20;

/** Digest over a range of a source, read in pieces. */
export async function digestSource(algorithm: SigningDigest, source: ByteSource, options: DigestSourceOptions = {}): Promise<Bytes> {
  const start = options.start ?? 0;
  const end = options.end ?? source.size;
  if (options.engine === undefined && end - start <= ONE_SHOT)
    return digest(algorithm, await source.read(start, end, callOptions(options)));
  const stream = await createSigningDigest(algorithm, options.engine);
  await updateFromSource(stream, source, { ...options, start, end });
  return stream.digest();
}

/** Feeds a range of a source to a running digest: what lies in memory as it is, else a piece while the next is read. */
export async function updateFromSource(
  stream: Pick<DigestStream, 'update'>,
  source: ByteSource,
  options: Omit<DigestSourceOptions, 'engine'> = {},
): Promise<void> {
  const { signal, start = 0, end = source.size } = options;
  const read = (from: number): Promise<Uint8Array> | Uint8Array => {
    const to = Math.min(from + CHUNK, end);
    return source.view?.(from, to) ?? readAhead(source.read(from, to, callOptions(options)));
  };
  let ahead = start < end ? read(start) : undefined;
  for (let offset = start + CHUNK; ahead !== undefined; offset += CHUNK) {
    signal?.throwIfAborted();
    const piece: Uint8Array = await ahead;
    ahead = offset < end ? read(offset) : undefined;
    stream.update(piece);
  }
}

/** A failure of it is met when its turn comes; until then it must not count as one that nobody met. */
function readAhead<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

function callOptions(options: CallOptions): CallOptions {
  return options.signal === undefined ? {} : { signal: options.signal };
}
