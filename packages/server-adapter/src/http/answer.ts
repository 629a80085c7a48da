/** What a route answers, before it becomes a Response. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** JSON text. */
  readonly body: string;
}

export const JSON_TYPE = 'application/json';
export const PROBLEM_TYPE = 'application/problem+json';

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

export function toResponse(answer: Answer, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...SECURITY_HEADERS, 'content-type': `${answer.contentType}; charset=utf-8`, ...headers },
  });
}
