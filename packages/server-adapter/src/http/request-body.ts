import { BytesError, concatBytes, decodeUtf8 } from '@sealkit/core/bytes';
import type { Bytes } from '@sealkit/core/bytes';
import { AdapterError } from '../adapter-error.ts';

/** Octets of the largest body elsewhere, and of `POST /uses`, which carries the document frame. */
export const BODY_LIMIT = 256 * 1024;
export const USE_BODY_LIMIT = 5 * 1024 * 1024;
/** A picture of a seal in base64, and what stands around it. */
export const PICTURE_BODY_LIMIT = 512 * 1024;

/**
 * Reads a JSON body of at most `limit` octets; reading stops at the first octet too many.
 *
 * @throws {@link AdapterError} `BODY_NOT_JSON`, `BODY_TOO_LARGE`, `BODY_MALFORMED`
 */
export async function readJsonBody(request: Request, limit: number): Promise<{ readonly bytes: Bytes; readonly value: unknown }> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type)) throw new AdapterError('BODY_NOT_JSON');
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const bytes = await readBounded(request, limit);
  try {
    const text = decodeUtf8(bytes);
    if (hasLoneSurrogate(text)) throw new AdapterError('BODY_MALFORMED', { detail: 'expected whole characters, not halves' });
    const value = JSON.parse(text) as unknown;
    if (isNestedDeeper(value, MAX_NESTING)) throw new AdapterError('BODY_MALFORMED', { detail: `expected at most ${MAX_NESTING} levels` });
    return { bytes, value };
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof BytesError) {
      throw new AdapterError('BODY_MALFORMED', { detail: 'expected JSON in UTF-8' });
    }
    throw cause;
  }
}

/**
 * The octets of a body of one media type as they come in, at most `limit` of them.
 *
 * @throws {@link AdapterError} `BODY_TYPE_WRONG`, `BODY_TOO_LARGE`, also while they are read
 */
export function readOctetBody(request: Request, type: string, limit: number): AsyncIterable<Bytes> {
  if ((request.headers.get('content-type') ?? '').toLowerCase() !== type) throw new AdapterError('BODY_TYPE_WRONG', { values: { type } });
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  return boundedParts(request, limit);
}

/** Levels of objects and arrays; the frame of a document has 32. */
const MAX_NESTING = 100;

/** Level by level, so that the deepest body cannot run out of stack here or in what reads it. */
function isNestedDeeper(value: unknown, limit: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** One escape of a JSON string: a pair of surrogates, a surrogate without its other half (captured), or any other. */
const ESCAPES = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[\s\S])/g;

/** Half a character cannot be written into an event or a digest (RFC 8785 §3.2.2.2). */
function hasLoneSurrogate(text: string): boolean {
  for (const [, lone] of text.matchAll(ESCAPES)) if (lone !== undefined) return true;
  return false;
}

async function readBounded(request: Request, limit: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of boundedParts(request, limit)) chunks.push(chunk);
  return concatBytes(...chunks);
}

async function* boundedParts(request: Request, limit: number): AsyncGenerator<Bytes, void> {
  if (request.bodyUsed)
    throw new AdapterError('INTERNAL', { detail: 'the body was read before it reached the adapter: mount it before body parsers' });
  if (request.body === null) return;
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new AdapterError('BODY_MALFORMED', { detail: 'the connection ended before the body did', cause });
      });
      if (done) return;
      length += value.length;
      if (length > limit) throw tooLarge(limit);
      yield value;
    }
  } finally {
    // Whoever stops listening lets the sender stop as well.
    await reader.cancel();
  }
}

function tooLarge(limit: number): AdapterError {
  return new AdapterError('BODY_TOO_LARGE', { values: { limit } });
}
