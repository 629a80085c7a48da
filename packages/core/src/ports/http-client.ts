import type { Bytes, CallOptions } from '../bytes/index.ts';

/** What a request is for: guards, budgets and logs differ by it. */
export type HttpPurpose = 'time-stamp' | 'ocsp' | 'crl' | 'certificate' | 'key-service' | 'webhook' | 'witness' | 'deposit' | 'intent';

/** One request to a service of the PKI, or to one that keeps keys. */
export interface HttpRequest {
  readonly purpose: HttpPurpose;
  readonly url: string;
  /**
   * Who named the URL. What a certificate names comes from strangers, and a guard treats it so; `foreign` is what others gave to
   * the host, such as the receiver of a webhook.
   */
  readonly origin: 'configured' | 'certificate' | 'foreign';
  readonly method: 'GET' | 'POST';
  /** Media type of the body. */
  readonly contentType?: string;
  readonly accept?: string;
  /** Further header fields; what they carry, an access token for instance, goes to this URL and nowhere else. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Octets of the answer's body at most. */
  readonly maxLength: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Media type in lower case without parameters, or the empty string. */
  readonly contentType: string;
  readonly body: Bytes;
  /** The field Retry-After as it came, where it came (RFC 9110 §10.2.3). */
  readonly retryAfter?: string;
}

/**
 * The way to services of the PKI and to those that keep keys. Redirects are not followed; an answer of any status is a value.
 *
 * @throws `PortError` of port `http` when there is no answer: `HTTP_URL_REFUSED`, `HTTP_UNREACHABLE`, `HTTP_TIMEOUT`,
 * `HTTP_TOO_LARGE`.
 */
export interface HttpClient {
  send(request: HttpRequest, options?: CallOptions): Promise<HttpResponse>;
}
