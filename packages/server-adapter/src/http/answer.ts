import type { Bytes } from '@sealkit/core/bytes';

/** What a route answers, before it becomes a Response. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** JSON text, or plain text. */
  readonly body: string;
}

/** Octets that are no text. */
export interface OctetAnswer {
  readonly status: number;
  readonly contentType: typeof OCTET_TYPE | typeof PDF_TYPE | typeof ASICE_TYPE;
  readonly body: Bytes | ReadableStream<Bytes>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const JSON_TYPE = 'application/json';
export const PROBLEM_TYPE = 'application/problem+json';
export const TEXT_TYPE = 'text/plain';
export const OCTET_TYPE = 'application/octet-stream';
export const PDF_TYPE = 'application/pdf';
export const ASICE_TYPE = 'application/vnd.etsi.asic-e+zip';

export function jsonAnswer(status: number, body: object): Answer {
  return { status, contentType: status >= 400 ? PROBLEM_TYPE : JSON_TYPE, body: JSON.stringify(body) };
}

/** Nothing that the server says may be kept, framed, sniffed or run. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export function toResponse(answer: Answer | OctetAnswer, headers: Readonly<Record<string, string>> = {}): Response {
  const contentType = typeof answer.body === 'string' ? `${answer.contentType}; charset=utf-8` : answer.contentType;
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...SECURITY_HEADERS, 'content-type': contentType, ...('headers' in answer ? answer.headers : {}), ...headers },
  });
}
