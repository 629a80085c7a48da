/** Every refusal and failure of the server, `application/problem+json`. @see RFC 9457 */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable code, for instance `SEAL_SUSPENDED`, `PERMIT_USED`, `DIGEST_MISMATCH`. */
  readonly code: string;
  readonly detail?: string;
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  /** Id of the log row that records the refused attempt, where there is one. */
  readonly eventId?: string;
  /** Further values of the reason: seal number, state, expiry. */
  readonly values?: { readonly [name: string]: string | number | boolean | null };
}
