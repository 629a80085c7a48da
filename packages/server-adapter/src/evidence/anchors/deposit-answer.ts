import { BytesError, decodeUtf8, encodeUtf8, type JsonValue } from '@sealkit/core/bytes';
import { type HttpClient, type HttpRequest, type HttpResponse, PortError } from '@sealkit/core/ports';
import type { CallOptions } from '@sealkit/core/bytes';

const PORT = 'deposit';
/** Receipts are JSON; a certificate in it is a few hundred kilobytes. */
const MAX_ANSWER = 4 * 1024 * 1024;

export function depositError(code: string, message: string, retryable: boolean, cause?: unknown): PortError {
  return new PortError(PORT, code, message, cause === undefined ? { retryable } : { retryable, cause });
}

/** Sends JSON to a configured address and gives the answer with its members. @throws `PortError` of port `deposit` */
export async function postJson(
  http: HttpClient,
  { url, body, headers = {} }: { readonly url: string; readonly body: JsonValue; readonly headers?: HttpRequest['headers'] },
  options?: CallOptions,
): Promise<{ readonly response: HttpResponse; readonly members: Members }> {
  const request: HttpRequest = {
    purpose: 'deposit',
    url,
    origin: 'configured',
    method: 'POST',
    contentType: 'application/json',
    accept: 'application/json',
    headers,
    body: encodeUtf8(JSON.stringify(body)),
    maxLength: MAX_ANSWER,
  };
  let response: HttpResponse;
  try {
    response = await http.send(request, options);
  } catch (cause) {
    if (!(cause instanceof PortError)) throw cause;
    throw depositError('DEPOSIT_UNREACHABLE', `${url}: ${cause.message}`, cause.retryable, cause);
  }
  if (response.status >= 500 || response.status === 429)
    throw depositError('DEPOSIT_UNREACHABLE', `${url}: expected an answer, got status ${response.status}`, true);
  const members = readMembers(response.body);
  if (members === undefined) throw depositError('DEPOSIT_ANSWER_MALFORMED', `${url}: expected an object of JSON`, false);
  return { response, members };
}

export type Members = { readonly [name: string]: JsonValue };

/** Undefined for anything but an object of JSON. */
export function readMembers(bytes: Uint8Array): Members | undefined {
  try {
    const value = JSON.parse(decodeUtf8(bytes)) as JsonValue;
    return isMembers(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BytesError) return undefined;
    throw error;
  }
}

/** The object under a name; empty where there is none. */
export function membersOf(members: Members, name: string): Members {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return value !== undefined && isMembers(value) ? value : {};
}

/** A text under a name; undefined where there is none, or an empty one. */
export function textOf(members: Members, name: string): string | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'string' && value !== '' && value.length <= 1000 ? value : undefined;
}

/** A time in milliseconds under a name. */
export function timeOf(members: Members, name: string): Date | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 8e15 ? new Date(value) : undefined;
}

function isMembers(value: JsonValue): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
