import { type Bytes, type CallOptions, decodeLatin1 } from '@sealkit/core/bytes';
import { type HttpClient, type HttpRequest, type HttpResponse, PortError } from '@sealkit/core/ports';
import { IssuerError } from './issuer-error.ts';

/** Octets of the largest answer: certificates of a path, in base64. */
const MAX_ANSWER = 512 * 1024;
const DEFAULT_POLL_MS = 60_000;
const MAX_POLL_MS = 24 * 3_600_000;

/**
 * Sends one request to an issuer. Nothing of what was sent, and no text of the issuer, is in any error.
 *
 * @throws {@link IssuerError} `ISSUER_UNREACHABLE`, `ISSUER_ANSWER_MALFORMED` for an answer that is too long
 */
export async function sendToIssuer(
  http: HttpClient,
  name: string,
  request: Pick<HttpRequest, 'url' | 'method' | 'headers' | 'contentType' | 'accept' | 'body'>,
  call?: CallOptions,
): Promise<HttpResponse> {
  try {
    return await http.send({ ...request, purpose: 'certificate', origin: 'configured', maxLength: MAX_ANSWER }, call);
  } catch (error) {
    call?.signal?.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    if (error.code === 'HTTP_TOO_LARGE') throw new IssuerError('ISSUER_ANSWER_MALFORMED', `${name}: expected a shorter answer`);
    throw new IssuerError('ISSUER_UNREACHABLE', `${name}: no answer (${error.code})`, { retryable: error.retryable });
  }
}

/** What a status says that is neither success nor a refusal of the order itself. */
export function issuerFailure(name: string, status: number): IssuerError {
  if (status === 401 || status === 403)
    return new IssuerError('ISSUER_ACCESS_DENIED', `${name}: the issuer does not let us in (${status})`);
  if (status === 429 || status >= 500)
    return new IssuerError('ISSUER_UNAVAILABLE', `${name}: the issuer failed (${status})`, { retryable: true });
  return new IssuerError('ISSUER_ANSWER_MALFORMED', `${name}: expected another status than ${status}`);
}

/** Milliseconds of Retry-After, in seconds or as a date (RFC 9110 §10.2.3), a minute where it says nothing usable. */
export function pollAfter({ retryAfter }: HttpResponse, now: Date): number {
  if (retryAfter === undefined) return DEFAULT_POLL_MS;
  const milliseconds = /^[0-9]{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime();
  return Number.isNaN(milliseconds) ? DEFAULT_POLL_MS : Math.min(Math.max(milliseconds, 0), MAX_POLL_MS);
}

/** Base64 over any number of lines, as older formats send it. */
export function withoutLines(body: Bytes): string {
  return decodeLatin1(body).replaceAll(/\s+/g, '');
}
