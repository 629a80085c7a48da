import { BytesError, type CallOptions, decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import { type HttpClient, type HttpResponse, PortError } from '@sealkit/core/ports';
import type { z } from 'zod';
import { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';

/** A service that keeps keys, spoken to in JSON over HTTP. */
export interface KeyService {
  /** As errors name it. */
  readonly name: string;
  readonly http: HttpClient;
  /** The word by which an error of the service says what is wrong, from its JSON. */
  readonly wordOf: (answer: unknown) => unknown;
  /** Words that a caller can act on. Every other one is judged by the status, and never repeated: it might carry what we sent. */
  readonly words: ReadonlyMap<unknown, KeyStoreErrorCode>;
  /** Milliseconds before the first repeat, twice as many before the second; 250 by default. */
  readonly retryDelayMs?: number | undefined;
}

export interface KeyServiceRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: Uint8Array;
  /** The request changes nothing: after a failure that may pass it is sent twice more. What consumes a PIN or a token never is. */
  readonly repeatable: boolean;
}

/** Octets of the largest answer. */
const MAX_ANSWER = 256 * 1024;
const MAX_REPEATS = 2;
const DEFAULT_DELAY = 250;

/**
 * Asks a service and reads its answer. Nothing of what was sent, and no text of the service, is in any error.
 *
 * @throws {@link KeyStoreError} `KEY_SERVICE_UNREACHABLE`, `KEY_SERVICE_UNAVAILABLE` and `KEY_STORE_BUSY` (another try may go
 * well), `KEY_SERVICE_REFUSED`, `KEY_SERVICE_ACCESS_DENIED`, `KEY_SERVICE_ANSWER_MALFORMED`, and those of the service's `words`.
 */
export async function askKeyService<Schema extends z.ZodType>(
  service: KeyService,
  request: KeyServiceRequest,
  schema: Schema,
  call?: CallOptions,
): Promise<z.output<Schema>> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      const answer = readJson(await sendOnce(service, request, call));
      const result = schema.safeParse(answer);
      if (result.success) return result.data;
      throw malformed(service, `with ${result.error.issues[0]?.path.join('.') ?? ''} as its interface has it`);
    } catch (error) {
      const again = request.repeatable && repeats < MAX_REPEATS && error instanceof KeyStoreError && error.retryable;
      if (!again) throw error instanceof NotJson ? malformed(service, 'in JSON') : error;
      await pause((service.retryDelayMs ?? DEFAULT_DELAY) * 2 ** repeats, call);
    }
  }
}

/** A body of JSON, with its media type. */
export function jsonBody(value: unknown): { readonly contentType: string; readonly body: Uint8Array } {
  return { contentType: 'application/json', body: encodeUtf8(JSON.stringify(value)) };
}

async function sendOnce(service: KeyService, request: KeyServiceRequest, call?: CallOptions): Promise<HttpResponse> {
  const { repeatable: _repeatable, method = 'POST', ...rest } = request;
  let answer: HttpResponse;
  try {
    const accept = 'application/json';
    const fixed = { purpose: 'key-service', origin: 'configured', accept, maxLength: MAX_ANSWER } as const;
    answer = await service.http.send({ ...rest, ...fixed, method }, call);
  } catch (error) {
    call?.signal?.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    if (error.code === 'HTTP_TOO_LARGE') throw malformed(service, `of at most ${MAX_ANSWER} octets`);
    throw new KeyStoreError('KEY_SERVICE_UNREACHABLE', `${service.name}: no answer (${error.code})`, { retryable: error.retryable });
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(service, answer);
}

function refusal({ name, wordOf, words }: KeyService, answer: HttpResponse): KeyStoreError {
  const { status } = answer;
  const code = words.get(wordIn(answer, wordOf));
  if (code !== undefined)
    return new KeyStoreError(code, `${name}: the service said no (${status})`, { retryable: code === 'KEY_STORE_BUSY' });
  if (status === 429) return new KeyStoreError('KEY_STORE_BUSY', `${name}: too many requests (429)`, { retryable: true });
  if (status >= 500) return new KeyStoreError('KEY_SERVICE_UNAVAILABLE', `${name}: the service failed (${status})`, { retryable: true });
  const denied = status === 401 || status === 403;
  return denied
    ? new KeyStoreError('KEY_SERVICE_ACCESS_DENIED', `${name}: the service does not let us in (${status})`)
    : new KeyStoreError('KEY_SERVICE_REFUSED', `${name}: the service refused the request (${status})`);
}

/** An error page is no JSON, and then says nothing beyond its status. */
function wordIn(answer: HttpResponse, wordOf: KeyService['wordOf']): unknown {
  try {
    return wordOf(readJson(answer));
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class NotJson extends Error {}

function readJson({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(decodeUtf8(body)) as unknown;
  } catch (error) {
    // The parser's words quote the answer: they do not travel.
    if (error instanceof SyntaxError || error instanceof BytesError) throw new NotJson('expected JSON');
    throw error;
  }
}

function malformed({ name }: KeyService, expected: string): KeyStoreError {
  return new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', `${name}: expected an answer ${expected}`);
}

async function pause(milliseconds: number, call?: CallOptions): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    call?.signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
  call?.signal?.throwIfAborted();
}
