import type { Bytes } from './bytes.ts';
import { type ByteSource, type CallOptions, assertRange } from './byte-source.ts';
import { BytesError } from './bytes-error.ts';

/** What is used of `fetch`: the global function fits. */
export type FetchRange = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
) => Promise<RangeAnswer>;

export interface RangeAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface HttpSourceOptions extends CallOptions {
  readonly fetch: FetchRange;
  /** Sent with every request, such as an authorisation. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Octets of one request at least; 64 KiB by default. */
  readonly blockLength?: number;
}

const DEFAULT_BLOCK = 64 * 1024;
/** Blocks kept: 4 MiB of the default length. */
const BLOCKS_KEPT = 64;

interface Remote {
  readonly url: string;
  readonly size: number;
  readonly block: number;
  /** Strong entity tag, or date of the last change. */
  readonly validator: string | undefined;
  readonly options: HttpSourceOptions;
  readonly kept: Map<number, Promise<Bytes>>;
}

/**
 * A source over a file on an HTTP server, read by ranges; the first request fetches its end. Every later one says `If-Range`,
 * so that a file that changes meanwhile ends in an error and never in a mixture of two files.
 *
 * @throws {@link BytesError} `BYTES_HTTP_UNREACHABLE`, `BYTES_HTTP_STATUS`, `BYTES_HTTP_RANGES_UNSUPPORTED`,
 * `BYTES_HTTP_SOURCE_CHANGED`, `BYTES_HTTP_ANSWER_MALFORMED`; reading throws them too.
 * @see RFC 9110 §13.1.5, §14
 */
export async function openHttpSource(url: string, options: HttpSourceOptions): Promise<ByteSource> {
  const block = options.blockLength ?? DEFAULT_BLOCK;
  const answer = await ask(url, `bytes=-${block}`, options, undefined, options.signal);
  if (answer.status === 416) return emptySource(answer);
  if (answer.status !== 206) throw statusError(answer.status);
  const range = contentRange(answer);
  const octets = await octetsOf(answer, range);
  const remote: Remote = { url, size: range.size, block, validator: validatorOf(answer), options, kept: new Map() };
  keepWholeBlocks(remote, range.start, octets);
  return {
    size: remote.size,
    read: async (start, end, call) => {
      assertRange(start, end, remote.size);
      return start === end ? new Uint8Array() : readBlocks(remote, start, end, call);
    },
  };
}

/** A file of no octets has no range (RFC 9110 §14.1.2). */
function emptySource(answer: RangeAnswer): ByteSource {
  if (!/^bytes \*\/0$/.test(answer.headers.get('content-range') ?? '')) throw statusError(answer.status);
  return {
    size: 0,
    read: (start, end) => {
      assertRange(start, end, 0);
      return Promise.resolve(new Uint8Array());
    },
  };
}

/** The end that came first fills the last block, and those before it as far as it reaches. */
function keepWholeBlocks({ block, size, kept }: Remote, start: number, octets: Bytes): void {
  for (let index = Math.ceil(start / block); index * block < size; index += 1)
    kept.set(index, Promise.resolve(octets.slice(index * block - start, Math.min((index + 1) * block, size) - start)));
}

async function readBlocks(remote: Remote, start: number, end: number, call?: CallOptions): Promise<Bytes> {
  const { block } = remote;
  const joined = new Uint8Array(end - start);
  const last = Math.floor((end - 1) / block);
  for (let index = Math.floor(start / block); index * block < end;) {
    const known = remote.kept.get(index);
    const run = known === undefined ? missingRun(remote, index, last) : 1;
    const octets = known === undefined ? await fetchBlocks(remote, index, run, call) : await known;
    const offset = index * block;
    const from = Math.max(start, offset);
    const to = Math.min(end, offset + octets.length);
    joined.set(octets.subarray(from - offset, to - offset), from - start);
    index += run;
  }
  return joined;
}

/** How many blocks in a row are not here: they come with one request. */
function missingRun({ kept }: Remote, first: number, last: number): number {
  let run = 1;
  while (first + run <= last && !kept.has(first + run)) run += 1;
  return run;
}

async function fetchBlocks(remote: Remote, first: number, count: number, call?: CallOptions): Promise<Bytes> {
  const { block, size } = remote;
  const start = first * block;
  const end = Math.min((first + count) * block, size);
  const octets = fetchRange(remote, start, end, count === 1 ? undefined : call);
  if (count === 1) keep(remote, first, octets);
  return octets;
}

/** A block that could not be had is asked for again the next time. */
function keep({ kept }: Remote, index: number, octets: Promise<Bytes>): void {
  kept.set(index, octets);
  octets.catch(() => kept.delete(index));
  if (kept.size <= BLOCKS_KEPT) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}

async function fetchRange(remote: Remote, start: number, end: number, call?: CallOptions): Promise<Bytes> {
  const { url, options, validator, size } = remote;
  const answer = await ask(url, `bytes=${start}-${end - 1}`, options, validator, call?.signal);
  // 200 answers an If-Range that does not hold any more; 412 and 416 mean the same.
  if (answer.status === 200 || answer.status === 412 || answer.status === 416) throw changed();
  if (answer.status !== 206) throw statusError(answer.status);
  const range = contentRange(answer);
  if (range.size !== size || (validator !== undefined && validatorOf(answer) !== validator)) throw changed();
  if (range.start !== start || range.end !== end) throw malformed('expected the range that was asked for');
  return octetsOf(answer, range);
}

async function ask(
  url: string,
  range: string,
  options: HttpSourceOptions,
  validator: string | undefined,
  signal: AbortSignal | undefined,
): Promise<RangeAnswer> {
  signal?.throwIfAborted();
  const headers = { ...options.headers, Range: range, ...(validator === undefined ? {} : { 'If-Range': validator }) };
  try {
    return await options.fetch(url, signal === undefined ? { headers } : { headers, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BytesError('BYTES_HTTP_UNREACHABLE', 'expected an answer of the server', { cause });
  }
}

interface ContentRange {
  readonly start: number;
  /** Excluded. */
  readonly end: number;
  readonly size: number;
}

function contentRange(answer: RangeAnswer): ContentRange {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(answer.headers.get('content-range') ?? '');
  if (match === null) throw malformed('expected a Content-Range with the length of the file');
  const range = { start: Number(match[1]), end: Number(match[2]) + 1, size: Number(match[3]) };
  if (range.start >= range.end || range.end > range.size) throw malformed('expected a Content-Range within the file');
  return range;
}

async function octetsOf(answer: RangeAnswer, { start, end }: ContentRange): Promise<Bytes> {
  let octets: Bytes;
  try {
    octets = new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw new BytesError('BYTES_HTTP_UNREACHABLE', 'expected the whole answer of the server', { cause });
  }
  if (octets.length !== end - start) throw malformed('expected as many octets as the Content-Range says');
  return octets;
}

/** If-Range takes strong validators only (RFC 9110 §13.1.5). */
function validatorOf({ headers }: RangeAnswer): string | undefined {
  const tag = headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : (headers.get('last-modified') ?? undefined);
}

function statusError(status: number): BytesError {
  return status === 200
    ? new BytesError('BYTES_HTTP_RANGES_UNSUPPORTED', 'expected a server that answers ranges')
    : new BytesError('BYTES_HTTP_STATUS', `expected status 206, got ${status}`, { facts: { status } });
}

function changed(): BytesError {
  return new BytesError('BYTES_HTTP_SOURCE_CHANGED', 'expected the file that was opened, got another one');
}

function malformed(message: string): BytesError {
  return new BytesError('BYTES_HTTP_ANSWER_MALFORMED', message);
}
