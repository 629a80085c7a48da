import { lookup as resolveName } from 'node:dns/promises';
import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Bytes, concatBytes } from '@sealkit/core/bytes';
import { type HttpClient, type HttpRequest, type HttpResponse, PortError } from '@sealkit/core/ports';
import { isPublicAddress } from './address-policy.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface GuardedHttpClientOptions {
  /** Lets URLs that certificates name lead to private and loopback addresses: an intranet's PKI. */
  readonly allowPrivateNetwork?: boolean;
  /** Milliseconds from the request to the last octet of the answer; 15,000 by default. */
  readonly timeout?: number;
  /** All addresses of a name; the system's resolver by default. */
  readonly resolve?: (hostname: string) => Promise<readonly ResolvedAddress[]>;
}

const DEFAULT_TIMEOUT = 15_000;
const MAX_URL = 2048;
const PORT = 'http';

/**
 * The way out to time-stamp authorities, responders, CRLs and key services. Plain HTTP and HTTPS only; every address of the name is checked
 * and the socket goes to the very address that was checked; no redirect is followed; time and length are bounded.
 *
 * @throws PortError of port `http`: `HTTP_URL_REFUSED`, `HTTP_UNREACHABLE`, `HTTP_TIMEOUT`, `HTTP_TOO_LARGE`.
 */
export function guardedHttpClient(options: GuardedHttpClientOptions = {}): HttpClient {
  return {
    send: async (request, call) => {
      const url = assertUrl(request.url);
      const deadline = AbortSignal.timeout(options.timeout ?? DEFAULT_TIMEOUT);
      const signal = call?.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
      try {
        const address = await chooseAddress(url, request, options, signal);
        return await exchange(url, address, request, signal);
      } catch (error) {
        call?.signal?.throwIfAborted();
        if (deadline.aborted) throw failure('HTTP_TIMEOUT', `${url.host}: no answer in time`, true, error);
        throw error instanceof PortError ? error : failure('HTTP_UNREACHABLE', `${url.host}: ${reasonOf(error)}`, true, error);
      }
    },
  };
}

function assertUrl(text: string): URL {
  const url = text.length <= MAX_URL ? readUrl(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw failure('HTTP_URL_REFUSED', 'expected an http or https URL', false);
  if (url.username !== '' || url.password !== '') throw failure('HTTP_URL_REFUSED', 'expected a URL without credentials', false);
  return url;
}

function readUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** One address that the policy lets through; a single bad address among several refuses the name as a whole. */
async function chooseAddress(
  url: URL,
  { origin }: HttpRequest,
  options: GuardedHttpClientOptions,
  signal: AbortSignal,
): Promise<ResolvedAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await raceAbort((options.resolve ?? systemResolve)(host), signal) : [{ address: host, family }];
  const [first] = addresses;
  if (first === undefined) throw failure('HTTP_UNREACHABLE', `${url.host}: the name has no address`, true);
  const guarded = origin !== 'configured' && options.allowPrivateNetwork !== true;
  if (guarded && !addresses.every(({ address }) => isPublicAddress(address)))
    throw failure('HTTP_URL_REFUSED', `${url.host}: a URL of others may not lead to a private address`, false);
  return first;
}

async function systemResolve(hostname: string): Promise<readonly ResolvedAddress[]> {
  return resolveName(hostname, { all: true, verbatim: true });
}

function exchange(url: URL, { address, family }: ResolvedAddress, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { method, body, contentType, accept, headers, maxLength } = request;
  const options: RequestOptions = {
    method,
    agent: false,
    signal,
    headers: {
      ...headers,
      'User-Agent': 'sealkit',
      ...(accept === undefined ? {} : { Accept: accept }),
      ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
      ...(body === undefined ? {} : { 'Content-Length': body.length }),
    },
    // The name was resolved and judged already: the socket goes where the judgement was about.
    lookup: (_hostname, wanted, callback) => {
      if (wanted.all === true) callback(null, [{ address, family }]);
      else callback(null, address, family);
    },
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(url, options, (answer) => {
      collect(answer, maxLength, url.host).then(resolve, (error: unknown) => {
        outgoing.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function collect(answer: IncomingMessage, maxLength: number, host: string): Promise<HttpResponse> {
  const tooLarge = (): PortError => failure('HTTP_TOO_LARGE', `${host}: expected an answer of at most ${maxLength} octets`, false);
  if (Number(answer.headers['content-length'] ?? 0) > maxLength) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer) {
    const octets = chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(String(chunk));
    length += octets.length;
    if (length > maxLength) throw tooLarge();
    chunks.push(octets);
  }
  const body: Bytes = concatBytes(...chunks);
  const [contentType = ''] = (answer.headers['content-type'] ?? '').split(';');
  const retryAfter = answer.headers['retry-after'];
  const answered = { status: answer.statusCode ?? 0, contentType: contentType.trim().toLowerCase(), body };
  return retryAfter === undefined ? answered : { ...answered, retryAfter };
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}

function failure(code: string, message: string, retryable: boolean, cause?: unknown): PortError {
  return new PortError(PORT, code, message, cause === undefined ? { retryable } : { retryable, cause });
}
