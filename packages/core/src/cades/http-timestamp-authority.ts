import { type Bytes, type CallOptions, equalBytes } from '../bytes/index.ts';
import { CmsError, encodeTimestampRequest, parseTimestampResponse, parseTimestampToken, type TimestampResponse } from '../cms/index.ts';
import { randomBytes } from '../crypto/index.ts';
import { type HttpClient, type HttpResponse, type MessageImprint, PortError, type TimestampAuthority } from '../ports/index.ts';

export interface HttpTimestampAuthorityOptions {
  readonly url: string;
  readonly http: HttpClient;
  /** Object identifier of the policy to ask for. */
  readonly policy?: string;
  /** How often a request that may yet succeed is repeated; twice by default. */
  readonly retries?: number;
  /** Octets of the nonce; of the platform's generator by default. */
  readonly nonce?: () => Uint8Array;
}

const PORT = 'time-stamp';
const NONCE_LENGTH = 16;
/** Answers of authorities with long chains stay well below. */
const MAX_ANSWER = 256 * 1024;
const DEFAULT_RETRIES = 2;

/**
 * A time-stamp authority behind a URL.
 *
 * @throws `PortError` of port `time-stamp`: `TIMESTAMP_UNREACHABLE`, `TIMESTAMP_HTTP_STATUS`, `TIMESTAMP_ANSWER_MALFORMED`,
 * `TIMESTAMP_REFUSED`, `TIMESTAMP_NONCE_DIFFERS`, `TIMESTAMP_IMPRINT_DIFFERS`, `TIMESTAMP_POLICY_DIFFERS`.
 * @see RFC 3161 §3.4
 */
export function httpTimestampAuthority(options: HttpTimestampAuthorityOptions): TimestampAuthority {
  return {
    name: options.url,
    requestToken: async (imprint, call) => {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await requestOnce(options, imprint, call);
        } catch (error) {
          const isLast = attempt >= (options.retries ?? DEFAULT_RETRIES);
          if (isLast || !(error instanceof PortError) || !error.retryable) throw error;
          call?.signal?.throwIfAborted();
        }
      }
    },
  };
}

async function requestOnce(options: HttpTimestampAuthorityOptions, imprint: MessageImprint, call?: CallOptions): Promise<Bytes> {
  const { url, policy } = options;
  const nonce = positive(options.nonce?.() ?? randomBytes(NONCE_LENGTH));
  const answer = await send(options, encodeTimestampRequest({ imprint, nonce, ...(policy === undefined ? {} : { policy }) }), call);
  if (answer.status !== 200)
    throw failure(
      'TIMESTAMP_HTTP_STATUS',
      `${url}: expected status 200, got ${answer.status}`,
      answer.status >= 500 || answer.status === 429,
    );
  const response = readResponse(url, answer);
  if (response.token === undefined || (response.status !== 'granted' && response.status !== 'grantedWithMods'))
    throw failure(
      'TIMESTAMP_REFUSED',
      `${url}: ${refusalOf(response)}`,
      response.failures.includes('systemFailure') || response.status === 'waiting',
    );
  assertAnswers(url, response.token, imprint, nonce, policy);
  return response.token;
}

async function send({ url, http }: HttpTimestampAuthorityOptions, body: Bytes, call?: CallOptions): Promise<HttpResponse> {
  try {
    return await http.send(
      {
        purpose: 'time-stamp',
        url,
        origin: 'configured',
        method: 'POST',
        contentType: 'application/timestamp-query',
        accept: 'application/timestamp-reply',
        body,
        maxLength: MAX_ANSWER,
      },
      call,
    );
  } catch (cause) {
    if (!(cause instanceof PortError)) throw cause;
    throw new PortError(PORT, 'TIMESTAMP_UNREACHABLE', `${url}: ${cause.message}`, { retryable: cause.retryable, cause });
  }
}

function readResponse(url: string, { contentType, body }: HttpResponse): TimestampResponse {
  if (contentType !== 'application/timestamp-reply')
    throw failure(
      'TIMESTAMP_ANSWER_MALFORMED',
      `${url}: expected application/timestamp-reply, got ${contentType || 'no media type'}`,
      false,
    );
  try {
    return parseTimestampResponse(body);
  } catch (cause) {
    if (cause instanceof CmsError) throw failure('TIMESTAMP_ANSWER_MALFORMED', `${url}: ${cause.message}`, false, cause);
    throw cause;
  }
}

/** That the token answers this very request; whether it can be used is judged by whoever uses it. */
function assertAnswers(url: string, token: Bytes, imprint: MessageImprint, nonce: Uint8Array, policy: string | undefined): void {
  let tstInfo;
  try {
    ({ tstInfo } = parseTimestampToken(token));
  } catch (cause) {
    if (cause instanceof CmsError) throw failure('TIMESTAMP_ANSWER_MALFORMED', `${url}: ${cause.message}`, false, cause);
    throw cause;
  }
  if (tstInfo.nonce !== integerOf(nonce)) throw failure('TIMESTAMP_NONCE_DIFFERS', `${url}: expected the nonce of the request`, false);
  const { algorithm, value } = tstInfo.messageImprint;
  if (algorithm.name !== imprint.algorithm || !equalBytes(value, imprint.value))
    throw failure('TIMESTAMP_IMPRINT_DIFFERS', `${url}: expected a time-stamp over the imprint of the request`, false);
  if (policy !== undefined && tstInfo.policy !== policy)
    throw failure('TIMESTAMP_POLICY_DIFFERS', `${url}: expected policy ${policy}, got ${tstInfo.policy}`, false);
}

function refusalOf({ status, statusText, failures }: TimestampResponse): string {
  const said = [...failures, ...statusText].join(', ');
  return `the authority answered ${status}${said === '' ? '' : ` (${said.slice(0, 200)})`}`;
}

/** The first bit cleared: a number of one length, whatever its octets. */
function positive(octets: Uint8Array): Uint8Array {
  const [first = 0, ...rest] = octets;
  return Uint8Array.of((first & 0x7f) | 0x40, ...rest);
}

function integerOf(octets: Uint8Array): bigint {
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function failure(code: string, message: string, retryable: boolean, cause?: unknown): PortError {
  return new PortError(PORT, code, message, cause === undefined ? { retryable } : { retryable, cause });
}
