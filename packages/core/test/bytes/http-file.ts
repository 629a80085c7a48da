import { BytesError } from '../../src/bytes/bytes-error.ts';
import type { FetchRange } from '../../src/bytes/http-source.ts';

/** A file behind a `fetch` that answers ranges as RFC 9110 says, and writes down what it was asked. */
export interface HttpFile {
  readonly fetch: FetchRange;
  readonly ranges: readonly string[];
  readonly ifRange: readonly (string | undefined)[];
  replace(content: Uint8Array<ArrayBuffer>, etag?: string): void;
  /** The next request fails. */
  fail(error: Error): void;
}

export interface HttpFileOptions {
  readonly etag?: string;
  readonly lastModified?: string;
  /** What every answer says instead. */
  readonly answer?: { readonly status?: number; readonly contentRange?: string | null };
}

export function serveFile(content: Uint8Array<ArrayBuffer>, options: HttpFileOptions = {}): HttpFile {
  let current = content;
  let etag = options.etag;
  let failure: Error | undefined;
  const ranges: string[] = [];
  const ifRange: (string | undefined)[] = [];
  const fetch: FetchRange = (_url, { headers }) => {
    const range = headers['Range'] ?? '';
    ranges.push(range);
    ifRange.push(headers['If-Range']);
    const error = failure;
    failure = undefined;
    if (error !== undefined) return Promise.reject(error);
    const condition = headers['If-Range'];
    const stale = condition !== undefined && condition !== etag && condition !== options.lastModified;
    const [start, end] = boundsOf(range, current.length);
    const status = options.answer?.status ?? (current.length === 0 ? 416 : stale ? 200 : 206);
    const stated = options.answer?.contentRange;
    const said: Record<string, string | null> = {
      etag: etag ?? null,
      'last-modified': options.lastModified ?? null,
      'content-range':
        stated === undefined ? (status === 416 ? `bytes */${current.length}` : `bytes ${start}-${end - 1}/${current.length}`) : stated,
    };
    const body = status === 206 ? current.slice(start, end) : current;
    return Promise.resolve({
      status,
      headers: { get: (name: string) => said[name] ?? null },
      arrayBuffer: () => Promise.resolve(body.slice().buffer),
    });
  };
  return {
    fetch,
    ranges,
    ifRange,
    replace: (next, tag) => {
      current = next;
      etag = tag;
    },
    fail: (error) => {
      failure = error;
    },
  };
}

function boundsOf(range: string, size: number): readonly [number, number] {
  const suffix = /^bytes=-(\d+)$/.exec(range)?.[1];
  if (suffix !== undefined) return [Math.max(0, size - Number(suffix)), size];
  const match = /^bytes=(\d+)-(\d+)$/.exec(range);
  return [Number(match?.[1]), Math.min(Number(match?.[2]) + 1, size)];
}

/** The code that the work fails with; the empty text when it does not. */
export async function codesOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    if (error instanceof BytesError) return error.code;
    throw error;
  }
}
