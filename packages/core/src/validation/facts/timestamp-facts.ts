/** A time-stamp token that was found and parsed, not judged. */
export interface TimestampFacts {
  readonly kind: 'signature-time-stamp' | 'content-time-stamp' | 'archive-time-stamp';
  /** Null when the token could be read. */
  readonly fault: string | null;
  /** Whether the token's certificate is there and the one that it names; null when the token could not be read. */
  readonly certificate: 'identified' | 'missing' | 'reference-differs' | null;
  /** What the token says, ISO 8601. */
  readonly time: string | null;
}
